#!/usr/bin/env bash
# usage: reference_pages.sh QUARRY SOURCE
# docs/reference and docs/schemas are what the definitions say. To renew: the commands below, into the files.
set -euo pipefail
diff <("$1" functions --markdown) "$2/docs/reference/functions.md"
diff <("$1" functions --operators --markdown) "$2/docs/reference/operators.md"
diff <("$1" lint --list --markdown) "$2/docs/reference/lint.md"
diff <("$1" pack schema pack --markdown) "$2/docs/reference/pack-format.md"
for schema in "$2"/docs/schemas/*.schema.json; do
  name=$(basename "$schema" .schema.json)
  diff <("$1" pack schema "$name") "$schema"
done
