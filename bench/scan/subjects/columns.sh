# Nine columns of every row.
echo "== nine columns of every row; goal: DuckDB 5.5x"
file=$(data plain)
sql=$(duckdb_sql nine)
for n in "${threads[@]}"; do
  quarry '' "$here/nine.kql" "$file" "$n"
  duckdb '' "$sql" "$file" "$n"
done | measure "$(size_of "$file")"
for n in "${threads[@]}"; do same "quarry ${n}t" "duckdb ${n}t"; done
