#!/usr/bin/env bash
# bench/run.sh BIN_FOLDER [ROUNDS]: the seed's KQL over 1 GB of NDJSON in Quarry, the same question in DuckDB's read_json at
# equal threads, and `rg -c -F` over the same literals. Runs take turns; medians are printed. Quarry's rows must equal
# DuckDB's. QUARRY_BENCH_BYTES sets the size of the data, QUARRY_BENCH_DIR where it lies.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$(cd "$1" && pwd)
rounds=${2:-5}
bytes=${QUARRY_BENCH_BYTES:-1073741824}
work=${QUARRY_BENCH_DIR:-$bin/../bench}
mkdir -p "$work/out"
data=$work/DeviceNetworkEvents-$bytes.ndjson

if [ ! -f "$data" ]; then
  echo "generating $data" >&2
  "$bin/quarry_bench_generate" "$data.part" "$bytes"
  mv "$data.part" "$data"
fi

literals=(workers.dev pages.dev cloudfunctions.net lambda-url execute-api azurewebsites.net azurecontainerapps.io netlify.app vercel.app
  script.google.com)
rg_arguments=$(printf -- ' -e %s' "${literals[@]}")
threads=(1)
[ "$(nproc)" -ge 2 ] && threads+=(2)

cases() {
  for n in "${threads[@]}"; do
    printf 'quarry %st\t%s\n' "$n" "$bin/quarry query -f $here/serverless.kql -d DeviceNetworkEvents=$data --now 2026-05-13T00:00:00Z --format csv --threads $n 2>/dev/null"
    printf 'duckdb read_json %st\t%s\n' "$n" "$bin/quarry_bench_duckdb_query $here/serverless.sql $data $n"
    if [ "$n" = 1 ]; then
      printf 'rg -c -F 1t\t%s\n' "rg -c -F$rg_arguments --threads 1 $data"
      printf 'rg -c -F -i 1t\t%s\n' "rg -c -F -i$rg_arguments --threads 1 $data"
    fi
    printf 'reader alone %st\t%s\n' "$n" "$bin/quarry_bench_scan_only $data $n"
    printf 'reader, all rows %st\t%s\n' "$n" "$bin/quarry_bench_scan_only $data $n all"
  done
}
cases | "$bin/quarry_bench_measure" "$rounds" "$(stat -Lc %s "$data")" "$work/out"

# The same rows, whatever the order of equal times and the writers' quotes.
plain() { sed -e 's/\r$//' "$1" | sort; }
for n in "${threads[@]}"; do
  if ! cmp -s <(plain "$work/out/quarry ${n}t.out") <(plain "$work/out/duckdb read_json ${n}t.out"); then
    echo "bench: the rows of Quarry and DuckDB differ ($n threads):" >&2
    diff <(plain "$work/out/quarry ${n}t.out") <(plain "$work/out/duckdb read_json ${n}t.out") | head -5 >&2
    exit 1
  fi
done
echo "the rows of Quarry and DuckDB are equal: $(($(wc -l <"$work/out/quarry 1t.out") - 1))"
