// parse-kv: columns from the keys and values of a text.
#include <string>

#include "bind/kql/kql_binder.h"
#include "bind/kql/operator.h"
#include "types/json.h"

namespace quarry {
namespace {

bool Refuse(KqlBinder& binder, Span span, const std::string& what, std::string_view label) {
  binder.Report(Code::Q0208, span, what).label = label;
  return false;
}

// The settings as parse_key_values reads them.
bool ReadSettings(KqlBinder& binder, const kql::Operator& op, std::string* settings) {
  const kql::Clause* with = op.FindClause("with");
  std::string pair, kv, regex, escapes, quotes;
  bool greedy = false, has_regex = false, refused = false;
  for (const kql::Option& option : with != nullptr ? with->options : kql::List<kql::Option>()) {
    const std::string_view name = option.name.text;
    const bool known = name == "pair_delimiter" || name == "kv_delimiter" || name == "quote" || name == "escape" ||
                       name == "regex" || name == "greedy";
    if (!known)
      return Refuse(binder, option.name.span, "parse-kv has no option `" + std::string(name) + "`",
                    "options are pair_delimiter, kv_delimiter, quote, escape, greedy and regex");
    std::optional<Value> value = binder.BindConstant(*option.value, "an option of parse-kv");
    if (!value) return false;
    if (name == "greedy") {
      refused = value->type() != Type::kBool || value->is_null();
      greedy = !refused && value->boolean();
    } else {
      refused = value->type() != Type::kString || value->text().empty();
    }
    if (refused)
      return Refuse(binder, option.value->span, "`" + std::string(name) + "` does not take this value",
                    name == "greedy" ? "`true` or `false` is needed" : "a text is needed");
    const std::string& text = value->text();
    if (name == "pair_delimiter") pair = text;
    if (name == "kv_delimiter") kv = text;
    if (name == "regex") regex = text, has_regex = true;
    if (name == "quote") {
      if (text.size() > 2)
        return Refuse(binder, option.value->span, "a quote is one character, or an opening and a closing one",
                      "too long");
      if (!quotes.empty()) quotes += ',';
      AppendJsonString(text, quotes);
    }
    if (name == "escape") {
      if (text.size() > 1) return Refuse(binder, option.value->span, "an escape is one character", "too long");
      escapes += text;
    }
  }
  if (has_regex) {
    if (with->options.size() > 1)
      return Refuse(binder, with->span, "`regex` stands alone", "the expression says what delimits");
    *settings = "{\"regex\":";
    AppendJsonString(regex, *settings);
    *settings += '}';
    return true;
  }
  if (pair.empty() || kv.empty()) {
    binder.Unsupported(op.name_span, "parse-kv without delimiters",
                       "write `with (pair_delimiter=..., kv_delimiter=...)`");
    return false;
  }
  *settings = "{\"pair\":";
  AppendJsonString(pair, *settings);
  *settings += ",\"kv\":";
  AppendJsonString(kv, *settings);
  *settings += ",\"quotes\":[" + quotes + "],\"escapes\":";
  AppendJsonString(escapes, *settings);
  *settings += greedy ? ",\"greedy\":true}" : "}";
  return true;
}

FailureOr<RelPtr> Bind(KqlBinder& binder, const kql::Operator& op, RelPtr input) {
  const kql::Clause* as = op.FindClause("as");
  std::string settings;
  ExprPtr text = binder.BindExpr(*op.args[0], input);
  if (!text || as == nullptr || !ReadSettings(binder, op, &settings)) return Failure{};
  if (text->type == Type::kDynamic) text = binder.Convert(text, Type::kString);
  if (!text || text->type != Type::kString) {
    if (text)
      binder.Report(Code::Q0204, op.args[0]->span, "`parse-kv` takes text, not " + std::string(TypeName(text->type)))
          .label = "`tostring(...)` makes it text";
    return Failure{};
  }
  std::vector<Type> types;
  std::string keys = "[";
  KqlNames names;
  for (const kql::ColumnDecl& column : as->columns) {
    std::optional<Type> type = binder.BindType(column.type.text, column.type.span);
    if (!type || !binder.TakeName(names, std::string(column.name.text), column.name.span)) return Failure{};
    types.push_back(*type);
    if (keys.size() > 1) keys += ',';
    AppendJsonString(column.name.text, keys);
  }
  keys += ']';
  ExprPtr found = binder.Call("parse_key_values",
                              {text, MakeLiteral(Value::Text(Type::kDynamic, keys), as->span),
                               MakeLiteral(Value::Text(Type::kDynamic, settings), op.span)},
                              op.span);
  if (!found) return Failure{};
  // The array of texts, computed once below.
  const ColumnId found_id = binder.NextId();
  std::vector<NamedExpr> below, output;
  for (const OutputColumn& column : input->output) below.push_back({column.id, column.name, binder.Column(column, {})});
  output = below;
  below.push_back({found_id, "$found", found});
  for (size_t i = 0; i < types.size(); i++) {
    const kql::ColumnDecl& column = as->columns[i];
    ExprPtr index = MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(i)), column.name.span);
    ExprPtr value =
        binder.Call("dynamic_index", {MakeColumn(found_id, Type::kDynamic, op.span), index}, column.name.span);
    value = binder.Convert(binder.Convert(value, Type::kString), types[i]);
    if (!value) return Failure{};
    NamedExpr added{binder.NextId(), std::string(column.name.text), value};
    NamedExpr* place = nullptr;
    for (NamedExpr& known : output)
      if (known.name == added.name) place = &known;
    if (place != nullptr)
      *place = added;
    else
      output.push_back(added);
  }
  return MakeProject(MakeProject(input, std::move(below), op.span), std::move(output), op.span);
}

}  // namespace

QUARRY_DEFINE(KqlOperatorDef, kParseKvOperator) = {
    .name = "parse-kv",
    .syntax =
        "T | parse-kv Text as (Key:Type, ...) with (pair_delimiter=Text, kv_delimiter=Text [, quote=Characters ...] [, "
        "escape=Character ...] [, greedy=true])|(regex=Pattern)",
    .doc =
        "Adds a column for each key with its value in the text, the first when there are several. A key that is "
        "missing, or a value that is not of its type, is null. Spaces around keys and values do not count. Quotes keep "
        "delimiters inside; with `greedy=true` values without quotes may hold the pair delimiter. A `regex` has two "
        "groups, the key and the value. Without delimiters it does not run.",
    .example =
        "T | parse-kv Message as (src:string, bytes:long) with (pair_delimiter=\" \", kv_delimiter=\"=\", quote='\"')",
    .bind = Bind,
};

}  // namespace quarry
