// Sigma rule files: YAML with one or more documents. A document that is wrong is reported, and the others load.
#pragma once

#include <vector>

#include "diag/diagnostic.h"
#include "syntax/sigma/rule.h"

namespace quarry::sigma {

struct RuleFile {
  std::vector<Rule> rules;
  size_t refused = 0;  // documents that were reported instead
};

// Correlation rules and filters are recognised and refused by name (Q0301). Rule collections (`action: global`,
// `repeat`, `reset`) are merged. A document of `detection` alone is a rule without title and log source: whether that
// will do is the caller's matter.
RuleFile ParseRules(const SourceMap& sources, uint16_t source, DiagnosticList& diagnostics);

}  // namespace quarry::sigma
