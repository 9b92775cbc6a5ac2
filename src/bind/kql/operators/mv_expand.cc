// mv-expand: a row for each element of an array.
#include <map>
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  for (std::string_view name : {"kind", "bagexpansion"}) {
    const kql::Option* option = op.FindOption(name);
    if (option == nullptr || KqlBinder::WordOf(*option->value) == "bag") continue;
    binder.Unsupported(option->value->span, "`" + std::string(name) + "=" + std::string(KqlBinder::WordOf(*option->value)) + "`", "bags expand to bags");
    return Failure{};
  }
  std::optional<uint64_t> limit;
  if (const kql::Clause* clause = op.FindClause("limit")) {
    limit = binder.BindRowCount(*clause->items[0]);
    if (!limit) return Failure{};
  } else if (op.name == "mvexpand") {
    limit = 128;  // the old name has the old limit
  }
  std::vector<UnnestColumn> columns;
  std::map<ColumnId, size_t> replaced;  // a column of the rows, and the expanded one in its place
  std::vector<size_t> added;
  KqlNames names;
  for (const OutputColumn& column : input->output) names.Take(column.name);
  for (const kql::Expr* item : op.args) {
    UnnestColumn column;
    const kql::Expr* value = item;
    if (value->kind == kql::Expr::Kind::kToType) {
      std::optional<Type> type = binder.BindType(value->text, value->text_span);
      if (!type) return Failure{};
      column.type = *type;
      value = value->args[0];
    }
    bool named = value->kind == kql::Expr::Kind::kNamed;
    if (named) {
      column.name = value->names[0].text;
      value = value->args[0];
    } else {
      column.name = binder.ResultName(*value);
    }
    column.value = binder.AsDynamic(binder.BindExpr(*value, input), value->span);
    if (!column.value) return Failure{};
    column.id = binder.NextId();
    ColumnId place = 0;
    for (const OutputColumn& known : input->output)
      if (known.name == column.name) place = known.id;
    if (place != 0 && replaced.count(place) == 0) {
      replaced[place] = columns.size();
    } else {
      column.name = column.name.empty() ? names.Unnamed() : names.Unique(column.name);
      added.push_back(columns.size());
    }
    columns.push_back(std::move(column));
  }
  const kql::Option* index = op.FindOption("with_itemindex");
  ColumnId index_id = index != nullptr ? binder.NextId() : 0;
  std::string index_name = index != nullptr ? names.Unique(std::string(KqlBinder::WordOf(*index->value))) : "";
  std::vector<OutputColumn> before = input->output;
  RelPtr expanded = MakeUnnest(input, columns, false, index_name, index_id, limit, op.span);
  std::vector<NamedExpr> shown;
  auto show = [&](const UnnestColumn& column) { shown.push_back({column.id, column.name, MakeColumn(column.id, column.type, op.span)}); };
  for (const OutputColumn& column : before) {
    auto found = replaced.find(column.id);
    if (found != replaced.end()) show(columns[found->second]);
    else shown.push_back({column.id, column.name, binder.Column(column, op.span)});
  }
  for (size_t i : added) show(columns[i]);
  if (index != nullptr) shown.push_back({index_id, index_name, MakeColumn(index_id, Type::kLong, op.span)});
  return MakeProject(expanded, std::move(shown), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kMvExpandOperator) = {
    .name = "mv-expand",
    .syntax = "T | mv-expand [with_itemindex=Index] [Name =] Array [to typeof(Type)], ... [limit Rows]",
    .doc = "Repeats each row for every element of the array or member of the bag. A null gives one row, an empty array none. Several arrays are expanded side by side, to the longest.",
    .example = "T | mv-expand Address = Addresses to typeof(string)",
    .bind = Bind,
};

}  // namespace quarry
