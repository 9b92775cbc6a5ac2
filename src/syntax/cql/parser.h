// Parse: CQL text -> syntax tree. Recovers at stage and branch ends, so that one run reports several errors.
// A tree is returned also when there were errors (`diagnostics` says so); broken stages are left out of it.
#pragma once

#include <string>

#include "base/arena.h"
#include "diag/diagnostic.h"
#include "diag/source_map.h"
#include "syntax/cql/tree.h"

namespace quarry::cql {

// Ownership: the tree lives in `arena` and points into `sources`; both must outlive it.
const Pipeline* Parse(const SourceMap& sources, uint16_t source, Arena& arena, DiagnosticList& diagnostics);

// Indented text of a tree, one line a node; for tests and `explain`.
std::string PrintTree(const Pipeline& pipeline);

}  // namespace quarry::cql
