#!/usr/bin/env bash
# usage: run.sh QUARRY
# The demo: one detection in three languages over one day of telemetry in three forms.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
quarry=$1
bold=$'\033[1m' plain=$'\033[0m'
[ -t 1 ] || bold='' plain=''

cat <<TEXT
${bold}Quarry: command and control through serverless platforms (ATT&CK T1583.007)${plain}

demo/telemetry holds one day of a small company as Sysmon, Defender and Falcon recorded it. The package
packs/T1583.007-serverless holds the detection in KQL, LogScale and Sigma: as it was given, and corrected.

${bold}\$ quarry hunt --rules packs/T1583.007-serverless -d demo/telemetry --now latest --format table${plain}

TEXT
status=0
"$quarry" hunt --rules packs/T1583.007-serverless -d demo/telemetry --now latest --format table || status=$?
cat <<TEXT

${bold}How to go on${plain}

  export PATH=\$PWD/$(realpath --relative-to=. "$(dirname "$quarry")"):\$PATH

  quarry schema -d demo/telemetry                         what each file is, and the tables that it answers
  quarry query -d demo/telemetry --now latest \\
    -e 'DeviceNetworkEvents | summarize count() by RemoteUrl | top 10 by count_'
  quarry explain -f packs/T1583.007-serverless/rules/serverless.kql -d demo/telemetry
  quarry hunt --rules YOUR_RULES -d YOUR_LOGS             one's own rules over one's own logs
  quarry test packs/T1583.007-serverless                  the package's tests

README.md has ten examples, docs/cli.md every option, docs/architecture.md the way of a query.
TEXT
exit "$status"
