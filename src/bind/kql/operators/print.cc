// print: one row of computed values.
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  if (input) {
    binder.Report(Code::Q0209, op.name_span, "`print` takes no rows").label = "stands at the start of a query";
    return Failure{};
  }
  std::vector<OutputColumn> one = {{binder.NextId(), "print", Type::kLong}};
  RelPtr row = MakeValues(std::move(one), {{Value::Integer(Type::kLong, 0)}}, op.span);
  KqlNames names;
  std::vector<NamedExpr> columns;
  bool ok = true;
  for (size_t i = 0; i < op.args.size(); i++) {
    const kql::Expr& item = *op.args[i];
    bool named = item.kind == kql::Expr::Kind::kNamed;
    ExprPtr value = binder.BindExpr(named ? *item.args[0] : item, nullptr);
    std::string name = "print_" + std::to_string(i);
    if (named) {
      name = item.names[0].text;
      ok = binder.TakeName(names, name, item.names[0].span) && ok;
    } else {
      name = names.Unique(name);
    }
    ok = ok && value;
    if (value) columns.push_back({binder.NextId(), std::move(name), value});
  }
  if (!ok) return Failure{};
  if (columns.empty()) {
    binder.Report(Code::Q0205, op.span, "`print` needs a value").label = "nothing to print";
    return Failure{};
  }
  return MakeProject(row, std::move(columns), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kPrintOperator) = {
    .name = "print",
    .syntax = "print [Name =] Expression, ...",
    .doc = "One row with the values. A value without a name is called `print_0`, `print_1` and so on, by its place.",
    .example = "print Now = now(), strcat(\"a\", \"b\")",
    .bind = Bind,
};

}  // namespace quarry
