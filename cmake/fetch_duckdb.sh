#!/usr/bin/env bash
# usage: fetch_duckdb.sh [--check] FOLDER
# Puts libduckdb.so (package @duckdb/node-bindings-linux-x64) and duckdb.h (package duckdb) into FOLDER. Both packages
# are pinned by version and by the integrity hash that the registry publishes; a file that differs is refused.
# --check: succeeds when FOLDER already holds these versions.
set -euo pipefail

library_package=@duckdb/node-bindings-linux-x64@1.5.6-r.1
library_sha512=IXcrZJE6kEqM0Z4wwdVnGBHX/frOS33VPNAwDXQ/Q+Fs84b058Qe94chrCCIcNJlG8Y3UHIUU4eBeCQxW5mN1Q==
header_package=duckdb@1.4.4
header_sha512=hEJJ5hyVF0VLj3dmOLpsWrQR0b3d4Ykqtygm6iUXjHJDDnSqg/USKxcb5qvNrOhFYPgktayU6dXCtgPqcmmpog==
stamp="$library_package $header_package"

if [ "$1" = --check ]; then
  [ "$(cat "$2/versions" 2>/dev/null)" = "$stamp" ]
  exit
fi
folder=$1
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
work=$(mktemp -d "$folder/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT

# fetch PACKAGE SHA512 MEMBER FILE: takes MEMBER out of the package into FOLDER/FILE.
fetch() {
  local archive expected actual
  archive=$(cd "$work" && npm_config_cache="$work/cache" npm pack --silent --ignore-scripts "$1" | tail -1)
  expected=$(base64 -d <<<"$2" | od -An -v -tx1 | tr -d ' \n')
  actual=$(sha512sum "$work/$archive" | cut -d' ' -f1)
  if [ "$actual" != "$expected" ]; then
    echo "fetch_duckdb: $1 does not have the pinned hash; refused" >&2
    exit 1
  fi
  tar -xzf "$work/$archive" -C "$work" --no-same-owner "$3"
  mv "$work/$3" "$folder/$4"
}

fetch "$library_package" "$library_sha512" package/libduckdb.so libduckdb.so
fetch "$header_package" "$header_sha512" package/src/duckdb/src/include/duckdb.h duckdb.h
echo "$stamp" >"$folder/versions"
