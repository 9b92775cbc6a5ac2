// match(): looks fields up in a file or in a table of defineTable().
#include <algorithm>

#include "base/ascii.h"
#include "bind/cql/arguments.h"
#include "bind/cql/lookup.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

constexpr size_t kMostPatterns = 2000;

size_t ColumnOf(const LookupFile& file, const std::string& name) {
  return static_cast<size_t>(std::find(file.columns.begin(), file.columns.end(), name) - file.columns.begin());
}

bool NoColumn(CqlArguments& args, const LookupFile& file, std::string_view parameter, const std::string& name) {
  NameSuggester suggester(name);
  for (const std::string& column : file.columns) suggester.Consider(column);
  Diagnostic& d = args.Invalid(parameter, "no column `" + name + "` in the lookup file");
  d.label = suggester.best().empty() ? "not in its first row"
                                     : "a similar column exists: `" + std::string(suggester.best()) + "`";
  return false;
}

int PrefixLength(const std::string& subnet) {
  size_t slash = subnet.find('/');
  return slash == std::string::npos ? 128 : std::atoi(subnet.c_str() + slash + 1);
}

// Patterns and subnets: the first row that fits (for subnets the most specific one), as a chain of conditions.
bool MatchPatterns(CqlStage& stage, CqlArguments& args, LookupFile file, size_t key,
                   const std::vector<std::string>& include, std::string_view mode, bool ignore_case, bool strict) {
  if (file.rows.size() > kMostPatterns) {
    return stage.context().Unsupported(args.span(), "`match(mode=" + std::string(mode) + ")` with more than 2000 rows");
  }
  if (mode == "cidr") {
    std::stable_sort(file.rows.begin(), file.rows.end(),
                     [&](const auto& a, const auto& b) { return PrefixLength(a[key]) > PrefixLength(b[key]); });
  }
  ExprPtr value = cql_value::AsText(args.FieldValue("field"));
  if (ignore_case) value = cql_value::Call("cql_lower", {value});
  std::vector<ExprPtr> conditions;
  for (const std::vector<std::string>& row : file.rows) {
    std::string pattern = ignore_case ? AsciiLowered(row[key]) : row[key];
    if (mode == "cidr") {
      Result<ExprPtr> call = MakeCall(*FindFunction("cidr_match"), {value, cql_value::Text(pattern)}, args.span());
      if (!call) {
        args.Invalid("file", call.error().message).label = "in this lookup file";
        return false;
      }
      conditions.push_back(*call);
    } else if (mode == "glob") {
      conditions.push_back(cql_value::Call("glob_match", {value, cql_value::Text(pattern)}, args.span()));
    } else {
      conditions.push_back(cql_value::Call("equals", {value, cql_value::Text(pattern)}, args.span()));
    }
  }
  if (!args.call().negated) {
    for (const std::string& name : include) {
      const size_t column = ColumnOf(file, name);
      std::vector<ExprPtr> parts;
      for (size_t i = 0; i < conditions.size(); ++i) {
        parts.push_back(conditions[i]);
        parts.push_back(cql_value::Text(file.rows[i][column]));
      }
      parts.push_back(cql_value::Absent());
      stage.Assign(name, parts.size() == 1 ? parts[0] : cql_value::Call("cql_case", std::move(parts), args.span()));
    }
  }
  if (strict || args.call().negated) stage.Require(cql_value::Or(std::move(conditions)));
  return true;
}

bool Match(CqlStage& stage, CqlArguments& args) {
  const bool by_table = args.Has("table");
  if (by_table == args.Has("file")) {
    stage.diagnostics().Add(Code::Q0205, args.call().name_span, "`match` needs `file` or `table`").label =
        "one of them";
    return false;
  }
  std::string name = args.String(by_table ? "table" : "file"), mode = args.String("mode");
  std::vector<std::string> fields = args.Fields("field");
  std::vector<std::string> columns = args.Has("column") ? args.Strings("column") : fields;
  std::vector<std::string> include = args.Has("include") ? args.Strings("include") : std::vector<std::string>{"*"};
  bool strict = args.Bool("strict"), ignore_case = args.Bool("ignoreCase");
  if (args.Has("glob") && args.Bool("glob")) mode = "glob";
  uint64_t rows = args.Limit("nrows", 500);
  if (!args.ok()) return false;
  if (columns.size() != fields.size()) {
    args.Invalid("column", "as many columns as fields are needed").label = "another number than `field`";
    return false;
  }
  const LookupMode lookup_mode = args.call().negated ? LookupMode::kAnti
                                 : strict            ? LookupMode::kInner
                                                     : LookupMode::kLeft;
  std::vector<ExprPtr> left;
  for (const std::string& field : fields) left.push_back(cql_value::AsText(stage.Field(field)));
  if (by_table) {
    auto found = stage.context().defined_tables.find(name);
    if (found == stage.context().defined_tables.end()) {
      NameSuggester suggester(name);
      for (const auto& [known, table] : stage.context().defined_tables) suggester.Consider(known);
      Diagnostic& d = stage.diagnostics().Add(Code::Q0201, args.SpanOf("table"), "no table `" + name + "` is defined");
      d.label = suggester.best().empty() ? "defineTable() comes first"
                                         : "a similar table exists: `" + std::string(suggester.best()) + "`";
      return false;
    }
    if (mode != "string") return stage.context().Unsupported(args.SpanOf("mode"), "`match(table=, mode=" + mode + ")`");
    if (!stage.MayChangeRows(args.span(), "`match(table=)`")) return false;
    CqlStage table = *found->second;
    std::vector<std::string> shown = include;
    if (include.size() == 1 && include[0] == "*") {
      // All but the key columns.
      shown.clear();
      for (const std::string& column : table.names()) {
        if (std::find(columns.begin(), columns.end(), column) == columns.end()) shown.push_back(column);
      }
    }
    std::optional<CqlLookup> lookup = LookupOf(table, columns, shown, args.SpanOf("include"));
    if (!lookup) return false;
    if (ignore_case) {
      for (ExprPtr& key : lookup->keys) key = cql_value::Call("cql_lower", {key});
      for (ExprPtr& key : left) key = cql_value::Call("cql_lower", {key});
    }
    JoinLookup(stage, left, *lookup, lookup_mode, rows, args.span());
    return true;
  }
  std::optional<LookupFile> file = ReadLookupFile(stage.context(), name, args.SpanOf("file"));
  if (!file) return false;
  std::vector<size_t> keys;
  for (const std::string& column : columns) {
    keys.push_back(ColumnOf(*file, column));
    if (keys.back() == file->columns.size())
      return NoColumn(args, *file, args.Has("column") ? "column" : "field", column);
  }
  if (include.size() == 1 && include[0] == "*") {
    include.clear();
    for (const std::string& column : file->columns) {
      if (std::find(columns.begin(), columns.end(), column) == columns.end()) include.push_back(column);
    }
  }
  for (const std::string& column : include) {
    if (ColumnOf(*file, column) == file->columns.size()) return NoColumn(args, *file, "include", column);
  }
  if (mode != "string" || (stage.inline_rows && file->rows.size() <= kMostPatterns)) {
    if (keys.size() != 1)
      return stage.context().Unsupported(args.span(), "`match(mode=" + mode + ")` with several fields");
    if (rows != 1) return stage.context().Unsupported(args.SpanOf("nrows"), "`nrows` with `mode=" + mode + "`");
    return MatchPatterns(stage, args, std::move(*file), keys[0], include, mode, ignore_case, strict);
  }
  if (!stage.MayChangeRows(args.span(), "`match` with a large file")) return false;
  std::vector<OutputColumn> output;
  for (const std::string& column : file->columns) output.push_back({stage.NextId(), column, Type::kString});
  std::vector<OutputColumn> with_position = output;
  with_position.push_back({stage.NextId(), "row", Type::kLong});
  std::vector<std::vector<Value>> values;
  for (size_t i = 0; i < file->rows.size(); ++i) {
    std::vector<Value> row;
    for (const std::string& cell : file->rows[i]) row.push_back(Value::String(cell));
    row.push_back(Value::Integer(Type::kLong, static_cast<int64_t>(i)));
    values.push_back(std::move(row));
  }
  CqlLookup lookup;
  lookup.plan = MakeValues(with_position, std::move(values), args.span());
  for (size_t key : keys) lookup.keys.push_back(MakeColumn(output[key].id, Type::kString));
  for (const std::string& column : include)
    lookup.columns.emplace_back(column, MakeColumn(output[ColumnOf(*file, column)].id, Type::kString));
  lookup.order.push_back({MakeColumn(with_position.back().id, Type::kLong), false, false});
  if (ignore_case) {
    for (ExprPtr& key : lookup.keys) key = cql_value::Call("cql_lower", {key});
    for (ExprPtr& key : left) key = cql_value::Call("cql_lower", {key});
  }
  JoinLookup(stage, left, lookup, lookup_mode, rows, args.span());
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kMatchCql) = {
    .name = "match",
    .doc =
        "Events whose field stands in a column of a CSV or JSON file, or of a table of `defineTable`, with the other "
        "columns of that row. "
        "`strict=false` keeps the others, too; `!match` keeps only those. `mode=glob` and `mode=cidr` read the column "
        "as patterns or subnets.",
    .example = "match(file=\"assets.csv\", field=ComputerName, column=host, include=[owner], strict=false)",
    .parameters = {{"file", Kind::kString, true},
                   {"table", Kind::kString},
                   {"field", Kind::kFields, false, true},
                   {"column", Kind::kStrings},
                   {"include", Kind::kStrings},
                   {"mode", Kind::kEnum, false, false, "string", "string glob cidr"},
                   {"ignoreCase", Kind::kBool, false, false, "false"},
                   {"strict", Kind::kBool, false, false, "true"},
                   {"nrows", Kind::kNumber, false, false, "1"},
                   {"glob", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = Match,
};

}  // namespace quarry
