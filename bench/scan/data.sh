# The data of the benchmarks, made when they are first asked for. Each function prints a path. Read by run.sh.

# data FORM [BYTES]: the rows in one form (see quarry_bench_generate)
data() {
  local size=${2:-$bytes}
  local file=$work/DeviceNetworkEvents-$size-$1.ndjson
  if [ ! -f "$file" ]; then
    echo "generating $file" >&2
    "$bin/quarry_bench_generate" "$file.part" "$size" "$1"
    mv "$file.part" "$file"
  fi
  echo "$file"
}

# parquet_of NDJSON [ORDER]: the nine columns as Parquet, perhaps ordered
parquet_of() {
  local file=${1%.ndjson}${2:+-by-$2}.parquet
  if [ ! -f "$file" ]; then
    echo "writing $file" >&2
    sed -e "s|@OUT@|$file.part|" -e "s|@ORDER@|${2:+ORDER BY $2}|" "$here/sql/parquet.duckdb.sql" >"$work/sql/to_parquet.sql"
    "$bin/quarry_bench_duckdb_query" "$work/sql/to_parquet.sql" "$1" 2
    mv "$file.part" "$file"
  fi
  echo "$file"
}

# packed FILE gz|zst: one compressed file
packed() {
  local file=$1.$2
  if [ ! -f "$file" ]; then
    echo "compressing $file" >&2
    case $2 in
      gz) gzip -6 -c "$1" >"$file.part" ;;
      zst) zstd -q -3 -c "$1" >"$file.part" ;;
    esac
    mv "$file.part" "$file"
  fi
  echo "$file"
}

# eight FILE gz|zst: a folder with the same rows in eight compressed files
eight() {
  local folder=${1%.ndjson}-eight-$2 piece
  if [ ! -d "$folder" ]; then
    echo "compressing $folder" >&2
    rm -rf "$folder.part"
    mkdir -p "$folder.part"
    split -n l/8 --additional-suffix=.ndjson "$1" "$folder.part/part-"
    for piece in "$folder.part"/*.ndjson; do
      packed "$piece" "$2" >/dev/null
      rm "$piece"
    done
    mv "$folder.part" "$folder"
  fi
  echo "$folder"
}
