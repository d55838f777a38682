#!/usr/bin/env bash
# How every service of the fleet is: health, mode, lag, memory against its limit. Needs bash and docker.
set -uo pipefail

usage() {
  cat <<'TEXT'
monitor_all_services.sh - how every service is

  scripts/monitor_all_services.sh [--watch [seconds]] [--json]

  --watch   again every 5 seconds (or as many as you say), until Ctrl-C
  --json    one JSON object
Exit codes: 0 everything that is not stopped on purpose is healthy, 1 something is not, 2 wrong usage, 3 nothing is running.
TEXT
}

watch='' json=''
while [ $# -gt 0 ]; do
  case $1 in
    --watch) watch=5; if [[ ${2-} =~ ^[0-9]+$ ]]; then watch=$2; shift; fi ;;
    --json) json=1 ;;
    -h | --help) usage; exit 0 ;;
    *) echo "monitor: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done

docker info >/dev/null 2>&1 || { echo "monitor: Docker does not answer; start it (systemctl start docker), or use sudo" >&2; exit 3; }

field() { sed -n "s/.*\"$1\":\"\\{0,1\\}\\([^\",}]*\\).*/\\1/p" <<<"$2" | head -n 1; }

show() {
  local rows name container state exitCode body health mode lag age memory bad=0 total=0 out=()
  # Another deployment on the same engine may carry the same labels; the names are this one's.
  rows=$(docker ps -a --filter label=quantum.service --format '{{.Names}} {{.Label "quantum.phase"}} {{.Label "quantum.service"}}' | awk '$1 == "quantum_" $3 { print $2, $3 }' | sort -k1,1n -k2,2)
  if [ -z "$rows" ]; then echo "monitor: there is no fleet on this machine; start one with: docker compose up -d --wait" >&2; return 3; fi
  declare -A used
  while read -r container memory; do used[$container]=$memory; done < <(docker stats --no-stream --format '{{.Name}} {{.MemUsage}}' 2>/dev/null | sed 's| / |/|')
  if [ -z "$json" ]; then printf '%-24s %-5s %-11s %-10s %-9s %6s %9s  %s\n' service phase state health mode lag 'event age' memory; fi
  while read -r phase name; do
    container=quantum_$name
    total=$((total + 1))
    state=$(docker inspect -f '{{.State.Status}}' "$container" 2>/dev/null)
    exitCode=$(docker inspect -f '{{.State.ExitCode}}' "$container" 2>/dev/null)
    body='' health=- mode=- lag=- age=-
    if [ "$state" = running ]; then
      body=$(docker exec "$container" /app/healthy --say 2>/dev/null)
      health=$(field status "$body"); health=${health:-SILENT}
      mode=$(field mode "$body"); lag=$(field lag "$body"); age=$(field lastEventAgeMs "$body")
      if [ "$health" != HEALTHY ]; then bad=$((bad + 1)); fi
    elif [ "$state" = exited ] && { [ "$exitCode" = 0 ] || [ "$exitCode" = 143 ]; }; then state=stopped
    else bad=$((bad + 1)); fi
    if [ -n "$json" ]; then
      out+=("{\"service\":\"$name\",\"phase\":${phase:-null},\"state\":\"$state\",\"health\":\"$health\",\"mode\":\"${mode:--}\",\"lag\":$(number "$lag"),\"lastEventAgeMs\":$(number "$age"),\"memory\":\"${used[$container]:--}\"}")
    else
      printf '%-24s %-5s %-11s %-10s %-9s %6s %9s  %s\n' "$name" "${phase:--}" "$state" "$health" "${mode:--}" "${lag:--}" "${age:--}" "${used[$container]:--}"
    fi
  done <<<"$rows"
  local server servers=(redis postgres)
  # Servers elsewhere are well when the services say so; here are only the two containers that lead to them.
  if [ -n "$(docker ps -aq --filter label=quantum.servers=external)" ]; then servers=(servers_way_in servers_way_out); fi
  for server in "${servers[@]}"; do
    state=$(docker inspect -f '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}' quantum_$server 2>/dev/null || echo 'not here')
    if [ "$state" != 'running healthy' ]; then bad=$((bad + 1)); fi
    if [ -n "$json" ]; then out+=("{\"server\":\"$server\",\"state\":\"$state\",\"memory\":\"${used[quantum_$server]:--}\"}"); else printf '%-24s %-5s %-28s %26s  %s\n' "$server" - "$state" '' "${used[quantum_$server]:--}"; fi
  done
  if [ -n "$json" ]; then
    local IFS=,
    printf '{"services":%s,"notWell":%s,"all":[%s]}\n' "$total" "$bad" "${out[*]}"
  else
    echo "$total services, $bad not well"
  fi
  [ $bad -eq 0 ]
}
number() { case $1 in '' | *[!0-9.]*) echo null ;; *) echo "$1" ;; esac; }

if [ -z "$watch" ]; then show; exit $?; fi
while :; do
  clear 2>/dev/null || true
  date -u +%FT%TZ
  show
  sleep "$watch"
done
