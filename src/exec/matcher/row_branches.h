// Row-wise plans, taken apart: plans of filters, projections and unions over scans alone say of each record by itself
// whether it is in the result. Such a plan is, for each scan, a list of conditions and a list of results over the
// scan's columns; many of them can share one pass over the records.
// Thread rule: values.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "plan/rel.h"

namespace quarry {

struct RowBranch {
  std::shared_ptr<const Source> source;
  std::vector<ScanColumn> columns;
  std::vector<ColumnId> ids;        // of `columns`
  LiteralFilter prefilter;          // of the scan, when the optimizer made one
  std::vector<ScanRange> ranges;    // likewise
  std::vector<ExprPtr> conditions;  // all must be true; over `ids`
  std::vector<ExprPtr> results;     // as the plan's output; over `ids`
};

// nullopt when the plan is not row-wise or holds what cannot be evaluated natively. A sort at the top is left out:
// whoever takes rows in this way orders them himself.
std::optional<std::vector<RowBranch>> TakeApart(const RelPtr& plan);

}  // namespace quarry
