// Which products a query is meant for.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "lint/lint_query.h"

namespace quarry {

// "sentinel", "defender", "adx", "logscale"; nullopt for others.
std::optional<LintTarget> FindLintTarget(std::string_view name);
std::string_view LintTargetName(LintTarget target);  // "Microsoft Sentinel"

// Fills `targets` and `claimed`: what is stated; else what title and description name; else where the tables exist.
void FindTargets(LintQuery& query, uint8_t stated);

}  // namespace quarry
