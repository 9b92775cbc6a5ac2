// SamePlans: do two plans compute the same rows? Structural equality up to the numbers of columns and their names.
// What is not the same each time (rand) is never the same. Thread rule: one thread an object.
#pragma once

#include <set>
#include <unordered_map>
#include <utility>

#include "plan/rel.h"

namespace quarry {

class SamePlans {
 public:
  // Output column k of `a` holds what output column k of `b` holds, row for row. Columns of inputs that a caller
  // has found to be the same before are taken as the same.
  bool Same(const Rel& a, const Rel& b);

 private:
  bool SameNode(const Rel& a, const Rel& b);
  bool Same(const ExprPtr& a, const ExprPtr& b);
  bool Same(const std::vector<ExprPtr>& a, const std::vector<ExprPtr>& b);
  bool Same(const std::vector<NamedExpr>& a, const std::vector<NamedExpr>& b);
  bool Same(const std::vector<SortKey>& a, const std::vector<SortKey>& b);
  bool SameColumn(ColumnId a, ColumnId b) const;

  std::unordered_map<ColumnId, ColumnId> ids_;  // of `b` to `a`
  std::set<std::pair<const Rel*, const Rel*>> known_;
};

bool SameScanColumn(const ScanColumn& a, const ScanColumn& b);

}  // namespace quarry
