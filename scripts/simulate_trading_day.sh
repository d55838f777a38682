#!/usr/bin/env bash
# One market day with a fleet of its own in Docker, in lockstep, and what came of it. Needs bash, curl and docker.
set -euo pipefail

usage() {
  cat <<'TEXT'
simulate_trading_day.sh - trade one generated market day in Docker

  scripts/simulate_trading_day.sh [--symbols n] [--seed n] [--bars n] [--json]

A fleet of its own (quantumdrill_*) is started beside the one that runs, and removed afterwards; nothing of the first is touched.
The market waits for the fleet at each close. Default: 20 symbols, seed 1, the whole day (288 bars of five minutes).
More (stored bars, modules, a full report): ./quantum simulate-day --help
Exit codes: 0 traded, and the ledger is the exchange's to the last digit; 1 not; 2 wrong usage.
TEXT
}
symbols=20 seed=1 bars=288 json=''
while [ $# -gt 0 ]; do
  case ${1%%=*} in
    --symbols | --seed | --bars)
      name=${1%%=*}
      if [[ $1 == *=* ]]; then value=${1#*=}; else value=${2-}; shift; fi
      [[ $value =~ ^[1-9][0-9]*$ ]] || { echo "simulate_trading_day: $name needs a whole number" >&2; exit 2; }
      printf -v "${name#--}" %s "$value" ;;
    --json) json=1 ;;
    -h | --help) usage; exit 0 ;;
    *) echo "simulate_trading_day: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/drill_fleet.sh
drill_up "$symbols" "$seed"

status=$(control "$simulator/control/status")
at=$(number_of startAt "$status") stepMs=$(number_of stepMs "$status") requested=0
for ((bar = 1; bar <= bars; bar++)); do
  drill_step $((at + bar * stepMs))
  requested=$((requested + $(number_of requested "$cycle")))
  if [ -t 2 ] && ((bar % 12 == 0)); then printf '\r%s of %s bars, %s orders asked for' "$bar" "$bars" "$requested" >&2; fi
done
if [ -t 2 ]; then echo >&2; fi
exact=$(control "$simulator/control/books")
ours=$(curl -sf "$books/portfolio")
theirWallet=$(number_of walletUsd "$exact") ourWallet=$(number_of walletUsd "$ours")
same=false
if [ "$theirWallet" = "$ourWallet" ]; then same=true; fi
totals=${exact##*\"totals\":}
if [ -n "$json" ]; then
  printf '{"generated":true,"bars":%s,"symbols":%s,"seed":%s,"requested":%s,"walletUsd":"%s","ledgerWalletUsd":"%s","same":%s,"totals":%s\n' "$bars" "$symbols" "$seed" "$requested" "$theirWallet" "$ourWallet" "$same" "$totals"
else
  echo "GENERATED DATA: says nothing about how the desk would do in a real market"
  echo "bars $bars, symbols $symbols, seed $seed; orders asked for $requested; at the exchange: orders $(number_of orders "$totals"), fills $(number_of fills "$totals")"
  echo "realised P&L $(number_of realisedPnlUsd "$totals") USD, fees $(number_of feesUsd "$totals") USD, funding $(number_of fundingUsd "$totals") USD; wallet $theirWallet USD, equity $(number_of equityUsd "$exact") USD"
  echo "ledger = exchange: $same (wallet by our books $ourWallet)"
fi
[ $same = true ]
