// Applying the fixes of findings to a text.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/lint_check.h"

namespace quarry {

struct FixedText {
  std::string text;
  size_t applied = 0;    // findings
  size_t conflicts = 0;  // findings left for another round: they touch what an earlier one changed
};

// Each finding's fixes go in together or not at all. Fixes that change the meaning only with `unsafe`.
FixedText ApplyFixes(std::string_view text, uint16_t source, const std::vector<LintFinding>& findings, bool unsafe);

// Lines that differ, in unified form with three lines of context and `a/`, `b/` before the path. "" when equal.
std::string UnifiedDiff(const std::string& path, std::string_view before, std::string_view after);

}  // namespace quarry
