// parseCsv(), parseFixedWidth(): columns of a line as fields.
#include <cmath>

#include "bind/cql/arguments.h"
#include "functions/library/cql/number_text.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

ExprPtr Whole(size_t number) {
  return MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(number)));
}

bool ParseCsv(CqlStage& stage, CqlArguments& args) {
  std::vector<std::string> columns = args.Strings("columns");
  std::string delimiter = args.String("delimiter");
  ExprPtr text = cql_value::AsText(args.FieldValue("field"));
  ExprPtr trim = MakeLiteral(Value::Bool(args.Bool("trim")));
  const bool exclude_empty = args.Bool("excludeEmpty");
  if (!args.ok()) return false;
  if (delimiter.empty()) {
    args.Invalid("delimiter", "`delimiter` of `parseCsv` is a character").label = "empty";
    return false;
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    ExprPtr value = cql_value::Call("cql_csv_column", {text, cql_value::Text(delimiter), trim, Whole(i)}, args.span());
    if (exclude_empty)
      value =
          cql_value::Choose(cql_value::Call("not_equals", {value, cql_value::Text("")}), value, cql_value::Absent());
    stage.Assign(columns[i], value);
  }
  return true;
}

bool ParseFixedWidth(CqlStage& stage, CqlArguments& args) {
  std::vector<std::string> columns = args.Strings("columns"), widths = args.Strings("widths");
  ExprPtr text = cql_value::AsText(args.FieldValue("field"));
  ExprPtr trim = MakeLiteral(Value::Bool(args.Bool("trim")));
  if (!args.ok()) return false;
  if (columns.size() != widths.size()) {
    args.Invalid("widths", "`columns` names " + std::to_string(columns.size()) + " columns and `widths` " +
                               std::to_string(widths.size()))
        .label = "as many widths as columns";
    return false;
  }
  size_t begin = 0;
  for (size_t i = 0; i < columns.size(); ++i) {
    std::optional<double> width = ParseCqlNumber(widths[i]);
    if (!width || *width < 1 || *width > 1e6 || *width != std::floor(*width)) {
      args.Invalid("widths", "a width is a whole number of characters").label = "`" + widths[i] + "` is none";
      return false;
    }
    stage.Assign(
        columns[i],
        cql_value::Call("cql_slice", {text, Whole(begin), Whole(static_cast<size_t>(*width)), trim}, args.span()));
    begin += static_cast<size_t>(*width);
  }
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kParseCsvCql) = {
    .name = "parseCsv",
    .doc =
        "The columns of separated values as fields, which `columns` names; the values may stand in double quotes. "
        "Columns that are missing give no field, with `excludeEmpty` neither those that are empty.",
    .example = "parseCsv(result, columns=[count, status], delimiter=\";\", trim=true)",
    .parameters = {{"field", Kind::kField, true, false, "@rawstring"},
                   {"columns", Kind::kStrings, false, true},
                   {"delimiter", Kind::kString, false, false, ","},
                   {"excludeEmpty", Kind::kBool, false, false, "false"},
                   {"trim", Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ParseCsv,
};
QUARRY_DEFINE(CqlFunctionDef, kParseFixedWidthCql) = {
    .name = "parseFixedWidth",
    .doc =
        "The columns of a text by their widths in characters, as fields. Blanks around them are taken off, unless "
        "`trim=false`; columns behind the end of the text give no field.",
    .example = "parseFixedWidth(line, columns=[count, status], widths=[3, 9])",
    .parameters = {{"field", Kind::kField, true, false, "@rawstring"},
                   {"columns", Kind::kStrings, false, true},
                   {"widths", Kind::kStrings, false, true},
                   {"trim", Kind::kBool, false, false, "true"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ParseFixedWidth,
};

}  // namespace quarry
