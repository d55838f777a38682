# A second fleet for a drill: the same image and the same settings as the first, beside it, with data of its own and a market that waits for it.
# Sourced by simulate_trading_day.sh and load_test_trading_bot.sh; needs bash, curl and docker.
# shellcheck shell=bash

DRILL_SERVICES=(redis postgres exchange_simulator execution ai_engine portfolio_intelligence risk_safety trading_bot)

drill_fail() { echo "drill: $1" >&2; echo "  -> $2" >&2; exit 1; }

# drill_up <symbols> <seed> [module...]: sets simulator, bot and books to addresses, token to the control token.
drill_up() {
  docker info >/dev/null 2>&1 || drill_fail "Docker does not answer" "start it (systemctl start docker), or use sudo; without Docker: ./quantum simulate-day"
  scripts/make_secrets.sh --check >/dev/null 2>&1 || scripts/make_secrets.sh >&2 || exit 1
  drill_folder=$(mktemp -d)
  trap drill_down EXIT
  trap 'exit 130' INT TERM
  # What makes a day the same however fast the machine is: nobody gives up waiting, nothing happens at no particular moment.
  {
    echo 'services:'
    for name in "${DRILL_SERVICES[@]:2}" "${@:3}"; do
      printf '  %s:\n    environment: { CYCLE_DEADLINE_MS: "600000", WAIT_MS: "600000", SYNC_MS: "0", LOG_LEVEL: warn, SIM_CLOCK: lockstep, SIM_DAYS: "1", SIM_SYMBOLS: "%s", SIM_SEED: "%s", SIM_WEIGHT_PER_MINUTE: "100000000", SIM_ORDERS_PER_10S: "1000000", SIM_ORDERS_PER_MINUTE: "1000000" }\n' "$name" "$1" "$2"
    done
  } > "$drill_folder/drill.yml"
  docker compose -p quantumdrill -f docker-compose.yml -f docker-compose.ai-modules.yml -f "$drill_folder/drill.yml" --profile paper --profile phase5 config \
    | sed -e 's/quantum_/quantumdrill_/g' -e '/^ *published: /d' -e 's/quantum\.\(service\|group\|port\|needs\|phase\|server\):/drill.\1:/' > "$drill_folder/fleet.yml" || exit 1
  drill() { docker compose -p quantumdrill -f "$drill_folder/fleet.yml" --profile paper --profile phase5 "$@"; }
  drill down --volumes --timeout 2 >/dev/null 2>&1 || true
  drill up --detach --wait "${DRILL_SERVICES[@]}" "${@:3}" >&2 || drill_fail "the drill's fleet does not start" "the lines above say why; docker compose build, when the image is missing"
  simulator=http://$(drill port exchange_simulator 8099)
  bot=http://$(drill port trading_bot 8003)
  books=http://$(drill port portfolio_intelligence 8004)
  token=$(cat "$(sed -n 's/^QUANTUM_SECRETS=//p' .env)/control-token")
  # The market must not move before execution follows it and has handed over the history.
  local deadline=$((SECONDS + 60))
  until curl -sf "http://$(drill port execution 8002)/health" | grep -q '"status":"HEALTHY"'; do
    [ $SECONDS -lt $deadline ] || drill_fail "execution does not reach the exchange" "docker logs quantumdrill_execution"
    sleep 0.2
  done
}

drill_down() {
  trap - EXIT
  if [ -f "${drill_folder-}/fleet.yml" ]; then drill down --volumes --timeout 2 >/dev/null 2>&1 || true; fi
  rm -rf "${drill_folder-}"
}

number_of() { sed -n "s/.*\"$1\":\"\\{0,1\\}\\(-\\{0,1\\}[0-9.]*\\).*/\\1/p" <<<"$2" | head -n 1; }
control() { curl -sf -m 60 -H "authorization: Bearer $token" -H 'content-type: application/json' "$@"; }

# drill_step <close>: moves the market to that close, and returns when the cycle of that close is complete; its story is in cycle.
drill_step() {
  control -X POST -d "{\"to\":$1}" "$simulator/control/advance" >/dev/null || drill_fail "the exchange does not advance" "docker logs quantumdrill_exchange_simulator"
  local deadline=$((SECONDS + 120))
  while :; do
    cycle=$(curl -sf -m 10 "$bot/cycle" || true)
    if grep -q "\"last\":{\"at\":$1,\"outcome\"" <<<"$cycle"; then return 0; fi
    [ $SECONDS -lt $deadline ] || drill_fail "the cycle of $1 is not complete after 120 s" "docker logs quantumdrill_trading_bot"
    sleep 0.03
  done
}
