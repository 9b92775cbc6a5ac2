# Compressed files: one, which one stream decodes, and eight, which go in parallel. DuckDB has two threads.
file=$(data plain)
n=${threads[-1]}
for kind in zst gz; do
  case $kind in
    zst) echo "== the seed's query over one .zst and over eight; goals: DuckDB 1.6x and 3x" ;;
    gz) echo "== the seed's query over one .gz and over eight; goals: DuckDB 3x and 5x" ;;
  esac
  one=$(packed "$file" "$kind")
  many=$(eight "$file" "$kind")
  {
    quarry '' "$seed_kql" "$one" "$n"
    duckdb '' "$seed_sql" "$one" "$n"
  } | measure "$(size_of "$file")"
  same "quarry ${n}t" "duckdb ${n}t"
  {
    quarry ' eight' "$seed_kql" "$many" "$n"
    duckdb ' eight' "$seed_sql" "$many/*.$kind" "$n"
  } | measure "$(size_of "$file")"
  same "quarry ${n}t" "quarry eight ${n}t" "duckdb eight ${n}t"
done
