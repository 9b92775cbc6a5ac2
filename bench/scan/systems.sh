# The systems that take part, and what is measured of them. Read by run.sh.
# A case is a line "NAME<TAB>COMMAND"; NAME ends in its threads ("quarry 1t").

now=2026-05-13T00:00:00Z

# quarry NAME KQL DATA THREADS
quarry() {
  printf 'quarry%s %st\t%s\n' "$1" "$4" \
    "$bin/quarry query -f $2 -d DeviceNetworkEvents=$3 --now $now --format csv --threads $4 2>/dev/null"
}
# duckdb NAME SQL DATA THREADS
duckdb() { printf 'duckdb%s %st\t%s\n' "$1" "$4" "$bin/quarry_bench_duckdb_query $2 '$3' $4"; }
# chdb_case NAME SQL DATA THREADS: nothing without chDB
chdb_case() {
  [ -n "$chdb" ] || return 0
  local file=$work/sql/chdb-${1// /-}-$4.sql
  sed -e "s|@DATA@|$3|" -e "s|@THREADS@|$4|" "$2" >"$file"
  printf 'chdb%s %st\t%s\n' "$1" "$4" "$chdb --query \"\$(cat '$file')\""
}
# rg NAME DATA THREADS FLAG...: counts the lines with one of the seed's literals
rg_case() {
  local name=$1 file=$2 n=$3
  shift 3
  printf 'rg%s %st\trg -c -F %s%s --threads %s %s\n' "$name" "$n" "$*" "$(printf -- ' -e %s' "${literals[@]}")" "$n" "$file"
}
literals=(workers.dev pages.dev cloudfunctions.net lambda-url execute-api azurewebsites.net azurecontainerapps.io netlify.app vercel.app
  script.google.com)

# The columns that DuckDB reads, with their types.
duckdb_columns="{Timestamp: 'TIMESTAMP', DeviceName: 'VARCHAR', InitiatingProcessAccountName: 'VARCHAR', InitiatingProcessFileName: 'VARCHAR',
  InitiatingProcessCommandLine: 'VARCHAR', InitiatingProcessParentFileName: 'VARCHAR', RemoteUrl: 'VARCHAR', RemoteIP: 'VARCHAR', RemotePort: 'INTEGER'}"
# duckdb_sql NAME: a question's SQL over NDJSON; @DATA@ stays for the program that runs it
duckdb_sql() {
  local text
  text=$(<"$here/sql/$1.duckdb.sql")
  printf '%s\n' "${text//@TABLE@/read_json(\'@DATA@\', format = \'newline_delimited\', columns = $duckdb_columns)}" >"$work/sql/$1.sql"
  echo "$work/sql/$1.sql"
}
seed_kql=$here/../serverless.kql
seed_sql=$here/../serverless.sql
# The seed's SQL over Parquet: only the table differs.
seed_parquet_sql() {
  sed -e "s|read_json('@DATA@'.*|read_parquet('@DATA@')|" -e "/^         InitiatingProcessFileName: 'VARCHAR'/d" \
    -e "/^         RemoteIP: 'VARCHAR'/d" "$seed_sql" >"$work/sql/seed_parquet.sql"
  echo "$work/sql/seed_parquet.sql"
}

# measure BYTES [ROUNDS]: runs the cases of standard input
measure() { "$bin/quarry_bench_measure" "${2:-$rounds}" "$1" "$work/out"; }
size_of() { stat -Lc %s "$1"; }

# The same rows, whatever their order and the writers' quotes and fractions of a second.
plain() { tail -n +2 "$1" | sed -e 's/\r$//' -e 's/\(:[0-9][0-9]\)\.[0-9]*Z/\1/g' -e 's/"//g' | sort; }
# same CASE CASE...: all answers are the first one's
same() {
  local first=$1 other
  shift
  for other in "$@"; do
    if ! cmp -s <(plain "$work/out/$first.out") <(plain "$work/out/$other.out"); then
      echo "bench: \`$first\` and \`$other\` differ:" >&2
      diff <(plain "$work/out/$first.out") <(plain "$work/out/$other.out") | head -5 >&2
      exit 1
    fi
  done
}
# same_if_chdb CASE CASE
same_if_chdb() { [ -z "$chdb" ] || same "$@"; }
