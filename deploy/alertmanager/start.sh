#!/bin/sh
# Starts Alertmanager with the channels whose secrets are filled in. Needs a shell and sed, which its image has.
# Usage: start.sh [further options of alertmanager]     START_ONLY_RENDER=1 prints the configuration and ends.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
template=${ALERTMANAGER_TEMPLATE:-$here/alertmanager.yml}
secrets=${SECRETS_DIR:-/run/secrets}
rendered=${ALERTMANAGER_RENDERED:-/tmp/alertmanager.yml}

# The content of a secret without line ends; empty when there is none.
secret() {
	if [ -r "$secrets/$1" ]; then tr -d '\r\n ' <"$secrets/$1"; fi
}

program=''
if [ -z "$(secret alert_webhook_url)" ]; then
	echo 'alertmanager: no secret alert_webhook_url: alerts are not sent to a webhook' >&2
	program="$program;/# webhook begin/,/# webhook end/d"
fi
chat=$(secret alert_telegram_chat_id)
if [ -z "$(secret alert_telegram_bot_token)" ] || [ -z "$chat" ]; then
	echo 'alertmanager: no secrets alert_telegram_bot_token and alert_telegram_chat_id: alerts are not sent to Telegram' >&2
	program="$program;/# telegram begin/,/# telegram end/d"
else
	case "${chat#-}" in
	*[!0-9]* | '' | 0)
		echo "alertmanager: the secret alert_telegram_chat_id must be a number such as -1001234567890" >&2
		exit 78
		;;
	esac
	program="$program;s/^\( *chat_id:\) 1\$/\1 $chat/"
fi
sed -e "s#/run/secrets/#$secrets/#${program}" "$template" >"$rendered"

if [ -n "${START_ONLY_RENDER:-}" ]; then
	cat "$rendered"
	exit 0
fi
exec alertmanager --config.file="$rendered" "$@"
