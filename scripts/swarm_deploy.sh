#!/usr/bin/env bash
# Runs the fleet as a stack of a Docker Swarm: brings it up, brings it up to date, takes it away. Needs bash and docker.
set -euo pipefail

usage() {
  cat <<'TEXT'
swarm_deploy.sh - the fleet as a stack of a Docker Swarm

  scripts/swarm_deploy.sh [--stack <name>]            deploy, or bring up to date, and wait until everything runs
  scripts/swarm_deploy.sh [--stack <name>] --status   what runs where
  scripts/swarm_deploy.sh [--stack <name>] --remove   take the stack away; volumes, secrets and the Swarm itself stay
  scripts/swarm_deploy.sh --help

Run it on a manager, in the folder of the repository, after docker swarm init and scripts/make_secrets.sh --swarm. Settings come from .env, the
following from the shell too: PAPER=0 (no exchange simulator), ESS=0, PHASE_1=1 ... PHASE_5=1 (modules of a phase), AI_WORKERS and CLM_WORKERS (how many), GRAFANA=0,
QUANTUM_ENCRYPTED=false. Redis and Postgres elsewhere: scripts/make_secrets.sh --external before --swarm. Default name of the stack: quantum.
Exit codes: 0 done, 1 failed, 2 wrong usage.
TEXT
}
fail() { echo "swarm_deploy: $1" >&2; echo "  -> $2" >&2; exit 1; }

stack=${QUANTUM_STACK:-quantum} do=deploy
while [ $# -gt 0 ]; do
  case $1 in
    --stack) stack=${2:?--stack needs a name}; shift ;;
    --status) do=status ;;
    --remove) do=remove ;;
    -h | --help) usage; exit 0 ;;
    *) echo "swarm_deploy: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done
# A Swarm takes names of 64 characters, and those of its configs begin with the stack's.
[[ $stack =~ ^[a-z][a-z0-9-]{0,19}$ ]] || { echo "swarm_deploy: \"$stack\" cannot be a stack's name; use up to 20 lower-case letters, digits and dashes" >&2; exit 2; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."
WITHIN_S=${SWARM_WITHIN_S:-180}

docker info >/dev/null 2>&1 || fail "Docker does not answer" "start it (systemctl start docker), or use sudo"
[ "$(docker info -f '{{.Swarm.ControlAvailable}}')" = true ] || fail "this is no manager of a Swarm" "docker swarm init (the first node), or run this on a manager"

services() { docker service ls --filter "label=com.docker.stack.namespace=$stack" --format '{{.Name}} {{.Replicas}}'; }
# Those that have fewer tasks running than they should, or are being replaced; a job counts once it is completed.
lagging() {
  services | while read -r name replicas rest; do
    case $rest in *'(1/1 completed)'*) continue ;; *completed*) echo "${name#"${stack}"_} $rest" ;; esac
    [ "${replicas%%/*}" = "${replicas##*/}" ] || echo "${name#"${stack}"_} ($replicas)"
    update=$(docker service inspect -f '{{if .UpdateStatus}}{{.UpdateStatus.State}}{{end}}' "$name" 2>/dev/null)
    case $update in '' | completed) ;; *) echo "${name#"${stack}"_} ($update)" ;; esac
  done
}

case $do in
  status)
    docker stack services "$stack"
    left=$(lagging)
    [ -z "$left" ] || fail "not all tasks run: $(tr '\n' ' ' <<<"$left")" "docker stack ps --no-trunc $stack"
    exit 0 ;;
  remove)
    docker stack rm "$stack"
    deadline=$((SECONDS + WITHIN_S))
    # Networks go once the last task has left.
    while [ -n "$(docker network ls -q --filter "label=com.docker.stack.namespace=$stack")$(docker ps -q --filter "label=com.docker.stack.namespace=$stack")" ]; do
      [ $SECONDS -lt $deadline ] || fail "tasks or networks of $stack are still there after $WITHIN_S s" "docker stack ps $stack; then again"
      sleep 1
    done
    echo "removed: $stack; its volumes are kept (docker volume ls -q --filter label=com.docker.stack.namespace=$stack)"
    exit 0 ;;
esac

[ -f .env ] || fail "there are no settings (.env) yet" "scripts/make_secrets.sh --swarm"
set -a
# The shell's own settings win over those of the file.
while IFS='=' read -r name value; do
  case $name in '' | \#* | *[!A-Za-z0-9_]*) continue ;; esac
  value=${value%$'\r'}
  case $value in
    \"*\" | \'*\') value=${value:1:${#value}-2} ;;
    \"*\"*' #'* | \'*\'*' #'*) quote=${value:0:1} value=${value#?} value=${value%%"$quote"*} ;;
    *) value=${value%%' #'*} ;;
  esac
  [ -n "${!name+set}" ] || printf -v "$name" '%s' "$value"
done < .env
QUANTUM_STACK=$stack
# What scripts/make_secrets.sh --external has set.
if [ -n "${QUANTUM_REDIS_HOST-}" ]; then OWN_SERVERS=0 SERVERS_ELSEWHERE=1; fi
QUANTUM_CONFIGS=$(find deploy/prometheus/prometheus.yml deploy/prometheus/rules deploy/prometheus/scrape deploy/alertmanager deploy/grafana/provisioning deploy/grafana/dashboards -type f | LC_ALL=C sort | xargs cat | sha256sum | cut -c1-10)
set +a
prefix=${QUANTUM_SECRET_PREFIX:-quantum}
docker secret inspect "$prefix-control-token" "$prefix-redis-url" "$prefix-database-url" "$prefix-servers-ca" >/dev/null 2>&1 \
  || fail "the Swarm has not all secrets (named $prefix-...)" "scripts/make_secrets.sh --swarm"

# Two servers on the same files destroy them, and a deployment with Compose names its volumes the same way.
composed=$(docker ps --filter label=com.docker.compose.project --filter "volume=${stack}_redis-data" --filter "volume=${stack}_postgres-data" --format '{{.Names}}')
[ -z "$composed" ] || fail "${composed//$'\n'/, } has volumes of the stack $stack open" "docker compose --profile '*' down (volumes stay), or another name: --stack <name>"

mapfile -t nodes < <(docker node ls -q)
labelled=$(for node in "${nodes[@]}"; do docker node inspect -f '{{index .Spec.Labels "quantum.data"}}' "$node"; done | grep -cx true || true)
if [ "$labelled" = 0 ]; then
  [ ${#nodes[@]} = 1 ] || fail "no node has the label quantum.data" "choose the one with the disks: docker node update --label-add quantum.data=true <node>"
  docker node update --label-add quantum.data=true "${nodes[0]}" >/dev/null
fi
[ "$labelled" -le 1 ] || fail "$labelled nodes have the label quantum.data, and a volume lies on one only" "docker node update --label-rm quantum.data <node>"
# One node uses the image it has; several fetch it from a registry, all the same one.
resolve=always
if [ ${#nodes[@]} = 1 ]; then
  resolve=never
  image=${QUANTUM_IMAGE:-quantum-trader}:${QUANTUM_VERSION:-0.1.0}
  docker image inspect "$image" >/dev/null 2>&1 || fail "the image $image is not here" "docker compose build migrate"
fi

docker stack deploy --detach=true --prune --resolve-image "$resolve" -c deploy/swarm/stack.yml "$stack" >/dev/null
deadline=$((SECONDS + WITHIN_S))
while left=$(lagging); [ -n "$left" ]; do
  [ $SECONDS -lt $deadline ] || fail "not all tasks run after $WITHIN_S s: $(tr '\n' ' ' <<<"$left")" "docker stack ps --no-trunc $stack; docker service logs ${stack}_<service>"
  sleep 1
done
echo "deployed: $stack, $(services | wc -l) services"
