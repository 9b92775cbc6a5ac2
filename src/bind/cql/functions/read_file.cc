// readFile(): the rows of lookup files, or of a defined table, in place of all events.
#include <algorithm>

#include "bind/cql/arguments.h"
#include "bind/cql/lookup.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

// The rows of a table of defineTable(), in columns of their own: it may be read several times.
bool ReadTable(CqlStage& stage, CqlArguments& args, const CqlStage& defined) {
  CqlStage rows = defined;
  std::vector<std::string> include = args.Has("include") ? args.Strings("include") : rows.names();
  if (include.size() == 1 && include[0] == "*") include = rows.names();
  const bool limited = args.Has("limit");
  const uint64_t limit = limited ? args.Limit("limit", 1'000'000) : 0;
  if (!args.ok()) return false;
  std::vector<NamedExpr> columns;
  for (const std::string& name : include) columns.push_back({stage.NextId(), name, rows.Field(name)});
  const std::vector<NamedExpr> made = columns;
  CqlStage table = CqlStage::OfRows(stage.context(), MakeProject(rows.Plan(), std::move(columns)));
  for (const NamedExpr& column : made) table.Set(column.name, MakeColumn(column.id, column.expr->type));
  table.row_bound = rows.row_bound;
  if (limited) table.Limit(limit);
  stage = std::move(table);
  return true;
}

bool Bind(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`readFile`")) return false;
  if (const std::vector<const cql::Expr*> files = args.List("file"); files.size() == 1) {
    const std::optional<std::string> name = args.TextOf(*files[0]);
    if (!name) return false;
    const auto table = stage.context().defined_tables.find(*name);
    if (table != stage.context().defined_tables.end()) return ReadTable(stage, args, *table->second);
  }
  std::vector<std::string> names;
  std::vector<std::vector<Value>> rows;
  for (const cql::Expr* item : args.List("file")) {
    std::optional<std::string> name = args.TextOf(*item);
    if (!name) return false;
    std::optional<LookupFile> file = ReadLookupFile(stage.context(), *name, item->span);
    if (!file) return false;
    std::vector<size_t> place;
    for (const std::string& column : file->columns) {
      size_t at = static_cast<size_t>(std::find(names.begin(), names.end(), column) - names.begin());
      if (at == names.size()) names.push_back(column);
      place.push_back(at);
    }
    for (const std::vector<std::string>& cells : file->rows) {
      std::vector<Value> row(names.size());
      for (size_t i = 0; i < cells.size(); ++i) row[place[i]] = Value::String(cells[i]);
      rows.push_back(std::move(row));
    }
  }
  std::vector<std::string> include = args.Has("include") ? args.Strings("include") : names;
  if (args.Has("limit")) {
    uint64_t limit = args.Limit("limit", 1'000'000);
    if (rows.size() > limit) rows.resize(limit);
  }
  if (!args.ok()) return false;
  std::vector<OutputColumn> output;
  for (const std::string& name : names) output.push_back({stage.NextId(), name, Type::kString});
  for (std::vector<Value>& row : rows) row.resize(names.size());
  const size_t count = rows.size();
  CqlStage table = CqlStage::OfRows(stage.context(), MakeValues(output, std::move(rows), args.span()));
  for (const OutputColumn& column : output) table.Set(column.name, MakeColumn(column.id, Type::kString));
  if (include.size() != 1 || include[0] != "*") table.KeepOnly(include);
  table.row_bound = count;
  stage = std::move(table);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kReadFileCql) = {
    .name = "readFile",
    .doc =
        "The rows of CSV or JSON files, one behind the other, in place of all events; or of one table of "
        "`defineTable`.",
    .example = "readFile([\"assets.csv\"]) | owner=*",
    .parameters = {{"file", Kind::kStrings, true, true}, {"include", Kind::kStrings}, {"limit", Kind::kNumber}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Bind,
};

}  // namespace quarry
