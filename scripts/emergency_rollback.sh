#!/usr/bin/env bash
# Back to the core: stops all AI modules, clears their state, restarts the core, verifies it, resumes. Needs bash and docker.
set -uo pipefail

usage() {
  cat <<'TEXT'
emergency_rollback.sh - back to the core, and trading again

  scripts/emergency_rollback.sh [--reason <words>] [--with-ess] [--json]

  1 stop      all AI modules, also for the next start (COMPOSE_PROFILES in .env). The emergency stop (ess) goes on guarding, and stays in .env, unless --with-ess.
  2 clear     the modules' state: set aside under quantum:quarantine:..., never deleted. A damaged Redis journal is repaired, after a copy.
  3 restart   Redis and Postgres where they are not well, then the core.
  4 verify    that every service of the core answers /health with 200, and goes on with its work.
  5 resume    trading_bot goes on in the mode it was in. A stop that a person or ess has latched stays: it is said, not lifted.

Safe to run twice. Works with Redis, Postgres or half of the fleet down. Positions keep their stops on the exchange all the while.
Exit codes: 0 the core is up and goes on, 1 something is not (it says what and what to do), 2 wrong usage.
TEXT
}

reason="emergency rollback" with_ess='' json=''
while [ $# -gt 0 ]; do
  case $1 in
    --reason) reason=${2:?--reason needs words}; shift ;;
    --with-ess) with_ess=1 ;;
    --json) json=1 ;;
    -h | --help) usage; exit 0 ;;
    *) echo "emergency_rollback: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done

VERIFY_WITHIN_S=45
SERVERS_WITHIN_S=20
began=$SECONDS
# Before bash 4.4 an empty array counts as not set: each that may be empty is asked for as ${name[@]+"${name[@]}"}.
steps=()
problems=()

say() { if [ -n "$json" ]; then echo "$*" >&2; else echo "$*"; fi; }
escape() { local text=${1//\\/\\\\}; text=${text//\"/\\\"}; text=${text//$'\n'/ }; printf %s "${text//[$'\t\r\e']/ }"; }
step() { say "[$((SECONDS - began)) s] $1: $2"; steps+=("{\"step\":\"$1\",\"atSeconds\":$((SECONDS - began)),\"did\":\"$(escape "$2")\"}"); }
problem() { say "  ! $1"; say "    -> $2"; problems+=("{\"problem\":\"$(escape "$1")\",\"fix\":\"$(escape "$2")\"}"); }

docker info >/dev/null 2>&1 || {
  echo "emergency_rollback: Docker does not answer" >&2
  echo "  -> start it (systemctl start docker), or use: sudo $0" >&2
  exit 1
}

# Another deployment on the same engine may carry the same labels; the names are this one's.
names() { docker ps -a --filter "label=quantum.group=$1" --format '{{.Names}} {{.Label "quantum.service"}}' | awk '$1 == "quantum_" $2 { print $2 }' | sort -u; }
state_of() { docker inspect -f '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}' "quantum_$1" 2>/dev/null || echo absent; }
is_well() { case $(state_of "$1") in "running healthy" | running) return 0 ;; *) return 1 ;; esac; }
until_well() { # name seconds
  local deadline=$((SECONDS + $2))
  while [ $SECONDS -lt $deadline ]; do
    if is_well "$1"; then return 0; fi
    sleep 0.5
  done
  return 1
}

mapfile -t core < <(names core)
mapfile -t paper < <(names paper)
mapfile -t modules < <(names module | { if [ -n "$with_ess" ]; then cat; else grep -vx ess; fi; })
if [ ${#core[@]} -eq 0 ]; then
  echo "emergency_rollback: there is no fleet on this machine (no containers with the label quantum.group=core)" >&2
  echo "  -> start one with: docker compose up -d --wait" >&2
  exit 1
fi

# 0 The next `docker compose up` must not bring the modules back. First, so that it holds also when this is broken off.
PROFILES_LINE='^([[:space:]]*(export[[:space:]]+)?COMPOSE_PROFILES[[:space:]]*=)'
forget_phases() {
  local settings profiles name every=() kept='' seen=,
  settings=$(docker inspect -f '{{index .Config.Labels "com.docker.compose.project.working_dir"}}' "quantum_${core[0]}" 2>/dev/null)/.env
  settings=$(readlink -f "$settings" 2>/dev/null || echo "$settings")
  # The last of several lines counts, without its quotes and what is said behind a #.
  profiles=$(sed -nE "s/$PROFILES_LINE//p" "$settings" 2>/dev/null | tail -n 1 | sed -E -e 's/ #.*//' -e "s/[\"'[:space:]]//g")
  if ! [[ ,$profiles, =~ ,(phase[1-5]|\*), ]] && ! { [ -n "$with_ess" ] && [[ ,$profiles, = *,ess,* ]]; }; then return; fi
  IFS=, read -r -a every <<<"${profiles/\*/paper,ess}"
  # A phase may have brought ess, which stays.
  if [ -z "$with_ess" ]; then every+=(ess); fi
  for name in "${every[@]}"; do
    case $name in phase[1-5] | '') continue ;; ess) if [ -n "$with_ess" ]; then continue; fi ;; esac
    if [[ $seen != *",$name,"* ]]; then seen=$seen$name, kept=$kept${kept:+,}$name; fi
  done
  if cp -p "$settings" "$settings.new" 2>/dev/null && sed -E "s/$PROFILES_LINE[^#]*( #.*)?\$/\\1${kept:-\"\"}\\3/" "$settings" > "$settings.new" && mv "$settings.new" "$settings"; then
    step settings "took the phases out of $settings (COMPOSE_PROFILES was $profiles, is ${kept:-empty}), so that no start brings the modules back"
  else
    rm -f "$settings.new" 2>/dev/null
    problem "$settings still names what was stopped, and the next start brings it back" "set COMPOSE_PROFILES=$kept in it"
  fi
}
forget_phases

# 1 The healers first: they must not take the others' end for a fault.
keeper=''
if [ "$(docker inspect -f '{{.State.Running}}' quantum_keeper 2>/dev/null)" = true ] && docker stop -t 2 quantum_keeper >/dev/null 2>&1; then keeper=1; fi
lay_down() { # name: stopped, and marked as stopped on purpose. Whoever was killed (exit code 137) would be started again by the healers, some day.
  docker unpause "quantum_$1" >/dev/null 2>&1 || true
  docker stop -t 8 "quantum_$1" >/dev/null 2>&1 || true
  if [ "$(docker inspect -f '{{.State.ExitCode}}' "quantum_$1" 2>/dev/null)" = 137 ]; then
    docker start "quantum_$1" >/dev/null 2>&1 || true
    docker stop -t 3 "quantum_$1" >/dev/null 2>&1 || true
  fi
}
if printf '%s\n' ${modules[@]+"${modules[@]}"} | grep -qx self_healing; then lay_down self_healing; fi
stopping=()
for name in ${modules[@]+"${modules[@]}"}; do
  lay_down "$name" &
  stopping+=($!)
done
if [ ${#stopping[@]} -gt 0 ]; then wait "${stopping[@]}" 2>/dev/null || true; fi
for name in ${modules[@]+"${modules[@]}"}; do
  if [ "$(docker inspect -f '{{.State.Running}}' "quantum_$name" 2>/dev/null)" = true ]; then
    docker kill "quantum_$name" >/dev/null 2>&1 || problem "quantum_$name cannot be stopped" "docker rm -f quantum_$name"
  fi
done
step stop "stopped ${#modules[@]} modules: ${modules[*]:-none}"

# 2 and 3a What the core stands on. Servers elsewhere are their provider's; what leads to them is ours.
servers=(redis postgres) external=''
if [ -n "$(docker ps -aq --filter label=quantum.servers=external)" ]; then servers=(servers_way_out servers_way_in) external=1; fi
for server in "${servers[@]}"; do
  if is_well $server; then continue; fi
  was=$(state_of $server)
  docker unpause "quantum_$server" >/dev/null 2>&1 || true
  docker restart -t 10 "quantum_$server" >/dev/null 2>&1 || problem "quantum_$server cannot be started" "docker logs quantum_$server"
  step restart "$server was not well ($was); restarted"
done
if [ -n "$external" ]; then
  for server in "${servers[@]}"; do until_well "$server" $SERVERS_WITHIN_S || problem "quantum_$server does not become healthy" "docker logs quantum_$server"; done
elif ! until_well redis $SERVERS_WITHIN_S; then
  docker stop -t 5 quantum_redis >/dev/null 2>&1 || true
  image=$(docker inspect -f '{{.Config.Image}}' quantum_redis)
  if docker run --rm --network none --volumes-from quantum_redis --entrypoint sh "$image" -c '
      set -e
      cd /data
      cp -a appendonlydir "appendonlydir.before-rollback-$(date +%s)"
      for file in appendonlydir/*.aof; do yes | redis-check-aof --fix "$file" >/dev/null; done' >/dev/null 2>&1; then
    step clear "the journal of Redis was damaged: copied, then repaired"
  fi
  docker start quantum_redis >/dev/null 2>&1 || true
  until_well redis $SERVERS_WITHIN_S || problem "Redis does not become healthy" "docker logs quantum_redis; restore a backup with scripts/restore.sh"
fi
[ -n "$external" ] || until_well postgres $SERVERS_WITHIN_S || problem "Postgres does not become healthy" "docker logs quantum_postgres; the core trades without it, rows wait in Redis"

# 3b The exchange of a paper fleet is not the core's to restart, unless it is down.
for name in ${paper[@]+"${paper[@]}"}; do if ! is_well "$name"; then docker restart -t 5 "quantum_$name" >/dev/null 2>&1 || true; until_well "$name" $VERIFY_WITHIN_S || true; fi; done
restarting=()
for name in "${core[@]}"; do
  docker unpause "quantum_$name" >/dev/null 2>&1 || true
  docker restart -t 8 "quantum_$name" >/dev/null 2>&1 &
  restarting+=($!)
done
wait "${restarting[@]}" 2>/dev/null || true
step restart "restarted the core: ${core[*]}"

# 4 Verified by asking each service itself.
health_of() { docker exec "quantum_$1" /app/healthy --say 2>/dev/null; }
field() { sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p" | head -n 1; }
deadline=$((SECONDS + VERIFY_WITHIN_S))
waiting=("${core[@]}")
while [ ${#waiting[@]} -gt 0 ] && [ $SECONDS -lt $deadline ]; do
  still=()
  for name in ${waiting[@]+"${waiting[@]}"}; do
    status=$(health_of "$name" | field status)
    if [ "$status" != HEALTHY ]; then still+=("$name"); fi
  done
  waiting=(${still[@]+"${still[@]}"})
  if [ ${#waiting[@]} -gt 0 ]; then sleep 1; fi
done
for name in ${waiting[@]+"${waiting[@]}"}; do problem "$name is not healthy: $(health_of "$name" | sed -n 's/.*"reasons":\[\([^]]*\)\].*/\1/p')" "docker logs --tail 50 quantum_$name"; done
step verify "healthy: $((${#core[@]} - ${#waiting[@]})) of ${#core[@]}"

# 2b With somebody of the core up: goodbye for modules that died without one, so that nobody waits for them; then their state is set aside.
if { [ -n "$external" ] || is_well redis; } && [ ${#modules[@]} -gt 0 ]; then
  for name in "${core[@]}"; do
    if said=$(docker exec "quantum_$name" /app/start goodbye --set-aside ${modules[@]+"${modules[@]}"} 2>/dev/null); then break; fi
    said=''
  done
  if [ -n "$said" ]; then step clear "set aside $(field setAside <<<"$said") pieces of state of modules (they will start anew, in their first mode)"
  else problem "nobody could say goodbye for the modules and set their state aside" "trading_bot may wait for modules that were ENFORCED: set them to OBSERVE; then run this again"; fi
fi

# 5
if [ -n "$keeper" ]; then docker start quantum_keeper >/dev/null 2>&1 || problem "quantum_keeper cannot be started" "docker start quantum_keeper; until then nobody starts a killed Redis or Postgres again"; fi
mode=$(health_of trading_bot | field mode)
case $mode in
  ENFORCED) step resume "trading_bot goes on (mode ENFORCED); reason: $reason" ;;
  '') problem "trading_bot does not answer" "docker logs --tail 50 quantum_trading_bot" ;;
  *) step resume "trading_bot stays in mode $mode, as somebody set it; to trade: set_mode ENFORCED" ;;
esac
level=$(docker exec quantum_ess /app/healthy --say /status 2>/dev/null | field level)
case $level in '' | NORMAL) ;; *) say "  note: ess is at $level and stays there until its cool-down, or until a person re-arms it" ;; esac

ok=true
if [ ${#problems[@]} -gt 0 ]; then ok=false; fi
seconds=$((SECONDS - began))
if [ -n "$json" ]; then
  join() { local IFS=,; echo "$*"; }
  printf '{"ok":%s,"seconds":%s,"steps":[%s],"problems":[%s]}\n' "$ok" "$seconds" "$(join "${steps[@]}")" "$(join ${problems[@]+"${problems[@]}"})"
elif [ $ok = true ]; then
  if [ -n "$with_ess" ]; then say "  note: the desk trades without the emergency stop too: ess into COMPOSE_PROFILES of .env, then docker compose up -d --wait, brings it back"; fi
  say "done in $seconds s: the core is healthy, the modules are stopped. They stay stopped until: ./quantum phase up N (without Node: phaseN into COMPOSE_PROFILES of .env, then docker compose up -d --wait)"
else
  say "not done after $seconds s: see the lines with ! above"
fi
[ $ok = true ]
