#!/usr/bin/env bash
# Brings a backup back: stops the fleet, replaces Redis, Postgres and the journals, starts it again. Needs bash and docker.
set -euo pipefail

usage() {
  cat <<'TEXT'
restore.sh - bring a backup back

  scripts/restore.sh <folder> --yes

What the fleet knows now is replaced; take a backup of it first. Afterwards execution compares books and exchange, and a symbol that differs
is reduce-only until it is explained. Exit codes: 0 restored and healthy, 1 failed, 2 wrong usage.
TEXT
}
folder='' yes=''
for word in "$@"; do
  case $word in
    -h | --help) usage; exit 0 ;;
    --yes) yes=1 ;;
    -*) echo "restore: unknown option $word (see --help)" >&2; exit 2 ;;
    *) folder=$word ;;
  esac
done
fail() { echo "restore: $1" >&2; echo "  -> $2" >&2; exit 1; }
[ -n "$folder" ] || { usage >&2; exit 2; }
folder=$(cd "$folder" 2>/dev/null && pwd) || fail "there is no folder $folder" "name the folder that backup.sh made"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -f "$folder/COMPLETE" ] || fail "$folder is not a complete backup" "use one that has the file COMPLETE"
(cd "$folder" && sha256sum --quiet -c COMPLETE >/dev/null 2>&1) || fail "files of $folder are damaged (sums differ)" "use another backup"
[ -n "$yes" ] || fail "this replaces what the fleet knows now" "take a backup first, then say --yes"
docker info >/dev/null 2>&1 || fail "Docker does not answer" "start it (systemctl start docker), or use sudo"

external=$(docker ps -aq --filter label=quantum.servers=external)
if [ -n "$external" ] && [ ! -f "$folder/servers.txt" ]; then fail "this backup holds a Redis and a Postgres, and the fleet's are elsewhere" "restore them there with their provider's means; use a backup made with these servers"; fi
if [ -z "$external" ] && [ -f "$folder/servers.txt" ]; then fail "this backup was made with Redis and Postgres elsewhere, and holds neither" "use another backup, or the servers it was made with"; fi
# The keeper would start a Redis that has to be killed again, while another one writes its files.
if [ "$(docker inspect -f '{{.State.Running}}' quantum_keeper 2>/dev/null)" = true ] && docker stop -t 2 quantum_keeper >/dev/null; then trap 'docker start quantum_keeper >/dev/null' EXIT; fi
# Another deployment on the same engine may carry the same labels; the names are this one's.
mapfile -t running < <(docker ps --filter label=quantum.service --format '{{.Names}} {{.Label "quantum.service"}}' | awk '$1 == "quantum_" $2 { print $2 }')
echo "stopping ${#running[@]} services"
if [ ${#running[@]} -gt 0 ]; then docker stop -t 15 "${running[@]/#/quantum_}" >/dev/null; fi

restore_servers() {
  docker start quantum_redis quantum_postgres >/dev/null || fail "Redis and Postgres do not start" "docker compose up -d --wait redis postgres, then try again"

  echo "Postgres"
  until docker exec quantum_postgres pg_isready -q -h 127.0.0.1 -U quantum -d quantum; do sleep 0.3; done
  docker exec -i quantum_postgres pg_restore -U quantum -d quantum --clean --if-exists --single-transaction < "$folder/postgres.dump" || fail "Postgres could not be restored" "nothing of it was changed; see the lines above"

  echo "Redis"
  docker stop -t 15 quantum_redis >/dev/null
  image=$(docker inspect -f '{{.Config.Image}}' quantum_redis)
  # The journal counts more than the snapshot: it is set aside, and made anew from the snapshot.
  docker run --rm -i --network none --volumes-from quantum_redis --user redis --entrypoint sh "$image" -c '
    set -e
    cd /data
    [ ! -d appendonlydir ] || mv appendonlydir "appendonlydir.before-restore-$(date +%s)"
    cat > dump.rdb
    redis-server --port 0 --unixsocket /tmp/s --dir /data --appendonly no --save "" --daemonize yes >/dev/null
    until redis-cli -s /tmp/s ping 2>/dev/null | grep -q PONG; do sleep 0.2; done
    redis-cli -s /tmp/s config set appendonly yes >/dev/null
    until redis-cli -s /tmp/s info persistence | grep -q "aof_rewrite_in_progress:0" && redis-cli -s /tmp/s info persistence | grep -q "aof_last_bgrewrite_status:ok" && [ -d appendonlydir ] && ls appendonlydir | grep -q manifest; do sleep 0.2; done
    redis-cli -s /tmp/s shutdown nosave 2>/dev/null || true
    while [ -S /tmp/s ]; do sleep 0.1; done' < "$folder/redis.rdb" || fail "Redis could not be restored" "its journal before is in /data/appendonlydir.before-restore-*"
  docker start quantum_redis >/dev/null
}
if [ -n "$external" ]; then
  echo "Redis and Postgres are elsewhere: what they hold is what their provider restored; here only the journals are brought back"
else
  restore_servers
fi

for name in ess exchange_simulator; do
  if [ -f "$folder/$name.tar" ] && docker inspect "quantum_$name" >/dev/null 2>&1; then
    echo "journal of $name"
    docker run --rm -i --network none --volumes-from "quantum_$name" --entrypoint sh "$(docker inspect -f '{{.Config.Image}}' "quantum_$name")" -c 'find /data -mindepth 1 -delete; tar -C /data -xf -' < "$folder/$name.tar"
  fi
done

# The exchange first, as at any start.
if printf '%s\n' ${running[@]+"${running[@]}"} | grep -qx exchange_simulator; then docker start quantum_exchange_simulator >/dev/null; fi
if [ ${#running[@]} -gt 0 ]; then docker start "${running[@]/#/quantum_}" >/dev/null; fi
deadline=$((SECONDS + 60))
for name in ${running[@]+"${running[@]}"}; do
  until docker exec "quantum_$name" /app/healthy 2>/dev/null; do
    [ $SECONDS -lt $deadline ] || fail "quantum_$name is not healthy after the restore" "docker logs --tail 50 quantum_$name"
    sleep 0.5
  done
done
echo "restored: ${#running[@]} services are up again"
