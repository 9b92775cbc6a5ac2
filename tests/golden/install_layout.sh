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
loaded=$(LD_DEBUG=libs "$work/second place/bin/quarry" query -e 'range x from 1 to 3 step 1' 2>&1 >/dev/null | sed -n 's/.*calling init: \(.*libduckdb.so\)$/\1/p')
[ "$(realpath "$loaded")" = "$(realpath "$work/second place/lib/libduckdb.so")" ] || { echo "the moved command loads DuckDB from \`$loaded\`"; exit 1; }
rm "$work/second place/lib/libduckdb.so"
if LD_LIBRARY_PATH='' "$work/second place/bin/quarry" query -e 'range x from 1 to 3 step 1' 2>"$work/message"; then
  echo "a query that needs DuckDB runs without it"
  exit 1
fi
grep -q 'cannot load DuckDB: libduckdb.so' "$work/message" || { echo "without DuckDB: $(cat "$work/message")"; exit 1; }
# LD_LIBRARY_PATH goes before lib/.
mkdir "$work/elsewhere"
cp "$build/lib/libduckdb.so" "$work/elsewhere/"
loaded=$(LD_LIBRARY_PATH="/nowhere:$work/elsewhere" LD_DEBUG=libs "$work/second place/bin/quarry" query -e 'range x from 1 to 3 step 1' 2>&1 >/dev/null | sed -n 's/.*calling init: \(.*libduckdb.so\)$/\1/p')
[ "$(realpath "$loaded")" = "$(realpath "$work/elsewhere/libduckdb.so")" ] || { echo "LD_LIBRARY_PATH has the command load DuckDB from \`$loaded\`"; exit 1; }
"$work/second place/bin/quarry" functions strlen >/dev/null || { echo "a command that needs no DuckDB does not run without it"; exit 1; }

# What few commands need is not opened at every start, and no run path makes the linker look in many folders.
opened=$(LD_DEBUG=libs "$work/second place/bin/quarry" query -e 'T | count' -d T=rows.ndjson 2>&1 | sed -n 's/.*calling init: //p')
[ -n "$opened" ] || { echo "the dynamic linker does not say what it opens"; exit 1; }
! grep -E 'libduckdb|libisal|libpsl|libidn2|libunistring|libmd4c' <<<"$opened" || { echo "a small query opens them"; exit 1; }
! readelf -d "$work/second place/bin/quarry" | grep -E 'RPATH|RUNPATH' || { echo "the command has a run path"; exit 1; }

# A library that is opened late and cannot be is named, and no answer without it passes for a whole one.
mkdir "$work/broken"
gzip -k rows.ndjson
while read -r library arguments; do
  name=$(LD_DEBUG=libs "$work/second place/bin/quarry" query $arguments 2>&1 | grep -o "$library\.so\.[0-9]*" | head -1) || true
  [ -n "$name" ] || { echo "query $arguments does not open $library"; exit 1; }
  touch "$work/broken/$name"
  code=0
  LD_LIBRARY_PATH="$work/broken" "$work/second place/bin/quarry" query $arguments >/dev/null 2>"$work/message" || code=$?
  if [ "$code" -ne 3 ] || ! grep -q "cannot load .*$name" "$work/message"; then
    echo "query $arguments without $name: exit code $code, $(cat "$work/message")"
    exit 1
  fi
done <<'END'
libisal -d T=rows.ndjson.gz -e T|count
libpsl -e print(registrable_domain("a.example.com"))
libidn2 -e print(normalize_host("b\u00fccher.example"))
END
