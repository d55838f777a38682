#!/usr/bin/env bash
# Generates what a deployment with Docker Compose needs before its first start. Needs bash and the usual small programs, nothing else.
set -euo pipefail

usage() {
  cat <<'TEXT'
make_secrets.sh - generate the secrets of a deployment, once

  scripts/make_secrets.sh            generate what is missing; what exists is never changed
  scripts/make_secrets.sh --check    change nothing; say what is missing or empty (exit code 1)
  scripts/make_secrets.sh --new-control-token    another control token: it holds at once, and the one before is refused; nothing is restarted
  scripts/make_secrets.sh --swarm    the same, then hand them to the Swarm of this manager (quantum-<name>); what it has is never changed
  scripts/make_secrets.sh --external    Redis and Postgres elsewhere: their addresses stand in redis-url and database-url; sets .env accordingly
  scripts/make_secrets.sh --help

Secrets are files in secrets/ (or $QUANTUM_SECRETS): a folder that only its owner can enter. The files inside are readable, because
the containers, which run as users of their own, get them one by one. Settings that are no secrets are in .env, which is made too.
To trade on testnet or live, put your keys into secrets/exchange-api-key and secrets/exchange-api-secret.
Exit codes: 0 done, 1 something is missing or cannot be written, 2 wrong usage.
TEXT
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=${QUANTUM_SECRETS:-./secrets}
check='' swarm='' external='' renew=''
case ${1-} in
  '') ;;
  --swarm) swarm=1 ;;
  --external) external=1 ;;
  --new-control-token) renew=1 ;;
  --check) check=1 ;;
  -h | --help) usage; exit 0 ;;
  *) echo "make_secrets: unknown option $1 (see --help)" >&2; exit 2 ;;
esac

fail() { echo "make_secrets: $1" >&2; echo "  -> $2" >&2; exit 1; }
random_hex() { head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

# Written beside and moved, so that an interrupted run leaves no half of a secret.
write() { # name value
  (umask 077; printf '%s\n' "$2" > "$folder/.$1.new") || fail "cannot write $folder/$1" "free some disk space, or check who owns $folder"
  chmod 0444 "$folder/.$1.new"
  mv "$folder/.$1.new" "$folder/$1"
  made+=("$1")
}
ensure() { # name value-when-missing
  if [ -s "$folder/$1" ]; then return; fi
  if [ -n "$check" ]; then missing+=("$1"); return; fi
  write "$1" "$2"
}
# Alerts go nowhere until these are filled, and servers elsewhere need an authority of their own or not: the files have to exist, and may be empty.
ensure_optional() {
  if [ -e "$folder/$1" ] || [ -n "$check" ]; then return; fi
  : > "$folder/$1"
  chmod 0444 "$folder/$1"
}

if [ -n "$renew" ]; then
  token=$folder/control-token
  [ -f "$token" ] || fail "there is no $token yet" "scripts/make_secrets.sh"
  # In place: a container has the file itself mounted, and would keep one that was moved away. Who reads it half written refuses every command for that moment.
  next=$(random_hex)
  chmod u+w "$token" && printf '%s\n' "$next" > "$token" && [ "$(cat "$token")" = "$next" ] || fail "cannot write $token" "free some disk space, or check who owns $folder; until it holds a token, every command is refused"
  chmod 0444 "$token"
  echo "made: control-token; the one before is refused from now on. Pages of the console that are open ask for it. A Swarm keeps its secrets: docs/scaling.md"
  exit 0
fi

made=() missing=()
if [ -z "$check" ]; then
  mkdir -p "$folder" || fail "cannot create $folder" "check who owns this folder"
  chmod 0700 "$folder"
fi
# A password whose file is lost still stands in its address; another one would lock the fleet out of its own servers.
password_in() { sed -n "s#^[a-z]*://[^:]*:\\([^@]*\\)@$2:.*#\\1#p" "$folder/$1" 2>/dev/null || true; }
ensure_password() { # name address host-of-our-own
  local known
  known=$(password_in "$2" "$3")
  ensure "$1" "${known:-$(random_hex)}"
}
ensure_password redis-password redis-url redis
ensure_password postgres-password database-url postgres
for name in control-token exchange-api-key exchange-api-secret grafana-password; do
  ensure "$name" "$(random_hex)"
done
ensure redis-url "redis://:$(cat "$folder/redis-password" 2>/dev/null || true)@redis:6379/0"
ensure database-url "postgres://quantum:$(cat "$folder/postgres-password" 2>/dev/null || true)@postgres:5432/quantum"
for name in alert_webhook_url alert_telegram_bot_token alert_telegram_chat_id servers-ca; do ensure_optional "$name"; done

# Compose takes whatever has the project's name for its own, and makes it anew with this folder's secrets, which the servers there do not know. Under another
# name Docker refuses: names of containers exist once. Secrets that were brought along are those of the same deployment, which moves here.
other=$(docker ps -a --filter label=quantum.group=core --format '{{.Names}} {{.Label "com.docker.compose.project.working_dir"}}' 2>/dev/null | sed -n 's/^quantum_[a-z_]* //p' | head -n 1) || other=''
if [ ! -d "$other" ] || [ "$other" -ef . ]; then other=''; fi
own_name=''
if [ -n "$other" ] && [ ! -f .env ] && [[ " ${made[*]-} " = *' postgres-password '* ]]; then own_name=quantum-$(random_hex | cut -c1-6); fi

if [ ! -f .env ]; then
  if [ -n "$check" ]; then missing+=(.env); else
    cat > .env <<TEXT
# Settings of this deployment; no secrets (those are in the folder named next).
QUANTUM_SECRETS=$folder
# Both files, so that a phase is one profile away.
COMPOSE_FILE=docker-compose.yml:docker-compose.ai-modules.yml
# paper: with the exchange simulator. ess: the emergency stop, on from the first day. Then phase1 ... phase5, one after the other.
COMPOSE_PROFILES=paper,ess
# Whatever a service's src/config.ts lists can be set here too, for example MAX_POSITIONS=5 or PBA_MODE=ENFORCED.
TEXT
    if [ -n "$own_name" ]; then printf '# Another deployment was on this machine first. This name is on the volumes here; do not change it.\nCOMPOSE_PROJECT_NAME=%s\n' "$own_name" >> .env; fi
    made+=(.env)
  fi
fi
if [ ${#missing[@]} -gt 0 ]; then fail "missing or empty: ${missing[*]}" "run scripts/make_secrets.sh"; fi
if [ ${#made[@]} -gt 0 ]; then echo "made: ${made[*]}"; else echo "everything was there"; fi
if [ -n "$other" ]; then
  if [ -n "$own_name" ]; then echo "make_secrets: the fleet on this machine is that of $other; this one is another, $own_name (.env), with data of its own, and does not start before docker compose --profile '*' down there" >&2
  elif [ -n "$(sed -n 's/^COMPOSE_PROJECT_NAME=..*/own/p' .env)" ]; then :
  elif cmp -s "$folder/postgres-password" "$other/secrets/postgres-password"; then echo "make_secrets: the fleet on this machine is that of $other, with the same secrets; docker compose up from here takes that fleet over, data and all" >&2
  else echo "make_secrets: careful: the fleet on this machine is that of $other; do not start another one from here before docker compose --profile '*' down there" >&2; fi
fi

# rediss://user:password@host:port/0 -> host
host_in() { sed -e 's#^[a-z]*://##' -e 's#[/?].*##' -e 's#.*@##' -e 's#:[0-9]*$##' "$folder/$1"; }
# A line of .env, in place of one of that name if there is one.
set_line() { # name value
  # The copy keeps who may read it.
  cp -p .env .env.new
  (grep -v "^$1=" .env || true) > .env.new
  printf '%s=%s\n' "$1" "$2" >> .env.new
  mv .env.new .env
}
if [ -n "$external" ]; then
  redis_host=$(host_in redis-url) database_host=$(host_in database-url)
  if [ "$redis_host" = redis ] || [ "$database_host" = postgres ]; then
    fail "$folder/redis-url and $folder/database-url still name the deployment's own servers" "write the addresses into them: rediss://user:password@host:port/0 and postgres://user:password@host:port/database?sslmode=verify-full; an authority of your own goes into $folder/servers-ca"
  fi
  set_line QUANTUM_REDIS_HOST "$redis_host"
  set_line QUANTUM_DATABASE_HOST "$database_host"
  set_line COMPOSE_FILE docker-compose.yml:docker-compose.ai-modules.yml:docker-compose.external.yml
  echo "Redis is at $redis_host, Postgres at $database_host"
fi
if [ -z "$swarm" ]; then exit 0; fi

[ "$(docker info -f '{{.Swarm.ControlAvailable}}' 2>/dev/null)" = true ] || fail "this is no manager of a Swarm" "docker swarm init, or run this on a manager"
prefix=${QUANTUM_SECRET_PREFIX:-quantum} handed=()
for file in "$folder"/*; do
  name=${file##*/}
  if docker secret inspect "$prefix-$name" >/dev/null 2>&1; then continue; fi
  # A Swarm keeps no empty secret; a line end counts as empty for all who read them.
  if [ -s "$file" ]; then docker secret create "$prefix-$name" "$file" >/dev/null; else echo | docker secret create "$prefix-$name" - >/dev/null; fi \
    || fail "the Swarm does not take the secret $prefix-$name" "docker secret ls; docker node ls"
  handed+=("$prefix-$name")
done
if [ ${#handed[@]} -gt 0 ]; then echo "handed to the Swarm: ${handed[*]}"; else echo "the Swarm had everything"; fi
