// The condition language: identifiers, `and`, `or`, `not`, parentheses, `1 of x*`, `any of them`, `all of x*`.
// Precedence, loosest first: or, and, not, `of`.
#pragma once

#include <vector>

#include "diag/diagnostic.h"
#include "syntax/sigma/rule.h"
#include "syntax/yaml/yaml.h"

namespace quarry::sigma {

// `node` is the scalar that holds the condition. `x of` is resolved against `detections`.
FailureOr<Condition> ParseCondition(const yaml::Node& node, const std::vector<Detection>& detections,
                                    const SourceMap& sources, DiagnosticList& diagnostics);

}  // namespace quarry::sigma
