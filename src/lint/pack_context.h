// What the package around a rule file says about it: its entry in the nearest pack.yaml above.
// Thread rule: pure functions over the file system.
#pragma once

#include <string>
#include <vector>

#include "diag/source_map.h"
#include "lint/lint_query.h"

namespace quarry {

struct PackContext {
  bool found = false;  // a package above lists the file
  bool hunt = false;
  std::vector<LintProse> prose;                      // title and description of the rule's entry; spans in `source`
  std::vector<std::pair<std::string, Span>> attack;  // techniques of the entry itself
  uint16_t source = 0;                               // the pack.yaml, added to the sources when found
};

PackContext FindPackContext(const std::string& rule_path, SourceMap& sources);

}  // namespace quarry
