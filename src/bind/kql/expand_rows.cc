#include "bind/kql/expand_rows.h"

#include <map>
#include <string>

namespace quarry {

std::optional<ExpandedRows> ExpandRows(KqlBinder& binder, const kql::Operator& op, const RelPtr& input) {
  bool pairs = false;  // bags expand to arrays of name and value, not to bags of one member
  for (std::string_view name : {"kind", "bagexpansion"}) {
    const kql::Option* option = op.FindOption(name);
    if (option == nullptr) continue;
    const std::string_view way = KqlBinder::WordOf(*option->value);
    if (way != "bag" && way != "array") {
      binder.Report(Code::Q0208, option->value->span, "bags do not expand to `" + std::string(way) + "`").label =
          "`bag` or `array`";
      return std::nullopt;
    }
    pairs = way == "array";
  }
  std::optional<uint64_t> limit;
  if (const kql::Clause* clause = op.FindClause("limit")) {
    limit = binder.BindRowCount(*clause->items[0]);
    if (!limit) return std::nullopt;
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
    column.type = Type::kDynamic;
    const kql::Expr* value = item;
    if (value->kind == kql::Expr::Kind::kToType) {
      std::optional<Type> type = binder.BindType(value->text, value->text_span);
      if (!type) return std::nullopt;
      column.type = *type;
      value = value->args[0];
    }
    if (value->kind == kql::Expr::Kind::kNamed) {
      column.name = value->names[0].text;
      value = value->args[0];
    } else {
      column.name = binder.ResultName(*value);
    }
    column.value = binder.AsDynamic(binder.BindExpr(*value, input), value->span);
    if (!column.value) return std::nullopt;
    if (pairs) column.value = binder.Call("bag_pairs", {column.value}, value->span);
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
  RelPtr expanded = MakeUnnest(input, columns, false, index_name, index_id, limit, op.span);
  std::vector<NamedExpr> shown;
  auto show = [&](const UnnestColumn& column) {
    shown.push_back({column.id, column.name, MakeColumn(column.id, column.type, op.span)});
  };
  ExpandedRows result;
  for (const OutputColumn& column : input->output) {
    auto found = replaced.find(column.id);
    if (found == replaced.end()) {
      shown.push_back({column.id, column.name, binder.Column(column, op.span)});
      continue;
    }
    show(columns[found->second]);
    result.replaced.push_back(column.id);
  }
  for (size_t i : added) show(columns[i]);
  if (index != nullptr) shown.push_back({index_id, index_name, MakeColumn(index_id, Type::kLong, op.span)});
  result.rows = MakeProject(expanded, std::move(shown), op.span);
  return result;
}

}  // namespace quarry
