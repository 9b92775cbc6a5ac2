# A day out of a month: rows in the order of their time, with a side index, without one, and in DuckDB.
month=$(data month "${QUARRY_BENCH_MONTH_BYTES:-4294967296}")
parquet=$(parquet_of "$month" Timestamp)
parquet_sql=$(seed_parquet_sql)
n=${threads[-1]}
if "$bin/quarry" index --help >/dev/null 2>&1; then
  echo "== the seed's query over 24 h of 30 days, with a side index; goals: DuckDB 50x, DuckDB over sorted Parquet 5x"
  linked=$work/indexed/$(basename "$month")
  mkdir -p "$work/indexed"
  [ -e "$linked" ] || ln "$month" "$linked"
  "$bin/quarry" index "$linked" >&2
  {
    quarry ' index' "$seed_kql" "$linked" "$n"
    quarry '' "$seed_kql" "$month" "$n"
    duckdb ' parquet' "$parquet_sql" "$parquet" "$n"
    duckdb '' "$seed_sql" "$month" "$n"
  } | measure "$(size_of "$month")"
  same "quarry index ${n}t" "quarry ${n}t" "duckdb ${n}t" "duckdb parquet ${n}t"
else
  echo "bench: this quarry has no \`index\`: the subject is left out" >&2
fi
