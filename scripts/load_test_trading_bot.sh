#!/usr/bin/env bash
# Many signals at once through the real bus and the real services: none lost, none doubled, and how long it took. Needs bash, curl and docker.
set -euo pipefail

usage() {
  cat <<'TEXT'
load_test_trading_bot.sh - N signals at the same close, bar after bar

  scripts/load_test_trading_bot.sh [--concurrent-signals=100] [--bars=40] [--json]

Nothing is injected into a fleet that trades: a fleet of its own (quantumdrill_*: same image, real Redis, real services) gets a generated market with N
symbols. At every close ai_engine says N signals at once, and trading_bot must answer each with exactly one outcome: an order, or a refusal with
its code. Every order asked for must be at the exchange once. Counted over all bars:
  lost      signals without an outcome        doubled   signals with two outcomes, or order ids the exchange has twice
  p50, p99  real time from the close of a bar leaving the exchange to the first order of that cycle arriving there
Exit codes: 0 none lost and none doubled, 1 otherwise, 2 wrong usage.
TEXT
}
signals=100 bars=40 json=''
while [ $# -gt 0 ]; do
  case ${1%%=*} in
    --concurrent-signals | --bars)
      name=${1%%=*}
      if [[ $1 == *=* ]]; then value=${1#*=}; else value=${2-}; shift; fi
      [[ $value =~ ^[1-9][0-9]{0,2}$ ]] || { echo "load_test: $name needs a whole number from 1 to 999" >&2; exit 2; }
      if [ "$name" = --bars ]; then bars=$value; else signals=$value; fi ;;
    --json) json=1 ;;
    -h | --help) usage; exit 0 ;;
    *) echo "load_test: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/drill_fleet.sh
# By name, because by number there are thirty; the first two lead the market.
names=$(printf 'BTCUSDT,ETHUSDT'; for ((n = 3; n <= signals; n++)); do printf ',LOAD%sUSDT' "$n"; done)
if ((signals < 3)); then names=$(cut -d, -f1-"$signals" <<<"$names"); fi
drill_up "$names" 1

status=$(control "$simulator/control/status")
at=$(number_of startAt "$status") stepMs=$(number_of stepMs "$status")
said=0 outcomes=0 lost=0 doubled=0 requested=0
for ((bar = 1; bar <= bars; bar++)); do
  drill_step $((at + bar * stepMs))
  story=${cycle##*\"last\":}
  count=$(number_of signals "$story")
  orders=$(number_of requested "$story")
  skipped=$(grep -o '"symbol":"[A-Z0-9]*","code"' <<<"$story" | sort || true)
  distinct=$(sort -u <<<"$skipped" | grep -c . || true)
  all=$(grep -c . <<<"$skipped" || true)
  said=$((said + count))
  requested=$((requested + orders))
  outcomes=$((outcomes + distinct + orders))
  doubled=$((doubled + all - distinct))
  if ((count > distinct + orders)); then lost=$((lost + count - distinct - orders)); fi
  if ((count < signals)); then lost=$((lost + signals - count)); fi
done
exact=$(control "$simulator/control/books")
ids=$(grep -o '"clientOrderId":"[^"]*"' <<<"${exact##*\"orders\":\[}" | sort | uniq -d | grep -c . || true)
doubled=$((doubled + ids))
mapfile -t times < <(control "$simulator/control/timing" | grep -o '\[[^]]*\]' | head -n 1 | tr -d '[]' | tr ',' '\n' | grep . | sort -n)
rank() { if [ ${#times[@]} -eq 0 ]; then echo null; else echo "${times[$((($1 * ${#times[@]} + 99) / 100 - 1))]}"; fi; }
if [ -n "$json" ]; then
  printf '{"concurrentSignals":%s,"bars":%s,"signals":%s,"outcomes":%s,"requested":%s,"lost":%s,"doubled":%s,"cyclesWithOrders":%s,"barToOrderMs":{"p50":%s,"p99":%s}}\n' \
    "$signals" "$bars" "$said" "$outcomes" "$requested" "$lost" "$doubled" "${#times[@]}" "$(rank 50)" "$(rank 99)"
else
  echo "$bars bars with $signals signals at once: $said signals, $outcomes outcomes ($requested orders), $lost lost, $doubled doubled"
  echo "from close to first order, ${#times[@]} cycles: p50 $(rank 50 | cut -d. -f1) ms, p99 $(rank 99 | cut -d. -f1) ms"
fi
((lost == 0 && doubled == 0))
