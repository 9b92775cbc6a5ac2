// Which nodes have a direct form, and which of these are for little data only.
// Thread rule: pure functions.
#pragma once

#include <unordered_map>

#include "plan/rel.h"

namespace quarry::direct {

// In bytes on disk: over no more than this, anything with a direct form comes sooner than DuckDB is loaded.
inline constexpr uint64_t kLittleBytes = 4u << 20;

// How many parents, and expressions with subqueries, each node of a plan has.
using NodeUses = std::unordered_map<const Rel*, int>;
NodeUses CountUses(const Rel& plan);

// Whether the node itself (not its inputs), its functions and its subqueries' places have a direct form.
bool HasDirectForm(const Rel& node);

// What runs in one thread and keeps the rows of its inputs: over much data, DuckDB is faster. `uses`: of the node.
bool IsOnlyForLittle(const Rel& node, int uses);

}  // namespace quarry::direct
