// `quarry query --check`: what a query would give, without running it.
// Thread rule: one thread.
#pragma once

#include <vector>

#include "bind/binder.h"
#include "cli/query_output.h"
#include "diag/diagnostic.h"

namespace quarry {

// Prints {"errors":[...],"warnings":[...],"columns":[...]} (or a table on a terminal). `plans` is nullptr when the
// query is refused; refused without an error, it is for its warnings (--strict), which then are the errors. An exit
// code.
int ReportCheck(const DiagnosticList& diagnostics, const std::vector<BoundQuery>* plans, const SourceMap& sources,
                const OutputOptions& output);

}  // namespace quarry
