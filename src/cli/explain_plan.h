// Shows a query stage by stage: the plan as bound, the plan as optimized, what was pushed into the scans (columns,
// predicate, the literals that a row must contain) and the SQL for DuckDB.
// Thread rule: one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "diag/diagnostic.h"
#include "functions/function_def.h"

namespace quarry {

class Engine;
struct Rel;

// Prints to stdout. An exit code; what is wrong with the query is in `diagnostics`.
int ExplainQuery(Engine& engine, Lang lang, uint16_t source, const std::map<std::string, std::string>& parameters,
                 DiagnosticList& diagnostics);

// One paragraph a scan of the plan: source, columns with their paths, predicate, prefilter.
std::string DescribeScans(const Rel& plan);

}  // namespace quarry
