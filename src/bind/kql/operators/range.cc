// range: a column of evenly spaced values.
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  if (input) {
    binder.Report(Code::Q0209, op.name_span, "`range` takes no rows").label = "stands at the start of a query";
    return Failure{};
  }
  std::vector<ExprPtr> parts;
  for (std::string_view keyword : {"from", "to", "step"}) {
    const kql::Clause* clause = op.FindClause(keyword);
    ExprPtr part = clause != nullptr ? binder.BindExpr(*clause->items[0], nullptr) : nullptr;
    if (!part) return Failure{};
    parts.push_back(part);
  }
  Type type = parts[0]->type;
  if (IsNumeric(type) && IsNumeric(parts[1]->type) && IsNumeric(parts[2]->type)) {
    type = CommonType(CommonType(type, parts[1]->type), parts[2]->type);
    if (type == Type::kInt) type = Type::kLong;
    if (type == Type::kDecimal) type = Type::kReal;
    for (ExprPtr& part : parts) part = binder.Fold(binder.Convert(part, type));
  } else if (!((type == Type::kDateTime || type == Type::kTimeSpan) && parts[1]->type == type &&
               parts[2]->type == Type::kTimeSpan)) {
    binder.Report(Code::Q0204, op.span, "`range` takes numbers, datetimes with a timespan as step, or timespans")
        .label = "from " + std::string(TypeName(type)) + " to " + std::string(TypeName(parts[1]->type)) + " step " +
                 std::string(TypeName(parts[2]->type));
    return Failure{};
  }
  return MakeRange({binder.NextId(), std::string(op.args[0]->text), type}, parts[0], parts[1], parts[2], op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kRangeOperator) = {
    .name = "range",
    .syntax = "range Column from Start to Stop step Step",
    .doc = "One column with the values from start to stop, both included when the steps meet them.",
    .example = "range Day from datetime(2024-01-01) to datetime(2024-01-31) step 1d",
    .bind = Bind,
};

}  // namespace quarry
