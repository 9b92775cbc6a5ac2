#!/usr/bin/env bash
# bench/scan/run.sh BIN_FOLDER [ROUNDS]: how fast raw NDJSON is scanned. For each question the systems take turns over the same warm
# file; medians, the fastest run, CPU time and peak memory are printed, and the ratio to Quarry ("times"). Answers must be
# equal. QUARRY_BENCH_BYTES sets the size of the data, QUARRY_BENCH_DIR where it lies; QUARRY_BENCH_CHDB names a command that
# takes ClickHouse SQL as `--query` (chDB, clickhouse local), which then takes part.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$(cd "$1" && pwd)
rounds=${2:-5}
bytes=${QUARRY_BENCH_BYTES:-1073741824}
work=${QUARRY_BENCH_DIR:-$bin/../bench}
mkdir -p "$work/out" "$work/sql"
threads=(1)
[ "$(nproc)" -ge 2 ] && threads+=(2)

# data FORM: the path of the rows in that form
data() {
  local file=$work/DeviceNetworkEvents-$bytes-$1.ndjson
  if [ ! -f "$file" ]; then
    echo "generating $file" >&2
    "$bin/quarry_bench_generate" "$file.part" "$bytes" "$1"
    mv "$file.part" "$file"
  fi
  echo "$file"
}

columns="{Timestamp: 'TIMESTAMP', DeviceName: 'VARCHAR', InitiatingProcessAccountName: 'VARCHAR', InitiatingProcessFileName: 'VARCHAR',
  InitiatingProcessCommandLine: 'VARCHAR', InitiatingProcessParentFileName: 'VARCHAR', RemoteUrl: 'VARCHAR', RemoteIP: 'VARCHAR', RemotePort: 'INTEGER'}"
# sql NAME: the question's SQL, with the table that it reads; @DATA@ stays for the program that runs it
sql() {
  local text
  text=$(<"$here/$1.sql")
  printf '%s\n' "${text//@TABLE@/read_json(\'@DATA@\', format = \'newline_delimited\', columns = $columns)}" >"$work/sql/$1.sql"
  echo "$work/sql/$1.sql"
}

# quarry NAME KQL DATA THREADS: one case
quarry() {
  printf 'quarry%s %st\t%s\n' "$1" "$4" \
    "$bin/quarry query -f $2 -d DeviceNetworkEvents=$3 --now 2026-05-13T00:00:00Z --format csv --threads $4 2>/dev/null"
}
duckdb() { printf 'duckdb%s %st\t%s\n' "$1" "$4" "$bin/quarry_bench_duckdb_query $2 $3 $4"; }
measure() { "$bin/quarry_bench_measure" "$rounds" "$(stat -Lc %s "$1")" "$work/out"; }
# The same rows, whatever their order and the writers' quotes and fractions of a second.
plain() { tail -n +2 "$1" | sed -e 's/\r$//' -e 's/\(:[0-9][0-9]\)\.[0-9]*Z/\1/g' -e 's/"//g' | sort; }
same() {
  if ! cmp -s <(plain "$work/out/$1.out") <(plain "$work/out/$2.out"); then
    echo "bench: \`$1\` and \`$2\` differ:" >&2
    diff <(plain "$work/out/$1.out") <(plain "$work/out/$2.out") | head -5 >&2
    exit 1
  fi
}

plain_data=$(data plain)
seed=$here/../serverless.kql
literals=(workers.dev pages.dev cloudfunctions.net lambda-url execute-api azurewebsites.net azurecontainerapps.io netlify.app vercel.app
  script.google.com)
parquet=$work/DeviceNetworkEvents-$bytes.parquet
if [ ! -f "$parquet" ]; then
  sed -e "s|@OUT@|$parquet.part|" "$here/parquet.sql" >"$work/sql/to_parquet.sql"
  "$bin/quarry_bench_duckdb_query" "$work/sql/to_parquet.sql" "$plain_data" 2
  mv "$parquet.part" "$parquet"
fi
# The seed's SQL over the Parquet file: only the table differs.
sed -e "s|read_json('@DATA@'.*|read_parquet('@DATA@')|" -e "/^         InitiatingProcessFileName: 'VARCHAR'/d" \
  -e "/^         RemoteIP: 'VARCHAR'/d" "$here/../serverless.sql" >"$work/sql/seed_parquet.sql"

echo "== the seed's query; goals: DuckDB 7x, rg -c -F 1.8x (1 thread), DuckDB over Parquet 2x"
for n in "${threads[@]}"; do
  quarry '' "$seed" "$plain_data" "$n"
  duckdb '' "$here/../serverless.sql" "$plain_data" "$n"
  duckdb ' parquet' "$work/sql/seed_parquet.sql" "$parquet" "$n"
  if [ "$n" = 1 ]; then
    printf 'rg -c -F 1t\trg -c -F%s --threads 1 %s\n' "$(printf -- ' -e %s' "${literals[@]}")" "$plain_data"
    printf 'rg -c -F -i 1t\trg -c -F -i%s --threads 1 %s\n' "$(printf -- ' -e %s' "${literals[@]}")" "$plain_data"
  fi
done | measure "$plain_data"
for n in "${threads[@]}"; do
  same "quarry ${n}t" "duckdb ${n}t"
  same "quarry ${n}t" "duckdb parquet ${n}t"
done

for question in nine hours; do
  case $question in
    nine) echo "== nine columns of every row; goal: DuckDB 5.5x" ;;
    hours) echo "== count by process and hour; goal: DuckDB 4.5x" ;;
  esac
  file=$(sql "$question")
  for n in "${threads[@]}"; do
    quarry '' "$here/$question.kql" "$plain_data" "$n"
    duckdb '' "$file" "$plain_data" "$n"
  done | measure "$plain_data"
  for n in "${threads[@]}"; do same "quarry ${n}t" "duckdb ${n}t"; done
done

echo "== nine columns of every row, the same rows written otherwise; goal: none above 1.43x"
forms=(plain reversed shuffled spaced escaped)
for form in "${forms[@]}"; do quarry " $form" "$here/nine.kql" "$(data "$form")" 1; done >"$work/cases"
measure "$plain_data" <"$work/cases"
for form in "${forms[@]}"; do same "quarry plain 1t" "quarry $form 1t"; done

echo "== start: a count over 1000 rows; goal: under 0.030 s to the first byte"
head -1000 "$plain_data" >"$work/small.ndjson"
printf 'quarry 1t\t%s\n' "$bin/quarry query -e 'DeviceNetworkEvents | count' -d DeviceNetworkEvents=$work/small.ndjson --format csv" |
  measure "$work/small.ndjson"

if [ -n "${QUARRY_BENCH_CHDB:-}" ]; then
  echo "== count by process and hour, ClickHouse's JSONEachRow; goal: 14x"
  chdb_sql="SELECT InitiatingProcessFileName, toStartOfHour(parseDateTime64BestEffort(Timestamp)) AS Hour, count() AS Events"
  chdb_sql+=" FROM file('$plain_data', JSONEachRow, 'Timestamp String, InitiatingProcessFileName String') GROUP BY ALL FORMAT CSVWithNames"
  {
    quarry '' "$here/hours.kql" "$plain_data" 2
    printf 'chdb 2t\t%s\n' "$QUARRY_BENCH_CHDB --query \"$chdb_sql\""
  } | measure "$plain_data"
fi
echo "all answers are equal"
