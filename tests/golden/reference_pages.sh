#!/usr/bin/env bash
# usage: reference_pages.sh QUARRY SOURCE
# docs/reference is what the definitions say. To renew: build/release/bin/quarry functions [--operators] --markdown
set -euo pipefail
diff <("$1" functions --markdown) "$2/docs/reference/functions.md"
diff <("$1" functions --operators --markdown) "$2/docs/reference/operators.md"
