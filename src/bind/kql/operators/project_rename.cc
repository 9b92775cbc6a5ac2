// project-rename: new names for columns, which stay in their places.
#include <map>
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  std::map<ColumnId, const kql::Name*> renamed;
  bool ok = true;
  for (const kql::Expr* item : op.args) {
    if (item->kind != kql::Expr::Kind::kNamed || item->names.size() != 1) {
      binder.Report(Code::Q0209, item->span, "`project-rename` takes `NewName = Column`").label = "no new name";
      ok = false;
      continue;
    }
    const OutputColumn* column = binder.BindColumn(*item->args[0], input);
    ok = ok && column != nullptr;
    if (column != nullptr) renamed[column->id] = &item->names[0];
  }
  KqlNames names;
  std::vector<NamedExpr> columns;
  for (const OutputColumn& column : input->output)
    if (renamed.count(column.id) == 0) names.Take(column.name);
  for (const OutputColumn& column : input->output) {
    auto found = renamed.find(column.id);
    std::string name = found == renamed.end() ? column.name : std::string(found->second->text);
    if (found != renamed.end()) ok = binder.TakeName(names, name, found->second->span) && ok;
    columns.push_back({column.id, std::move(name), binder.Column(column, op.span)});
  }
  if (!ok) return Failure{};
  return MakeProject(input, std::move(columns), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kProjectRenameOperator) = {
    .name = "project-rename",
    .syntax = "T | project-rename NewName = Column, ...",
    .doc = "Renames columns; their places and values stay.",
    .example = "T | project-rename Host = RemoteUrl",
    .bind = Bind,
};

}  // namespace quarry
