// project-reorder: the listed columns first, the rest behind them.
#include <algorithm>

#include "base/ascii.h"
#include "bind/kql/column_patterns.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

// Digits inside names compare by value: a2 before a10.
bool GrannyLess(std::string_view a, std::string_view b) {
  size_t i = 0, k = 0;
  while (i < a.size() && k < b.size()) {
    if (IsAsciiDigit(a[i]) && IsAsciiDigit(b[k])) {
      size_t i_end = i, k_end = k;
      while (i < a.size() && a[i] == '0') i++;
      while (k < b.size() && b[k] == '0') k++;
      i_end = i;
      k_end = k;
      while (i_end < a.size() && IsAsciiDigit(a[i_end])) i_end++;
      while (k_end < b.size() && IsAsciiDigit(b[k_end])) k_end++;
      if (i_end - i != k_end - k) return i_end - i < k_end - k;
      int order = a.substr(i, i_end - i).compare(b.substr(k, k_end - k));
      if (order != 0) return order < 0;
      i = i_end;
      k = k_end;
      continue;
    }
    if (a[i] != b[k]) return a[i] < b[k];
    i++;
    k++;
  }
  return a.size() - i < b.size() - k;
}

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::vector<OutputColumn> order;
  auto listed = [&](ColumnId id) {
    return std::any_of(order.begin(), order.end(), [&](const OutputColumn& c) { return c.id == id; });
  };
  for (const kql::Expr* item : op.args) {
    std::optional<std::vector<ColumnId>> matched =
        MatchColumns(binder, kql::List<const kql::Expr*>(&item->args[0], 1), input);
    if (!matched) return Failure{};
    std::vector<OutputColumn> group;
    for (const OutputColumn& column : input->output)
      if (!listed(column.id) && std::find(matched->begin(), matched->end(), column.id) != matched->end())
        group.push_back(column);
    bool granny = item->text.starts_with("granny");
    bool descending = item->text.ends_with("desc");
    if (!item->text.empty())
      std::stable_sort(group.begin(), group.end(), [&](const OutputColumn& a, const OutputColumn& b) {
        const std::string& first = descending ? b.name : a.name;
        const std::string& second = descending ? a.name : b.name;
        return granny ? GrannyLess(first, second) : first < second;
      });
    order.insert(order.end(), group.begin(), group.end());
  }
  for (const OutputColumn& column : input->output)
    if (!listed(column.id)) order.push_back(column);
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : order) columns.push_back({column.id, column.name, binder.Column(column, op.span)});
  return MakeProject(input, std::move(columns), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kProjectReorderOperator) = {
    .name = "project-reorder",
    .syntax = "T | project-reorder ColumnNameOrPattern [asc|desc|granny-asc|granny-desc], ...",
    .doc =
        "Moves the listed columns to the front. A pattern keeps the order of its columns unless one is given; `granny` "
        "orders numbers inside names by value.",
    .example = "T | project-reorder Timestamp, Account* asc",
    .bind = Bind,
};

}  // namespace quarry
