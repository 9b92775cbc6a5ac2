// evaluate: plugins.
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"
#include "bind/kql/plugin_rows.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  const kql::Expr& call = *op.args[0];
  if (call.kind != kql::Expr::Kind::kCall) {
    binder.Report(Code::Q0204, call.span, "`evaluate` takes a plugin").label = "write `evaluate bag_unpack(Column)`";
    return Failure{};
  }
  bool unpack = call.text == "bag_unpack", pivot = call.text == "pivot";
  if (!unpack && !pivot) {
    if (IsKnownKqlPlugin(call.text))
      binder.Unsupported(call.text_span, "plugin `" + std::string(call.text) + "`");
    else
      binder.Report(Code::Q0202, call.text_span, "unknown plugin `" + std::string(call.text) + "`").label =
          "no plugin has this name";
    return Failure{};
  }
  if (!input) {
    binder.Report(Code::Q0205, op.name_span, "`" + std::string(call.text) + "` needs rows").label =
        "stands at the start of a query";
    return Failure{};
  }
  PluginSchema schema;
  bool given = !op.clauses.empty();
  if (given) {
    const kql::Clause& clause = op.clauses[0];
    schema.star = clause.keyword == "schema *";
    for (const kql::ColumnDecl& column : clause.columns) {
      std::optional<Type> type = binder.BindType(column.type.text, column.type.span);
      if (!type) return Failure{};
      schema.columns.push_back({std::string(column.name.text), *type, column.name.span});
    }
  }
  RelPtr result = unpack ? UnpackBag(binder, call, given ? &schema : nullptr, input)
                         : PivotRows(binder, call, given ? &schema : nullptr, input);
  if (!result) return Failure{};
  return result;
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kEvaluateOperator) = {
    .name = "evaluate",
    .syntax =
        "T | evaluate bag_unpack(Column [, Prefix [, ColumnsConflict [, IgnoredProperties]]])|pivot(Column [, "
        "Aggregate [, Key, ...]]) [: ([*,] Name:Type, ...)]",
    .doc =
        "`bag_unpack` makes columns from the members of property bags, `pivot` from the values of a column. What "
        "columns these are depends on the data, so the output schema behind the call is needed: `: (*, Name:Type, "
        "...)` keeps the other columns, without `*` the schema names all. A column of the schema that the rows have "
        "already is theirs unless `columnsConflict` is `'replace_source'`. Rows that stand in the query itself "
        "(`datatable`, `print`) need no schema. Other plugins do not run.",
    .example = "T | evaluate bag_unpack(Properties) : (*, User:string, Size:long)",
    .bind = Bind,
};

}  // namespace quarry
