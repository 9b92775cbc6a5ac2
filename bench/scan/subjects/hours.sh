# A count by process and hour.
echo "== count by process and hour; goals: DuckDB 4.5x, chDB 14x"
file=$(data plain)
sql=$(duckdb_sql hours)
for n in "${threads[@]}"; do
  quarry '' "$here/hours.kql" "$file" "$n"
  duckdb '' "$sql" "$file" "$n"
  chdb_case '' "$here/sql/hours.chdb.sql" "$file" "$n"
done | measure "$(size_of "$file")"
for n in "${threads[@]}"; do
  same "quarry ${n}t" "duckdb ${n}t"
  same_if_chdb "quarry ${n}t" "chdb ${n}t"
done
