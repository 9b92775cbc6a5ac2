// column_names_of(T): the names of a table's columns, known before the query runs.
// Entry: KqlBinder::BindColumnNamesOf.
#include "bind/kql/kql_binder.h"
#include "types/json.h"

namespace quarry {

ExprPtr KqlBinder::BindColumnNamesOf(const kql::Expr& expr) {
  if (expr.args.size() != 1 || !IsTabular(*expr.args[0], nullptr)) {
    Report(Code::Q0205, expr.span, "`column_names_of` takes one table").label =
        expr.args.size() == 1 ? "not a table" : std::to_string(expr.args.size()) + " arguments";
    return nullptr;
  }
  std::vector<AggregateCall>* aggregates = std::exchange(aggregates_, nullptr);
  std::vector<WindowCall>* windows = std::exchange(windows_, nullptr);
  const int depth = std::exchange(expression_depth_, 0);
  const RelPtr table = BindTable(*expr.args[0]);
  expression_depth_ = depth;
  aggregates_ = aggregates;
  windows_ = windows;
  if (!table) return nullptr;
  std::string names = "[";
  for (const OutputColumn& column : table->output) {
    if (names.size() > 1) names += ',';
    AppendJsonString(column.name, names);
  }
  return MakeLiteral(Value::Text(Type::kDynamic, names + "]"), expr.span);
}

}  // namespace quarry
