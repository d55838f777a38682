#!/usr/bin/env bash
# What would keep a deployment with Docker Compose from starting, or let it start by half. Needs bash and docker.
set -uo pipefail

usage() {
  cat <<'TEXT'
preflight.sh - what would keep `docker compose up -d --wait` from bringing every service up, and the way out

  scripts/preflight.sh [--json]

Looks, and changes nothing. Profiles and settings are those that docker compose would take: .env, and the environment before it.
A PROBLEM keeps the fleet or a part of it from starting; a WARNING may. Where the password of Postgres looks newer than its data,
a Postgres is started on a copy of them for some seconds, with no network: the only way to know.
Exit codes: 0 ready, 1 not ready, 2 wrong usage.
TEXT
}

json=''
while [ $# -gt 0 ]; do
  case $1 in
    --json) json=1 ;;
    -h | --help) usage; exit 0 ;;
    *) echo "preflight: unknown option $1 (see --help)" >&2; exit 2 ;;
  esac
  shift
done
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

# The compose files use start_interval, and optional env_file and depends_on.
ENGINE_MIN=25
COMPOSE_MIN=2.24
# Postgres, Prometheus (kept under 2 GB) and the journal of Redis grow; below the first they soon stop.
DISK_PROBLEM_MB=1000
DISK_WARNING_MB=5000
# What the build and its cache take on top, while the image is not there.
BUILD_MB=3000
INODES_PROBLEM=20000
# Of their limits for memory all containers together use a quarter after the start, a third with room to spare.
MEMORY_SHARE=3
# An engine that does not answer within this does not answer.
ANSWER_WITHIN_S=20

# Before bash 4.4 an empty array counts as not set: each that may be empty is asked for as ${name[@]+"${name[@]}"}.
findings=() problems=0 warnings=0
escape() { local text=${1//\\/\\\\}; text=${text//\"/\\\"}; text=${text//$'\n'/ }; printf %s "${text//[$'\t\r\e']/ }"; }
finding() { # verdict check found fix
  findings+=("{\"check\":\"$(escape "$2")\",\"verdict\":\"$1\",\"found\":\"$(escape "$3")\",\"fix\":\"$(escape "$4")\"}")
  if [ -n "$json" ]; then return; fi
  case $1 in ok) printf 'ok       %s: %s\n' "$2" "$3" ;; warning) printf 'WARNING  %s: %s\n' "$2" "$3" ;; *) printf 'PROBLEM  %s: %s\n' "$2" "$3" ;; esac
  if [ -n "$4" ]; then printf '          -> %s\n' "$4"; fi
}
ok() { finding ok "$1" "$2" ''; }
warning() { warnings=$((warnings + 1)); finding warning "$@"; }
problem() { problems=$((problems + 1)); finding problem "$@"; }
finish() {
  if [ -n "$json" ]; then
    local ready=true IFS=,
    if [ $problems -gt 0 ]; then ready=false; fi
    printf '{"ready":%s,"findings":[%s]}\n' $ready "${findings[*]}"
  elif [ $problems -gt 0 ]; then echo "not ready: $problems to settle first"
  elif [ $warnings -gt 0 ]; then echo "ready, with $warnings to look at"
  else echo "ready"; fi
  [ $problems -eq 0 ]
  exit
}
ask() { if command -v timeout >/dev/null; then timeout $ANSWER_WITHIN_S docker "$@"; else docker "$@"; fi; }
last_line() { sed -e '/^[[:space:]]*$/d' | tail -n 1 | cut -c 1-200; }
number_or() { case $1 in '' | *[!0-9]*) echo "$2" ;; *) echo "$1" ;; esac; }

# A setting as compose reads it: the environment first, then .env.
setting() {
  if [ -n "${!1+set}" ]; then printf %s "${!1}"; return; fi
  if [ -r .env ]; then sed -n "s/^[[:space:]]*\(export \)\{0,1\}$1[[:space:]]*=[[:space:]]*//p" .env | tail -n 1 | sed -e 's/\r$//' -e "s/^\([\"']\)\(.*\)\1\([[:space:]]*\|[[:space:]]*#.*\)\$/\2/;t" -e 's/ #.*//' -e 's/[[:space:]]*$//'; fi
}

check_docker() {
  if ! command -v docker >/dev/null; then
    problem docker "there is no docker on this machine" "install Docker Engine $ENGINE_MIN or newer with its Compose plugin (docs.docker.com/engine/install); without Docker: ./quantum up"
    return 1
  fi
  local said version
  if ! said=$(ask version --format '{{.Server.Version}}' 2>&1); then
    case $said in
      *'permission denied'*) problem docker "you may not use Docker" "sudo usermod -aG docker \"$(id -un)\" and log in again, or use: sudo $0" ;;
      *) problem docker "Docker does not answer: $(last_line <<<"$said")" "start it: sudo systemctl start docker; its log: journalctl -u docker" ;;
    esac
    return 1
  fi
  version=$(last_line <<<"$said")
  if [ "$(number_or "${version%%.*}" 0)" -lt $ENGINE_MIN ]; then
    problem docker "Docker $version is too old (start_interval of health checks needs $ENGINE_MIN)" "upgrade to Docker Engine $ENGINE_MIN or newer (docs.docker.com/engine/install); data in volumes stays"
    return 1
  fi
  if [ "$(ask info --format '{{.MemoryLimit}}' 2>/dev/null)" = false ]; then
    warning docker "Docker $version, but this kernel has no limits for memory" "add cgroup_enable=memory to the kernel's command line, or one service can take the memory of all"
  else ok docker "Docker $version"; fi
}

check_compose() {
  local said version minor
  if ! said=$(ask compose version --short 2>&1); then
    problem compose "Docker has no Compose plugin (docker-compose, of version 1, does not do)" "install Compose $COMPOSE_MIN or newer: apt-get install docker-compose-plugin"
    return 1
  fi
  version=$(last_line <<<"$said") version=${version#v}
  minor=${version#*.} minor=${minor%%.*}
  if [ "$(number_or "${version%%.*}" 0)" -lt 2 ] || { [ "${version%%.*}" = 2 ] && [ "$(number_or "$minor" 0)" -lt ${COMPOSE_MIN#*.} ]; }; then
    problem compose "Compose $version is too old (optional env_file needs $COMPOSE_MIN)" "upgrade: apt-get install docker-compose-plugin (docs.docker.com/compose/install)"
    return 1
  fi
  ok compose "Compose $version"
}

# Volumes of before know the passwords of before.
lost_secrets_hint() {
  local project volume
  project=$(setting COMPOSE_PROJECT_NAME) project=${project:-$(sed -n 's/^name: *//p' docker-compose.yml 2>/dev/null)}
  volume=$(command -v docker >/dev/null && ask volume ls -q --filter "name=^${project:-quantum}_postgres-data\$" 2>/dev/null)
  if [ -n "$volume" ]; then echo "volume $volume of an earlier deployment is here, and Postgres in it wants the password of then: bring its secrets/ back from where you keep them; without them run scripts/make_secrets.sh, then look at docs/operations.md, 'An old password'"
  else echo "scripts/make_secrets.sh"; fi
}

check_settings() {
  if [ ! -f .env ]; then problem settings "there is no .env" "$(lost_secrets_hint)"; return 1; fi
  if [ ! -r .env ]; then problem settings ".env cannot be read" "chown $(id -un) .env, or use: sudo $0"; return 1; fi
  if [ ! -s .env ]; then problem settings ".env is empty" "rm .env, then scripts/make_secrets.sh; settings of yours are gone, secrets/ is kept"; return 1; fi
  if [ -z "$(setting QUANTUM_SECRETS)" ]; then problem settings ".env does not say where the secrets are" "add the line QUANTUM_SECRETS=./secrets"; return 1; fi
  if [ -n "$(find .env -perm -0002)" ]; then problem settings "everybody can change .env" "chmod 0644 .env"; return; fi
  if [ -n "$(find .env -perm -0004)" ] && grep -Eiq '^[^#=]*(password|token|secret|api_key)[a-z_]*[[:space:]]*=[[:space:]]*[^.[:space:]][^[:space:]]' <(grep -v '^QUANTUM_SECRETS=' .env); then
    warning settings ".env holds what looks like a secret, and everybody can read it" "secrets are files in $(setting QUANTUM_SECRETS)/; take it out of .env, or chmod 0600 .env"
    return
  fi
  ok settings ".env"
}

check_secrets() {
  local folder missing
  folder=$(setting QUANTUM_SECRETS)
  if [ ! -d "$folder" ]; then problem secrets "there is no folder $folder" "$(lost_secrets_hint)"; return; fi
  if [ ! -x "$folder" ]; then problem secrets "$folder cannot be entered by $(id -un)" "use: sudo $0, or give the folder to who runs Docker"; return; fi
  if [ -n "$(find "$folder" -maxdepth 0 -perm /0077)" ]; then problem secrets "others can enter $folder" "chmod 0700 $folder"; fi
  local name file inside=''
  while read -r _ name file; do
    if [ -d "$file" ]; then problem secrets "$file is a folder (Docker makes one where a file is missing)" "rmdir $file, then scripts/make_secrets.sh"
    elif [ ! -e "$file" ]; then missing="${missing-}${missing:+ }${file##*/}"
    elif [ ! -r "$file" ] || [ -z "$(find "$file" -perm -0004)" ]; then problem secrets "$file cannot be read by the containers, which run as users of their own" "chmod 0444 $file (its folder keeps others out)"
    elif [ ! -s "$file" ]; then case $name in alert_* | servers-ca) ;; *) inside="$inside${inside:+ }${file##*/}" ;; esac
    fi
  done < <(grep '^secret ' <<<"$plan")
  if [ -n "${missing-}" ]; then problem secrets "missing: $missing" "$(lost_secrets_hint)"; fi
  if [ -n "$inside" ]; then problem secrets "empty: $inside" "delete $(for name in $inside; do printf '%s ' "$folder/$name"; done)and run scripts/make_secrets.sh; with data of before, bring those files back instead"; fi
  address_has_password redis "$folder"; address_has_password postgres "$folder"
  if [ -z "${missing-}$inside" ]; then ok secrets "$(grep -c '^secret ' <<<"$plan") in $folder"; fi
}
address_has_password() { # server folder
  local address=$2/database-url
  if [ "$1" = redis ]; then address=$2/redis-url; fi
  if [ -s "$address" ] && [ -s "$2/$1-password" ] && grep -q "@$1:" "$address" && ! grep -Fq ":$(tr -d '\r\n' < "$2/$1-password")@" "$address"; then
    problem secrets "${address##*/} does not hold the password that is in $1-password" "rm $address, then scripts/make_secrets.sh"
  fi
}

# What compose makes of files, settings and environment, one fact a line.
read_plan() {
  awk '
    function bare(text) { sub(/^[^:]*: */, "", text); gsub(/^"|"$/, "", text); return text }
    /^[a-z]/ { section = $1; next }
    section == "services:" && /^  [^ ]+:$/ { service = $1; sub(/:$/, "", service); print "service", service; part = ""; next }
    section == "services:" && /^    [a-z_]+:/ { part = $1; if (part == "build:") print "build", service; if (part == "container_name:" || part == "image:" || part == "mem_limit:") { key = part; sub(/:$/, "", key); print key, service, bare($0) } next }
    section == "services:" && part == "environment:" && /^      ([A-Z_]+_MODE|MODES|SYMBOLS|LIVE_CONFIRMATION): / { key = $1; sub(/:$/, "", key); print "env", service, key, bare($0) }
    section == "services:" && part == "ports:" { if (/- mode:/) address = "0.0.0.0"; if (/host_ip:/) address = bare($0); if (/published:/) print "port", service, address, bare($0) }
    section == "services:" && part == "volumes:" && /source: .*docker\.sock/ { print "socket", bare($0) }
    section == "secrets:" && /^  [^ ]+:$/ { secret = $1; sub(/:$/, "", secret); next }
    section == "secrets:" && /^    file:/ { print "secret", secret, bare($0) }
    section == "volumes:" && /^  [^ ]+:$/ { volume = $1; sub(/:$/, "", volume); next }
    section == "volumes:" && /^    name:/ { print "volume", volume, bare($0) }
    section == "name:" { next }'
}
of_plan() { awk -v kind="$1" -v service="$2" '$1 == kind && $2 == service { sub(/^[^ ]+ [^ ]+ ?/, ""); print; exit }' <<<"$plan"; }

check_plan() {
  local profiles known name bad='' said
  if ! said=$(ask compose config 2>&1 >/dev/null); then problem settings "the compose files cannot be read: $(last_line <<<"$said")" "mend .env (docker compose config says the same), or ./quantum compose write"; return 1; fi
  config=$(ask compose config 2>/dev/null)
  project=$(sed -n 's/^name: *//p' <<<"$config")
  plan=$(read_plan <<<"$config")
  known=$(ask compose config --profiles 2>/dev/null)
  profiles=$(setting COMPOSE_PROFILES)
  for name in ${profiles//,/ }; do if [ "$name" != '*' ] && ! grep -qxF -- "$name" <<<"$known"; then bad="$bad${bad:+, }$name"; fi; done
  if [ -n "$bad" ]; then problem profiles "there is no profile $bad" "COMPOSE_PROFILES may name, with commas: $(tr '\n' ' ' <<<"$known")${known:+(}phases 1 to 5 are one profile each, and bring the earlier ones)"
  else ok profiles "${profiles:-none}: $(grep -c '^service ' <<<"$plan") services"; fi
  while read -r _ name key value; do
    modes=$(awk -v service="$name" '$1 == "env" && $2 == service && $3 == "MODES" { print $4 }' <<<"$plan")
    if [ "$key" = "${name^^}_MODE" ] && [[ ,$modes, != *",$value,"* ]]; then problem settings "$key=$value: $name has no such mode" "set it to one of ${modes//,/, } in .env, or take it out"; fi
  done < <(grep '^env ' <<<"$plan")
  for socket in $(awk '$1 == "socket" { print $2 }' <<<"$plan" | sort -u); do
    if [ ! -S "$socket" ]; then problem docker "there is no socket $socket, through which self_healing restarts containers" "DOCKER_SOCKET=\${XDG_RUNTIME_DIR}/docker.sock in .env, for a Docker without root; docker context inspect shows where it is"; fi
  done
}

check_exchange() {
  local mode symbols confirmed folder name
  value_of() { awk -v key="$1" '$1 == "env" && $2 == "execution" && $3 == key { sub(/^[^ ]+ [^ ]+ [^ ]+ ?/, ""); print; exit }' <<<"$plan"; }
  mode=$(value_of EXCHANGE_MODE) symbols=$(value_of SYMBOLS) confirmed=$(value_of LIVE_CONFIRMATION) folder=$(setting QUANTUM_SECRETS)
  local before=$problems paper=''
  if grep -qx 'service exchange_simulator' <<<"$plan"; then paper=1; fi
  case $mode in
    '') return ;;
    paper)
      if [ -z "$paper" ]; then problem exchange "EXCHANGE_MODE=paper, and the paper exchange is not among the services" "add paper to COMPOSE_PROFILES in .env"; fi ;;
    testnet | live)
      if [ -n "$paper" ]; then problem exchange "EXCHANGE_MODE=$mode, with the paper exchange beside it" "take paper out of COMPOSE_PROFILES in .env, then: docker rm -f $(of_plan container_name exchange_simulator)"; fi
      for name in exchange-api-key exchange-api-secret; do
        if [[ $(tr -d '\r\n' 2>/dev/null < "$folder/$name") =~ ^[0-9a-f]{64}$ ]]; then problem exchange "EXCHANGE_MODE=$mode, and $folder/$name is the generated one of the paper exchange" "put your own into it: chmod u+w $folder/$name, write, chmod 0444 $folder/$name"; fi
      done
      if [ -z "${symbols//[[:space:],]/}" ]; then problem exchange "EXCHANGE_MODE=$mode without SYMBOLS: everything the exchange has would be traded" "name them in .env: SYMBOLS=BTCUSDT,ETHUSDT"; fi
      if [ "$mode" = live ] && [ "$confirmed" != 'I trade real money' ]; then problem exchange "EXCHANGE_MODE=live trades real money, and nobody has confirmed that" 'LIVE_CONFIRMATION="I trade real money" in .env, or EXCHANGE_MODE=paper'; fi ;;
    *) problem exchange "EXCHANGE_MODE=$mode is none" "paper, testnet or live in .env" ;;
  esac
  if [ $problems -eq $before ]; then ok exchange "$mode${symbols:+, $symbols}"; fi
}

# Containers, one a line: name, state, project, folder, service, status, ports.
read_containers() {
  ask ps -a --no-trunc --format '{{.Names}}|{{.State}}|{{.Label "com.docker.compose.project"}}|{{.Label "com.docker.compose.project.working_dir"}}|{{.Label "com.docker.compose.service"}}|{{.Status}}|{{.Ports}}' 2>/dev/null
}
is_ours() { [ "$1" = "$project" ] && [ "$2" -ef "$here" ]; }

check_containers() {
  local name state of folder service status wanted before=$((problems + warnings)) created='' running=0 every strangers=() stranger
  wanted=$(awk '$1 == "container_name" { print $3 }' <<<"$plan")
  every=$(ask compose --profile '*' config --services 2>/dev/null)
  while IFS='|' read -r name state of folder service status _; do
    if [ -z "$name" ]; then continue; fi
    if ! is_ours "$of" "$folder"; then
      if [ "$of" != "$project" ] && ! grep -qxF -- "$name" <<<"$wanted"; then continue; fi
      if [ -z "$of" ]; then problem containers "$name is there already, and no compose file made it" "docker rm -f $name"
      elif [[ " ${strangers[*]-} " != *" $of|$folder "* ]]; then strangers+=("$of|$folder"); fi
      continue
    fi
    case $state in
      running)
        running=$((running + 1))
        case $status in *unhealthy*) warning containers "$name runs, and is not healthy" "docker logs --tail 50 $name" ;; esac
        if ! grep -qxF -- "service $service" <<<"$plan"; then warning containers "$name runs, and is not in the profiles chosen (${profiles_said:-none})" "docker stop $name, or choose its profile; ./quantum phase up|down N does both"; fi ;;
      created) created="$created${created:+ }$name" ;;
      dead | removing) problem containers "$name is $state: Docker could not remove it" "docker rm -f $name; if it stays, restart Docker" ;;
      paused) problem containers "$name is paused" "docker unpause $name" ;;
      restarting) warning containers "$name ends again and again: $(ask logs --tail 5 "$name" 2>&1 | last_line)" "docker logs --tail 50 $name; exit code 78 is a setting or a secret" ;;
      exited)
        case $status in
          *'(0)'* | *'(137)'* | *'(143)'*) ;;
          *) warning containers "$name ended with ${status#Exited }: $(ask logs --tail 5 "$name" 2>&1 | last_line)" "docker logs --tail 50 $name; docker compose up starts it again" ;;
        esac ;;
    esac
    if ! grep -qxF -- "$service" <<<"$every"; then warning containers "$name is of a service that the compose files do not have any more" "docker compose up -d --wait --remove-orphans"; fi
  done <<<"$containers"
  for stranger in ${strangers[@]+"${strangers[@]}"}; do
    of=${stranger%%|*} folder=${stranger#*|} name=$(awk -F'|' -v of="$of" -v folder="$folder" '$3 == of && $4 == folder { print $1 }' <<<"$containers" | sort | head -n 1)
    if [ -d "$folder" ]; then problem containers "another deployment is in the way: project $of in $folder ($name and others)" "cd $folder && docker compose --profile '*' down (its volumes stay); or go on there"
    else problem containers "what is left of another deployment is in the way: project $of, whose folder $folder is gone ($name and others)" "docker ps -aq --filter label=com.docker.compose.project.working_dir=$folder | xargs docker rm -f (volumes stay)"; fi
  done
  if [ -n "$created" ]; then warning containers "made and never started, by a start that was broken off: $created" "docker compose up -d --wait goes on where it ended; docker compose down clears all away (volumes stay)"; fi
  if [ $((problems + warnings)) -eq $before ]; then ok containers "$running of this deployment run, nothing is in the way"; fi
}

# Two servers on the same files destroy them. A stack of the same name has volumes of the same names.
check_volume_users() {
  local volume name of
  while read -r _ _ volume; do
    while IFS='|' read -r name of; do
      # Another deployment of this project is said already.
      if [ -n "$name" ] && [ "$of" != "$project" ]; then problem volumes "volume $volume is in use by $name, which is not of this deployment" "docker stop $name first; a stack: scripts/swarm_deploy.sh --remove"; fi
    done < <(ask ps --filter "volume=$volume" --format '{{.Names}}|{{.Label "com.docker.compose.project"}}' 2>/dev/null)
  done < <(grep '^volume ' <<<"$plan")
}

# Docker forgets the names of running containers when a Swarm is left.
check_names() {
  local asker server
  asker=$(of_plan container_name trading_bot) server=$(of_plan container_name redis)
  if [ -z "$asker" ] || ! grep -q "^$asker|running|$project|" <<<"$containers" || ! grep -q "^$server|running|$project|" <<<"$containers"; then return; fi
  if ! ask exec "$asker" getent hosts redis >/dev/null 2>&1; then problem names "containers do not find each other by name" "docker compose restart; it comes of docker swarm leave while the fleet runs"; fi
}

# Whether somebody listens where this address and port would: as the kernel lists it, else by trying.
is_listening() { # address port
  local hex a b c d
  if [ -r /proc/net/tcp ]; then
    IFS=. read -r a b c d <<<"$1"
    hex=$(printf '%02X%02X%02X%02X' "$(number_or "$d" 0)" "$(number_or "$c" 0)" "$(number_or "$b" 0)" "$(number_or "$a" 0)")
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$(printf '%04X' "$2")" -v ours="$hex" '
      $4 == "0A" { split($2, at, ":"); if (at[2] != port) next; if (at[1] ~ /^0+$/ || ours == "00000000" || substr(at[1], length(at[1]) - 7) == ours) found = 1 } END { exit !found }'
  else (exec 3<>"/dev/tcp/${1/0.0.0.0/127.0.0.1}/$2") 2>/dev/null; fi
}
# The container that publishes a port: name, project, folder.
publisher_of() { # port
  awk -F'|' -v port="$1" '$2 == "running" { count = split($7, parts, ", "); for (i = 1; i <= count; i++) { host = parts[i]; if (host !~ /->/) continue; sub(/->.*/, "", host); sub(/.*:/, "", host); split(host, range, "-"); last = range[2] == "" ? range[1] : range[2]; if (port + 0 >= range[1] + 0 && port + 0 <= last + 0) { print $1 "|" $3 "|" $4; exit } } }' <<<"$containers"
}

check_ports() {
  local service address port holder name of folder who before=$problems seen=' '
  while read -r _ service address port; do
    case $seen in *" $address:$port "*) problem ports "$port is given to two services, the second is $service" "${service^^}_PORT=<another> in .env"; continue ;; esac
    seen="$seen$address:$port "
    IFS='|' read -r name of folder <<<"$(publisher_of "$port")"
    if [ -n "$name" ]; then
      # Another deployment of the same project is said once, with its containers.
      if [ "$of" != "$project" ]; then problem ports "$port ($service) is in use by the container $name${of:+ of project $of}" "docker stop $name, or ${service^^}_PORT=<another> in .env"; fi
    elif is_listening "$address" "$port"; then
      who=$(ss -ltnpH "sport = :$port" 2>/dev/null | sed -n 's/.*users:((\"\([^"]*\)\",pid=\([0-9]*\).*/\1, process \2/p' | head -n 1)
      problem ports "$address:$port ($service) is in use by ${who:-another program}" "stop it (a fleet without Docker: ./quantum down), or ${service^^}_PORT=<another> in .env"
    fi
  done < <(grep '^port ' <<<"$plan")
  if [ $problems -eq $before ]; then ok ports "$(grep -c '^port ' <<<"$plan") free or this deployment's own"; fi
}

check_images() {
  local image service missing=() before=$problems
  while read -r image; do
    if [ -n "$image" ] && ! ask image inspect "$image" >/dev/null 2>&1; then missing+=("$image"); fi
  done < <(awk '$1 == "image" { print $3 }' <<<"$plan" | sort -u)
  for image in ${missing[@]+"${missing[@]}"}; do
    service=$(awk -v image="$image" 'NR == FNR { if ($1 == "build") built[$2] = 1; next } $1 == "image" && $3 == image && built[$2] { print $2; exit }' <(echo "$plan") <(echo "$plan"))
    if [ -n "$service" ]; then
      unbuilt=1
      problem image "$image is not built" "docker compose build $service (some minutes the first time); or QUANTUM_IMAGE=<name in your registry> in .env"
    elif ! said=$(ask manifest inspect "$image" 2>&1 >/dev/null); then
      problem image "$image is not here and cannot be fetched: $(last_line <<<"$said")" "docker pull $image, when the network is back; or on another machine docker save $image | ssh <this one> docker load"
    fi
  done
  if [ $problems -eq $before ]; then ok image "$(awk '$1 == "image" { print $3 }' <<<"$plan" | sort -u | wc -l | tr -d ' ') images, ${#missing[@]} of them to be fetched"; fi
}

# Free megabytes and inodes of a folder; from inside a container of the image where Docker's folder is not on this machine.
check_disk() {
  local root rows free inodes need=$DISK_PROBLEM_MB image found fix
  root=$(ask info --format '{{.DockerRootDir}}' 2>/dev/null)
  image=$(of_plan image redis)
  if [ -d "$root" ]; then rows=$(df -Pk "$root" 2>/dev/null; df -Pi "$root" 2>/dev/null)
  else rows=$(ask run --rm --network none --entrypoint sh "${image:-busybox}" -c 'df -Pk /; df -Pi /' 2>/dev/null); fi
  free=$(awk 'NR == 2 { print int($4 / 1024) }' <<<"$rows") inodes=$(awk 'NR == 4 { print $4 }' <<<"$rows")
  if [ -z "$free" ]; then warning disk "it cannot be told how much room $root has" "df -h $root"; return; fi
  if [ -n "${unbuilt-}" ]; then need=$((need + BUILD_MB)); fi
  found="$free MB free where Docker keeps its data ($root)"
  fix="docker system df shows what takes room; docker builder prune and docker image prune free some without touching data; old backups/"
  if [ "$free" -lt $need ]; then problem disk "$found; $need MB are needed" "$fix"
  elif [ "$(number_or "$inodes" $INODES_PROBLEM)" -lt $INODES_PROBLEM ] && [ "$inodes" != 0 ]; then problem disk "only $inodes inodes are free where Docker keeps its data ($root)" "$fix"
  elif [ "$free" -lt $DISK_WARNING_MB ]; then warning disk "$found" "$fix"
  else ok disk "$found"; fi
  check_volumes
}
# A volume may lie on a disk of its own; asked where its container runs.
check_volumes() {
  local service path name free
  while read -r service path; do
    name=$(of_plan container_name "$service")
    if [ -z "$name" ] || ! grep -q "^$name|running|" <<<"$containers"; then continue; fi
    free=$(ask exec "$name" df -Pk "$path" 2>/dev/null | awk 'NR == 2 { print int($4 / 1024) }')
    if [ "$(number_or "$free" $DISK_WARNING_MB)" -lt 100 ]; then problem disk "$free MB free where $name keeps its data" "make room there: it cannot save anything any more"; fi
  done <<<"redis /data
postgres /var/lib/postgresql/data"
}

check_memory() {
  local limits=0 available total service bytes name found
  while read -r _ service bytes; do
    name=$(of_plan container_name "$service")
    if ! grep -q "^$name|running|$project|" <<<"$containers"; then limits=$((limits + bytes / 1048576)); fi
  done < <(grep '^mem_limit ' <<<"$plan")
  total=$(($(number_or "$(ask info --format '{{.MemTotal}}' 2>/dev/null)" 0) / 1048576))
  available=$(awk '$1 == "MemAvailable:" { print int($2 / 1024) }' /proc/meminfo 2>/dev/null)
  if [ "$(number_or "$available" 0)" -eq 0 ] || { [ $total -gt 0 ] && [ "$available" -gt $total ]; }; then available=$total; fi
  if [ "$available" -eq 0 ]; then warning memory "it cannot be told how much is free" "free -m"; return; fi
  found="$available MB free; what is not running yet takes about $((limits / MEMORY_SHARE)) MB, at most $limits MB"
  if [ "$available" -lt $((limits / MEMORY_SHARE)) ]; then problem memory "$found" "stop other programs, or start fewer phases (./quantum phase up N)"
  elif [ "$available" -lt $limits ]; then warning memory "$found" "enough for the start; if all of them needed their limit, the kernel would end some"
  else ok memory "$found"; fi
}

# Postgres keeps the password it was made with, whatever secrets/ says later.
check_old_password() {
  local container volume file image created accepted of folder
  container=$(of_plan container_name postgres) volume=$(of_plan volume postgres-data) image=$(of_plan image postgres)
  folder=$(setting QUANTUM_SECRETS) file=$folder/postgres-password
  if [ -z "$container$volume" ] || [ ! -s "$file" ]; then return; fi
  if grep -q "^$container|running|" <<<"$containers"; then
    IFS='|' read -r _ _ of folder _ <<<"$(grep "^$container|running|" <<<"$containers")"
    if ! is_ours "$of" "$folder"; then return; fi
    # By its name on the network: addresses of its own are trusted without a password.
    accepted=$(PGPASSWORD=$(cat "$file") ask exec -e PGPASSWORD "$container" sh -c 'psql -h "$(hostname)" -U quantum -d quantum -Atc "select 1"' 2>&1)
  elif created=$(ask volume inspect --format '{{.CreatedAt}}' "$volume" 2>/dev/null) && [ -n "$(find "$file" -newermt "$created" 2>/dev/null)" ] && ask image inspect "$image" >/dev/null 2>&1; then
    # On a copy: a second Postgres on the same files destroys them, and somebody may start one meanwhile. Who may log in stands outside of the databases, which
    # may be large and stay away, but the one that is asked through; what the journal says of them is passed over.
    accepted=$(PGPASSWORD=$(cat "$file") ask run --rm --network none -e PGPASSWORD -v "$volume:/volume:ro" --user postgres --entrypoint bash "$image" -c '
      data=/tmp/data
      [ -s /volume/PG_VERSION ] || { echo 1; exit; }
      mkdir -m 0700 $data && tar -C /volume --exclude=./postmaster.pid --exclude="./base/[!1]*" --exclude="./base/1[0-9]*" -cf - . 2>/dev/null | tar -C $data -xf -
      printf "local all all scram-sha-256\n" > /tmp/hba
      timeout -s INT 15 postgres -D $data -c hba_file=/tmp/hba -c listen_addresses= -c unix_socket_directories=/tmp -c autovacuum=off -c ignore_invalid_pages=on >/tmp/log 2>&1 &
      for try in $(seq 60); do psql -h /tmp -U quantum -d template1 -Atc "select 1" >/tmp/said 2>&1; grep -q "^1$\|password" /tmp/said && break; sleep 0.2; done
      cat /tmp/said; kill -INT $!; wait' 2>&1)
  else return; fi
  case $accepted in
    1) ok "postgres password" "the one Postgres was made with" ;;
    *'password authentication failed'*) problem "postgres password" "volume $volume was made with another password than $file has now" "bring the secrets of then back into $folder; or give Postgres the new one: docs/operations.md, 'An old password'" ;;
    *) warning "postgres password" "it cannot be told whether Postgres takes it: $(last_line <<<"$accepted")" "docker logs --tail 50 $container" ;;
  esac
}

here=$(setting COMPOSE_FILE) here=${here%%:*}
case $here in */*) here=${here%/*} ;; *) here=. ;; esac
profiles_said=$(setting COMPOSE_PROFILES)
plan='' containers='' config='' project=''

has_docker='' has_compose=''
if check_docker; then has_docker=1; fi
if [ -n "$has_docker" ] && check_compose; then has_compose=1; fi
if ! check_settings; then finish; fi
if [ -z "$has_compose" ] || ! check_plan; then check_secrets; finish; fi
containers=$(read_containers)
check_secrets
check_exchange
check_images
check_containers
check_volume_users
check_names
check_ports
check_disk
check_memory
check_old_password
finish
