// Comments that switch checks off where they stand, each with a reason:
//   // quarry-lint: disable=substring-host the vendor owns all of these names
//   # quarry-lint: disable-file=missing-metadata imported as published
// `disable` counts for the line it stands on, or, alone on its line, for the next line that is no comment.
// Thread rule: values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lint/lint_check.h"

namespace quarry {

struct Suppression {
  std::vector<std::string> ids;
  std::vector<Span> id_spans;
  std::vector<bool> used;
  Span span;
  std::string reason;
  bool whole_file = false;
  uint32_t line = 0;  // that it counts for, from 0
};

std::vector<Suppression> FindSuppressions(std::string_view text, uint16_t source);
// Removes what is suppressed and adds findings about the comments themselves: without reason, unknown or unused ids.
// `judged`: the ids of checks that ran. Returns how many were removed.
size_t ApplySuppressions(std::string_view text, uint16_t source, const std::vector<std::string_view>& judged,
                         std::vector<LintFinding>& findings);

}  // namespace quarry
