// Sigma detections as predicates of the plan. Nothing in them is ever null: an absent field makes a comparison false,
// so `not` of it is true, as Sigma asks.
// Thread rule: one thread.
#pragma once

#include "bind/tables.h"
#include "diag/diagnostic.h"
#include "plan/expr.h"
#include "syntax/sigma/rule.h"

namespace quarry::sigma {

// The fields that the rule compares, each once.
std::vector<std::string> FieldsOf(const Rule& rule);
// Does it search for keywords in the whole event?
bool UsesKeywords(const Rule& rule);

// The rule's condition over `events`, which deliver FieldsOf(rule) and, for keywords, the whole event.
FailureOr<ExprPtr> ConditionPredicate(const Rule& rule, const OpenEvents& events, DiagnosticList& diagnostics);

}  // namespace quarry::sigma
