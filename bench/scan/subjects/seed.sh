# The seed's query (bench/serverless.kql): few rows of many, ten literals, a sort.
echo "== the seed's query; goals: DuckDB 7x, chDB over lines 10x, chDB over JSONEachRow 20x, DuckDB over Parquet 2x, rg -c -F 1.8x (1 thread)"
file=$(data plain)
parquet=$(parquet_of "$file")
parquet_sql=$(seed_parquet_sql)
for n in "${threads[@]}"; do
  quarry '' "$seed_kql" "$file" "$n"
  duckdb '' "$seed_sql" "$file" "$n"
  duckdb ' parquet' "$parquet_sql" "$parquet" "$n"
  chdb_case ' lines' "$here/sql/seed-lines.chdb.sql" "$file" "$n"
  chdb_case ' JSONEachRow' "$here/sql/seed-json.chdb.sql" "$file" "$n"
  if [ "$n" = 1 ]; then
    rg_case ' -c -F' "$file" 1
    rg_case ' -c -F -i' "$file" 1 -i
  fi
done | measure "$(size_of "$file")"
for n in "${threads[@]}"; do
  same "quarry ${n}t" "duckdb ${n}t" "duckdb parquet ${n}t"
  same_if_chdb "quarry ${n}t" "chdb lines ${n}t" "chdb JSONEachRow ${n}t"
done
