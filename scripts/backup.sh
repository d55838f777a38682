#!/usr/bin/env bash
# Saves what the fleet knows: Postgres, Redis, and the journals of ess and the paper exchange. Needs bash and docker.
set -euo pipefail

usage() {
  cat <<'TEXT'
backup.sh - save Postgres, Redis and the journals, while the fleet runs

  scripts/backup.sh [folder]     default: backups/<time> ; the folder must not exist yet

The backup is complete when the file COMPLETE is in it (sums of all files). It holds no secrets: keep secrets/ somewhere safe yourself.
With Redis and Postgres elsewhere only the journals are saved: the servers have backups of their own, which must be taken at about the same time.
Exit codes: 0 saved and checked, 1 failed, 2 wrong usage.
TEXT
}
case ${1-} in -h | --help) usage; exit 0 ;; -*) echo "backup: unknown option $1 (see --help)" >&2; exit 2 ;; esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=${1:-backups/$(date -u +%Y%m%dT%H%M%SZ)}
fail() { echo "backup: $1" >&2; echo "  -> $2" >&2; exit 1; }

docker info >/dev/null 2>&1 || fail "Docker does not answer" "start it (systemctl start docker), or use sudo"
[ ! -e "$folder" ] || fail "$folder exists" "name another folder"
external=$(docker ps -aq --filter label=quantum.servers=external)
for server in redis postgres; do
  [ -n "$external" ] || [ "$(docker inspect -f '{{.State.Running}}' quantum_$server 2>/dev/null)" = true ] || fail "quantum_$server is not running" "docker compose up -d --wait $server"
done
(umask 077; mkdir -p "$folder") || fail "cannot create $folder" "free some disk space, or name another folder"

# Redis first: what it holds and Postgres does not have yet are rows on their way, which are written again under the same keys.
save_servers() {
  docker exec quantum_redis sh -c 'export REDISCLI_AUTH=$(cat /run/secrets/redis-password); said=$(redis-cli --rdb /data/backup.rdb 2>&1) || { echo "$said" >&2; exit 1; }; cat /data/backup.rdb && rm /data/backup.rdb' > "$folder/redis.rdb" \
    || fail "Redis could not be saved" "docker logs quantum_redis; is the disk full?"
  docker exec quantum_postgres pg_dump -U quantum -d quantum --format=custom > "$folder/postgres.dump" || fail "Postgres could not be saved" "docker logs quantum_postgres; is the disk full?"
}
if [ -n "$external" ]; then
  echo "Redis and Postgres are elsewhere: take their provider's backups now; here only the journals are saved" >&2
  echo "Redis and Postgres: see their provider's backups of this time" > "$folder/servers.txt"
else
  save_servers
fi
for name in ess exchange_simulator; do
  if [ "$(docker inspect -f '{{.State.Running}}' quantum_$name 2>/dev/null)" = true ]; then
    docker exec quantum_$name tar -C /data -cf - . > "$folder/$name.tar" || fail "the journal of $name could not be saved" "docker logs quantum_$name"
  fi
done
[ -n "$external" ] || head -c 5 "$folder/redis.rdb" | grep -q REDIS || fail "the copy of Redis is damaged" "try again"
[ -n "$external" ] || docker exec -i quantum_postgres pg_restore --list < "$folder/postgres.dump" >/dev/null || fail "the copy of Postgres cannot be read" "try again"
(cd "$folder" && sha256sum ./*.* > .sums && mv .sums COMPLETE)
echo "saved: $folder ($(du -sh "$folder" | cut -f1))"
