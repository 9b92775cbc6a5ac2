#!/usr/bin/env bash
# bench/scan/run.sh BIN_FOLDER [ROUNDS] [SUBJECT...]: how fast raw NDJSON is scanned, one subject a file beside this one.
# For each question the systems take turns over the same warm files. Printed are the median and the fastest wall time, the
# median time to the first byte of the answer, GB/s of the uncompressed data, CPU time, peak memory, and the time as a multiple
# of Quarry's ("times"). Answers must be equal.
#   subjects   seed columns hours forms compressed index start (all of them when none is named), growth
#   QUARRY_BENCH_BYTES   size of the data (1 GiB); QUARRY_BENCH_MONTH_BYTES that of the month of the subject `index` (4 GiB)
#   QUARRY_BENCH_SIZES   sizes of the subject `growth` in GiB ("1 4 16"); those that the disk does not hold are left out
#   QUARRY_BENCH_DIR     where the data lie
#   QUARRY_BENCH_CHDB    a command that takes ClickHouse SQL as `--query` (clickhouse local, or chDB from PyPI as
#                        "VENV/bin/python bench/scan/chdb_query.py"), which then takes part
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$(cd "$1" && pwd)
shift
rounds=5
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  rounds=$1
  shift
fi
bytes=${QUARRY_BENCH_BYTES:-1073741824}
work=${QUARRY_BENCH_DIR:-$bin/../bench}
mkdir -p "$work/out" "$work/sql"
threads=(1)
[ "$(nproc)" -ge 2 ] && threads+=(2)
chdb=${QUARRY_BENCH_CHDB:-}
[ -n "$chdb" ] || echo "bench: QUARRY_BENCH_CHDB is not set: chDB takes no part" >&2

# shellcheck source=bench/scan/data.sh
. "$here/data.sh"
# shellcheck source=bench/scan/systems.sh
. "$here/systems.sh"

known=(seed columns hours forms compressed index start growth)
subjects=("$@")
[ ${#subjects[@]} -gt 0 ] || subjects=(seed columns hours forms compressed index start)
for subject in "${subjects[@]}"; do
  if [[ " ${known[*]} " != *" $subject "* ]]; then
    echo "bench: no subject \`$subject\`; there are ${known[*]}" >&2
    exit 3
  fi
done
for subject in "${subjects[@]}"; do
  # shellcheck source=/dev/null
  . "$here/subjects/$subject.sh"
done
echo "all answers are equal"
