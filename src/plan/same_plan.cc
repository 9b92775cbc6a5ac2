// Entries: SamePlans::Same, SameScanColumn.
#include "plan/same_plan.h"

namespace quarry {

bool SameScanColumn(const ScanColumn& a, const ScanColumn& b) {
  if (a.kind != b.kind || a.type != b.type || a.null_as_empty != b.null_as_empty || a.paths.size() != b.paths.size())
    return false;
  for (size_t i = 0; i < a.paths.size(); ++i) {
    if (a.paths[i].size() != b.paths[i].size()) return false;
    for (size_t k = 0; k < a.paths[i].size(); ++k) {
      const JsonStep &x = a.paths[i][k], &y = b.paths[i][k];
      if (x.is_index != y.is_index || x.index != y.index || x.name != y.name) return false;
    }
  }
  return true;
}

bool SamePlans::SameColumn(ColumnId a, ColumnId b) const {
  const auto found = ids_.find(b);
  return (found == ids_.end() ? b : found->second) == a;
}

bool SamePlans::Same(const ExprPtr& a, const ExprPtr& b) {
  if (!a || !b) return a == b;
  if (a->kind != b->kind || a->type != b->type || a->function != b->function || a->ignore_case != b->ignore_case)
    return false;
  if (a->kind == Expr::Kind::kColumn) return SameColumn(a->column, b->column);
  if (a->kind == Expr::Kind::kLiteral) return a->literal == b->literal;
  if (a->kind == Expr::Kind::kCall && !a->function->deterministic) return false;
  if ((a->relation == nullptr) != (b->relation == nullptr)) return false;
  if (a->relation && !Same(*a->relation, *b->relation)) return false;
  return Same(a->args, b->args);
}

bool SamePlans::Same(const std::vector<ExprPtr>& a, const std::vector<ExprPtr>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (!Same(a[i], b[i])) return false;
  return true;
}

bool SamePlans::Same(const std::vector<NamedExpr>& a, const std::vector<NamedExpr>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (!Same(a[i].expr, b[i].expr)) return false;
  return true;
}

bool SamePlans::Same(const std::vector<SortKey>& a, const std::vector<SortKey>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (a[i].descending != b[i].descending || a[i].nulls_first != b[i].nulls_first || !Same(a[i].expr, b[i].expr))
      return false;
  return true;
}

bool SamePlans::Same(const Rel& a, const Rel& b) {
  if (&a == &b) {
    // One node: its columns keep their numbers, unless they were found to be those of another node before.
    for (const OutputColumn& column : a.output)
      if (!SameColumn(column.id, column.id)) return false;
    return true;
  }
  if (known_.contains({&a, &b})) return true;
  if (a.kind != b.kind || a.inputs.size() != b.inputs.size() || a.output.size() != b.output.size()) return false;
  for (size_t i = 0; i < a.inputs.size(); ++i)
    if (!Same(*a.inputs[i], *b.inputs[i])) return false;
  if (!SameNode(a, b)) return false;
  for (size_t i = 0; i < a.output.size(); ++i) {
    if (a.output[i].type != b.output[i].type) return false;
    const auto [at, added] = ids_.emplace(b.output[i].id, a.output[i].id);
    if (!added && at->second != a.output[i].id) return false;
  }
  known_.emplace(&a, &b);
  return true;
}

// What the nodes themselves hold; their inputs are the same.
bool SamePlans::SameNode(const Rel& a, const Rel& b) {
  if (a.limit != b.limit || a.offset != b.offset) return false;
  switch (a.kind) {
    case Rel::Kind::kScan: {
      if (a.source != b.source || a.scan_columns.size() != b.scan_columns.size()) return false;
      for (size_t i = 0; i < a.scan_columns.size(); ++i) {
        if (!SameScanColumn(a.scan_columns[i], b.scan_columns[i])) return false;
        ids_.emplace(b.output[i].id, a.output[i].id);  // the predicate reads them
      }
      return Same(a.scan_predicate, b.scan_predicate);
    }
    case Rel::Kind::kValues:
      return a.rows == b.rows;
    case Rel::Kind::kRange:
      return Same(a.range_from, b.range_from) && Same(a.range_to, b.range_to) && Same(a.range_step, b.range_step);
    case Rel::Kind::kFilter:
      return Same(a.predicate, b.predicate);
    case Rel::Kind::kProject:
      return Same(a.projections, b.projections);
    case Rel::Kind::kAggregate: {
      if (!Same(a.keys, b.keys) || a.aggregates.size() != b.aggregates.size()) return false;
      for (size_t i = 0; i < a.aggregates.size(); ++i) {
        const AggregateCall &x = a.aggregates[i], &y = b.aggregates[i];
        if (x.function != y.function || !x.function->deterministic || x.type != y.type || !Same(x.args, y.args) ||
            !Same(x.filter, y.filter))
          return false;
      }
      return true;
    }
    case Rel::Kind::kJoin:
    case Rel::Kind::kAsofJoin: {
      if (a.join != b.join || a.tolerance != b.tolerance || a.max_age != b.max_age ||
          a.join_keys.size() != b.join_keys.size())
        return false;
      for (size_t i = 0; i < a.join_keys.size(); ++i)
        if (!Same(a.join_keys[i].left, b.join_keys[i].left) || !Same(a.join_keys[i].right, b.join_keys[i].right))
          return false;
      return Same(a.residual, b.residual) && Same(a.left_time, b.left_time) && Same(a.right_time, b.right_time);
    }
    case Rel::Kind::kUnion:
      for (size_t i = 0; i < a.union_columns.size(); ++i)
        for (size_t k = 0; k < a.output.size(); ++k)
          if (!SameColumn(a.union_columns[i][k], b.union_columns[i][k])) return false;
      return true;
    case Rel::Kind::kSort:
      return Same(a.sort_keys, b.sort_keys);
    case Rel::Kind::kLimit:
      return true;
    case Rel::Kind::kUnnest: {
      if (a.unnest.size() != b.unnest.size() || a.index_name.empty() != b.index_name.empty() ||
          a.empty_gives_row != b.empty_gives_row || a.unnest_limit != b.unnest_limit)
        return false;
      for (size_t i = 0; i < a.unnest.size(); ++i)
        if (a.unnest[i].type != b.unnest[i].type || !Same(a.unnest[i].value, b.unnest[i].value)) return false;
      return true;
    }
    case Rel::Kind::kWindow: {
      if (a.windows.size() != b.windows.size()) return false;
      for (size_t i = 0; i < a.windows.size(); ++i)
        if (a.windows[i].function != b.windows[i].function || a.windows[i].type != b.windows[i].type ||
            !Same(a.windows[i].args, b.windows[i].args))
          return false;
      return Same(a.partition_by, b.partition_by) && Same(a.window_order, b.window_order);
    }
  }
  return false;
}

}  // namespace quarry
