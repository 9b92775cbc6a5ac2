// union: the rows of several tables.
#include <algorithm>
#include <map>
#include <string>

#include "bind/kql/column_patterns.h"
#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"

namespace quarry {
namespace {

struct Part {
  RelPtr rows;
  std::string source;  // for withsource
};

// A table that does not exist is left out of a fuzzy union; anything else wrong stays an error.
bool OnlyUnknownTables(const DiagnosticList& diagnostics, size_t from) {
  for (size_t i = from; i < diagnostics.items().size(); i++)
    if (diagnostics.items()[i].severity == Severity::kError && diagnostics.items()[i].code != Code::Q0201) return false;
  return diagnostics.items().size() > from;
}

bool IsView(KqlBinder& binder, std::string_view name) {
  std::vector<std::string> views = binder.ViewNames();
  return std::find(views.begin(), views.end(), name) != views.end();
}

bool CollectParts(KqlBinder& binder, const kql::Operator& op, bool fuzzy, std::vector<Part>* parts) {
  bool ok = true;
  for (const kql::Expr* item : op.args) {
    std::string fallback = "union_arg" + std::to_string(parts->size());
    if (item->kind == kql::Expr::Kind::kWildcardName || item->kind == kql::Expr::Kind::kStar) {
      std::string_view pattern = item->kind == kql::Expr::Kind::kStar ? std::string_view("*") : item->text;
      size_t before = parts->size();
      std::vector<std::string> names = binder.tables().TableNames();
      for (std::string& view : binder.ViewNames()) names.push_back(std::move(view));
      std::sort(names.begin(), names.end());
      for (const std::string& name : names) {
        if (!MatchesWildcard(name, pattern)) continue;
        RelPtr rows = binder.BindTableName(name, item->span);
        if (rows) parts->push_back({rows, name});
        ok = ok && rows;
      }
      if (parts->size() == before && !fuzzy) {
        binder.Report(Code::Q0201, item->span, "no table matches `" + std::string(pattern) + "`").label =
            "no source delivers one";
        ok = false;
      }
      continue;
    }
    size_t before = binder.diagnostics().size();
    RelPtr rows = binder.BindTable(*item);
    if (!rows && fuzzy && OnlyUnknownTables(binder.diagnostics(), before)) {
      binder.diagnostics().Truncate(before);
      continue;
    }
    ok = ok && rows;
    if (!rows) continue;
    bool named =
        item->kind == kql::Expr::Kind::kName && (binder.IsStoredTable(item->text) || IsView(binder, item->text));
    std::string_view by_as = binder.NameByAs(*rows);
    parts->push_back({rows, named ? std::string(item->text) : by_as.empty() ? fallback : std::string(by_as)});
  }
  return ok;
}

struct Column {
  std::string name;
  Type type;
  bool split;                  // the name has several types
  std::vector<ColumnId> from;  // of each part; 0 where it is missing
};

// Columns by name, in the order of first appearance; a name of several types is a column for each.
std::vector<Column> MatchColumns(const std::vector<Part>& parts) {
  std::vector<std::string> order;
  std::map<std::string, std::vector<Column>> by_name;
  for (size_t i = 0; i < parts.size(); i++) {
    for (const OutputColumn& column : parts[i].rows->output) {
      std::vector<Column>& known = by_name[column.name];
      if (known.empty()) order.push_back(column.name);
      Column* same = nullptr;
      for (Column& one : known)
        if (one.type == column.type) same = &one;
      if (same == nullptr) same = &known.emplace_back(Column{column.name, column.type, false, {}});
      same->from.resize(parts.size());
      same->from[i] = column.id;
    }
  }
  std::vector<Column> columns;
  for (const std::string& name : order) {
    std::vector<Column>& known = by_name[name];
    for (Column& column : known) {
      column.split = known.size() > 1;
      if (column.split) column.name = name + "_" + std::string(TypeName(column.type));
      columns.push_back(std::move(column));
    }
  }
  return columns;
}

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  auto word = [&](std::string_view name) {
    const kql::Option* option = op.FindOption(name);
    return option == nullptr ? std::string_view() : KqlBinder::WordOf(*option->value);
  };
  bool fuzzy = word("isfuzzy") == "true";
  std::string source_column(word("withsource").empty() ? word("with_source") : word("withsource"));
  std::vector<Part> parts;
  if (input) {
    std::string_view by_as = binder.NameByAs(*input);
    parts.push_back({input, by_as.empty() ? "union_arg0" : std::string(by_as)});
  }
  if (!CollectParts(binder, op, fuzzy, &parts)) return Failure{};
  if (parts.empty()) {
    binder.Report(Code::Q0201, op.span, "no table of the union exists").label = "nothing to unite";
    return Failure{};
  }
  std::vector<Column> columns = MatchColumns(parts);
  if (columns.size() * parts.size() > 1'000'000) {
    binder.Unsupported(
        op.span,
        "a union of " + std::to_string(parts.size()) + " tables with " + std::to_string(columns.size()) + " columns",
        "too wide");
    return Failure{};
  }
  KqlNames names;
  std::vector<OutputColumn> output;
  if (!source_column.empty()) {
    names.Take(source_column);
    output.push_back({binder.NextId(), source_column, Type::kString});
  }
  for (const Column& column : columns)
    if (!column.split) names.Take(column.name);
  for (const Column& column : columns) {
    ColumnId id = binder.NextId();
    for (ColumnId from : column.from)
      if (from != 0) {
        binder.CopyOrigin(from, id);
        break;
      }
    output.push_back({id, column.split ? names.Unique(column.name) : column.name, column.type});
  }
  std::vector<RelPtr> inputs;
  std::vector<std::vector<ColumnId>> links;
  for (size_t i = 0; i < parts.size(); i++) {
    std::vector<NamedExpr> projected;
    std::vector<ColumnId> link;
    if (!source_column.empty())
      projected.push_back({binder.NextId(), source_column, MakeLiteral(Value::String(parts[i].source), op.span)});
    for (const Column& column : columns) {
      if (column.from[i] != 0) {
        projected.push_back({column.from[i], column.name, MakeColumn(column.from[i], column.type)});
      } else {
        Value missing = column.type == Type::kString ? Value::String("") : Value::Null(column.type);
        projected.push_back({binder.NextId(), column.name, MakeLiteral(missing)});
      }
    }
    for (const NamedExpr& one : projected) link.push_back(one.id);
    inputs.push_back(MakeProject(parts[i].rows, std::move(projected), parts[i].rows->span));
    links.push_back(std::move(link));
  }
  return MakeUnion(std::move(inputs), std::move(output), std::move(links), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kUnionOperator) = {
    .name = "union",
    .syntax = "[T |] union [withsource=Column] [isfuzzy=true|false] Table, ...",
    .doc =
        "All rows of all tables. Columns are matched by name; one that a table lacks is null there. A name of several "
        "types becomes a column for each type (`A_long`, `A_string`). `kind=inner` gives the same columns as "
        "`kind=outer`, as the binder of the language does; `withsource` adds the source of each row, `isfuzzy` leaves "
        "out tables that do not exist, and `*` in a name stands for any text.",
    .example = "union isfuzzy=true withsource=Source DeviceProcessEvents, DeviceNetworkEvents | count",
    .bind = Bind,
};

}  // namespace quarry
