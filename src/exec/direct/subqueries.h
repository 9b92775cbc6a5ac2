// Subqueries of direct execution: they do not depend on the row, so that their values are constants by the time that
// the rows are read. Thread rule: pure functions, but for what `rows_of` does.
#pragma once

#include <functional>
#include <vector>

#include "plan/rel.h"

namespace quarry::direct {

// Whether ResolveSubqueries can put a constant form in place of this one.
bool CanResolve(const Expr& subquery);

// The values of the single column of a relation, at most `most`.
using RowsOf = std::function<std::vector<Value>(const RelPtr& relation, size_t most)>;

// `node` with literals in place of subqueries, and lists of literals in place of those that values are looked up in.
// REQUIRES: CanResolve of all of them.
RelPtr ResolveSubqueries(const RelPtr& node, const RowsOf& rows_of);

// The expression with a constant in place of each subquery, to tell whether the rest of it can be evaluated.
ExprPtr WithoutSubqueries(const ExprPtr& expr);

}  // namespace quarry::direct
