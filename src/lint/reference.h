// The checks as reference page, list and explanation: all from their definitions.
// Thread rule: pure functions.
#pragma once

#include <string>

#include "lint/lint_check.h"

namespace quarry {

std::string LintLanguages(const LintCheck& check);  // "kql, cql"
std::string LintReferencePage();                    // docs/reference/lint.md
std::string ExplainLintCheck(const LintCheck& check);

}  // namespace quarry
