// Plans about event times.
#include "engine/time_filter.h"

#include <algorithm>

namespace quarry {
namespace {

bool IsComparison(const Expr& expr) {
  if (expr.kind != Expr::Kind::kCall || expr.args.size() != 2) return false;
  std::string_view name = expr.function->name;
  return name == "less" || name == "less_equal" || name == "greater" || name == "greater_equal";
}

bool HasSubquery(const Expr& expr) {
  return expr.relation != nullptr ||
         std::any_of(expr.args.begin(), expr.args.end(), [](const ExprPtr& arg) { return HasSubquery(*arg); });
}

// The datetime column that a time term compares with a constant, or 0.
ColumnId TimeColumnOf(const Expr& term, const Rel& input) {
  if (!IsComparison(term) || HasSubquery(term)) return 0;
  std::vector<ColumnId> columns;
  CollectColumns(term, columns);
  if (columns.empty() || std::any_of(columns.begin(), columns.end(), [&](ColumnId c) { return c != columns[0]; }))
    return 0;
  const OutputColumn* column = FindOutput(input, columns[0]);
  return column != nullptr && column->type == Type::kDateTime ? columns[0] : 0;
}

}  // namespace

RelPtr NewestTime(const RelPtr& plan, ColumnId time, ColumnIds& ids) {
  AggregateCall newest;
  newest.id = ids.Next();
  newest.name = "newest";
  newest.type = Type::kDateTime;
  newest.function = FindSpelled(Lang::kKql, "max", FunctionKind::kAggregate);
  if (newest.function == nullptr) return nullptr;
  newest.args = {MakeColumn(time, Type::kDateTime)};
  std::vector<AggregateCall> calls;
  calls.push_back(std::move(newest));
  return MakeAggregate(plan, {}, std::move(calls));
}

RelPtr NewestWithoutTimeFilter(const RelPtr& plan, ColumnIds& ids) {
  for (const RelPtr& input : plan->inputs) {
    if (RelPtr found = NewestWithoutTimeFilter(input, ids)) return found;
  }
  if (plan->kind != Rel::Kind::kFilter) return nullptr;
  std::vector<ExprPtr> terms, others;
  SplitAnd(plan->predicate, terms);
  ColumnId time = 0;
  for (const ExprPtr& term : terms) {
    ColumnId column = TimeColumnOf(*term, *plan->inputs.front());
    if (column == 0)
      others.push_back(term);
    else
      time = column;
  }
  if (time == 0) return nullptr;
  RelPtr rest = others.empty() ? plan->inputs.front() : MakeFilter(plan->inputs.front(), MakeAnd(std::move(others)));
  return NewestTime(rest, time, ids);
}

}  // namespace quarry
