#!/usr/bin/env bash
# usage: install_layout.sh BUILD SOURCE
# `cmake --install` gives a folder that works wherever it is moved.
set -euo pipefail
build=$1 source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/first" >/dev/null
for part in bin/quarry lib/libduckdb.so data/schemas packs; do
  [ -e "$work/first/$part" ] || { echo "no $part in the installed folder"; exit 1; }
done
mv "$work/first" "$work/second place"
cd "$work"
printf '{"a":1}\n{"a":2}\n' >rows.ndjson
got=$(env -u QUARRY_DATA_DIR "$work/second place/bin/quarry" query -e 'T | summarize n = sum(a)' -d T=rows.ndjson)
[ "$got" = '{"n":3}' ] || { echo "the moved command answers $got"; exit 1; }
if ldd "$work/second place/bin/quarry" | grep -F libduckdb.so | grep -qF "$source"; then
  echo "the moved command loads DuckDB from the source folder"
  exit 1
fi
