#!/usr/bin/env bash
# bench/beacon/run.sh BIN_FOLDER [scorer | hunt]: the beacon score beside RITA's on simulated series, and the shipped hunt over
# generated telemetry of fleets: which share of its first 20 rows are implants, for several sizes and seeds.
# QUARRY_BENCH_SEEDS sets the seeds, QUARRY_BENCH_DIR where the telemetry lies.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$(cd "$1" && pwd)
what=${2:-all}
work=${QUARRY_BENCH_DIR:-$bin/../bench}/beacon
mkdir -p "$work"

hunt() {
  local query seed case hosts days implants line precision
  query="$(cat "$here/../../packs/T1583.007-serverless/hunts/beaconing.kql")
  | serialize Row = row_number()
  | lookup kind=leftouter (Truth | extend Implant = 1) on DeviceName, InitiatingProcessFileName, Tenant
  | extend Implant = coalesce(Implant, 0)
  | summarize First = countif(Implant == 1 and Row <= 20), Found = countif(Implant == 1), Rows = count()"
  echo "hosts days implants seed | implants in the first 20 rows, in all rows, rows"
  local worst=20 sum=0 runs=0
  for case in "30 14 22" "60 1 24" "120 7 24" "250 3 40"; do
    read -r hosts days implants <<<"$case"
    for seed in ${QUARRY_BENCH_SEEDS:-1 2 3 4 5}; do
      "$bin/beacon_hunt_telemetry" "$seed" "$hosts" "$days" "$implants" "$work/telemetry.ndjson" "$work/truth.ndjson"
      line=$("$bin/quarry" query -e "$query" -d "DeviceNetworkEvents=$work/telemetry.ndjson" -d "Truth=$work/truth.ndjson" \
        --format csv 2>/dev/null | tail -1 | tr -d '\r')
      printf '%5s %4s %8s %4s | %s\n' "$hosts" "$days" "$implants" "$seed" "$line"
      precision=${line%%,*}
      sum=$((sum + precision)) runs=$((runs + 1))
      if [ "$precision" -lt "$worst" ]; then worst=$precision; fi
    done
  done
  awk -v sum="$sum" -v runs="$runs" -v worst="$worst" \
    'BEGIN { printf "precision of the first 20 rows: mean %.3f, worst %.2f, over %d runs\n", sum / runs / 20, worst / 20, runs }'
  rm -f "$work/telemetry.ndjson" "$work/truth.ndjson"
}

if [ "$what" != hunt ]; then "$bin/beacon_evaluation"; fi
if [ "$what" != scorer ]; then hunt; fi
