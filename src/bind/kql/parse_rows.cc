// The pattern of parse becomes one regular expression: constants are quoted (or expressions themselves, with
// kind=regex), `*` is any text, a column is any text or what its type looks like.
#include "bind/kql/parse_rows.h"

#include <string>

namespace quarry {
namespace {

std::string QuoteForRegex(std::string_view text) {
  std::string quoted;
  for (char c : text) {
    bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
    if (!word) quoted += '\\';
    quoted += c;
  }
  return quoted;
}

// The text of a column of `type`; "" for types whose text the delimiters decide.
std::string_view LooksLike(Type type) {
  switch (type) {
    case Type::kInt:
    case Type::kLong:
      return R"([-+]?\d+)";
    case Type::kReal:
    case Type::kDecimal:
      return R"([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)";
    case Type::kBool:
      return "(?i:true|false|0|1)";
    default:
      return {};
  }
}

struct ParsedColumn {
  std::string name;
  Type type = Type::kString;
  Span span;
};

}  // namespace

RelPtr ParseRows(KqlBinder& binder, const kql::Operator& op, RelPtr input, bool keep_unmatched) {
  std::string_view mode = "simple", flags;
  if (const kql::Option* option = op.FindOption("kind")) mode = KqlBinder::WordOf(*option->value);
  if (const kql::Option* option = op.FindOption("flags")) flags = KqlBinder::WordOf(*option->value);
  if (mode != "simple" && mode != "regex" && mode != "relaxed") {
    binder.Report(Code::Q0208, op.FindOption("kind")->value->span, "no kind of parse `" + std::string(mode) + "`")
        .label = "kinds are simple, regex and relaxed";
    return nullptr;
  }
  bool regex = mode == "regex", relaxed = mode == "relaxed";
  // In simple and relaxed mode any text runs over line ends.
  std::string pattern = regex ? "" : "(?s)";
  if (regex && !flags.empty()) {
    for (char flag : flags) {
      if (flag != 'i' && flag != 's' && flag != 'm' && flag != 'U') {
        binder.Report(Code::Q0208, op.FindOption("flags")->value->span, "no flag `" + std::string(1, flag) + "`")
            .label = "flags are i, m, s and U";
        return nullptr;
      }
    }
    pattern = "(?" + std::string(flags) + ")";
  }
  ExprPtr text = binder.BindExpr(*op.args[0], input);
  if (!text) return nullptr;
  if (text->type == Type::kDynamic) text = binder.Convert(text, Type::kString);
  if (text && text->type != Type::kString) {
    binder
        .Report(Code::Q0204, op.args[0]->span,
                "`" + std::string(op.name) + "` takes text, not " + std::string(TypeName(text->type)))
        .label = "`tostring(...)` makes it text";
    return nullptr;
  }
  std::vector<ParsedColumn> columns;
  KqlNames names;
  bool ok = text != nullptr;
  // Expressions of the user's own are greedy unless the flag U says otherwise.
  std::string_view any = regex ? ".*" : ".*?";
  kql::List<const kql::Expr*> pieces = op.FindClause("with")->items;
  for (size_t i = 0; i < pieces.size(); i++) {
    const kql::Expr* piece = pieces[i];
    switch (piece->kind) {
      case kql::Expr::Kind::kStar:
        pattern += any;
        break;
      case kql::Expr::Kind::kLiteral:
        pattern += regex ? "(?:" + std::string(piece->text) + ")" : QuoteForRegex(piece->text);
        break;
      default: {
        ParsedColumn column;
        column.name = piece->text;
        column.span = piece->span;
        if (!piece->type_name.empty()) {
          std::optional<Type> type = binder.BindType(piece->type_name, piece->text_span);
          ok = ok && type;
          column.type = type.value_or(Type::kString);
        }
        ok = binder.TakeName(names, column.name, piece->span) && ok;
        std::string looks(LooksLike(column.type));
        if (looks.empty()) looks = any;
        // A relaxed part may be anything between its delimiters; without one behind it, what its type looks like, or
        // nothing.
        else if (relaxed)
          looks = i + 1 < pieces.size() && pieces[i + 1]->kind == kql::Expr::Kind::kStar ? "(?:" + looks + ")?" : ".*?";
        pattern += "(?P<p" + std::to_string(columns.size()) + ">" + looks + ")";
        columns.push_back(std::move(column));
      }
    }
  }
  if (!ok) return nullptr;
  // The array of texts, computed once below.
  ColumnId parsed_id = binder.NextId();
  ExprPtr parsed = binder.Call("parse_pattern", {text, MakeLiteral(Value::String(pattern), op.span)}, op.span);
  if (!parsed) return nullptr;
  std::vector<NamedExpr> below;
  for (const OutputColumn& column : input->output) below.push_back({column.id, column.name, binder.Column(column, {})});
  below.push_back({parsed_id, "$parsed", parsed});
  std::vector<OutputColumn> shown = input->output;
  RelPtr matched = MakeProject(input, std::move(below), op.span);
  ExprPtr texts = MakeColumn(parsed_id, Type::kDynamic, op.span);
  std::vector<ExprPtr> values, conditions = {binder.Call("is_not_null", {texts}, op.span)};
  for (size_t i = 0; i < columns.size(); i++) {
    ExprPtr index = MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(i)), columns[i].span);
    ExprPtr value = binder.Call("dynamic_index", {texts, index}, columns[i].span);
    value = binder.Convert(binder.Convert(value, Type::kString), columns[i].type);
    if (!value) return nullptr;
    values.push_back(value);
    // One text that is not of its type undoes the whole match.
    if (!relaxed && columns[i].type != Type::kString && columns[i].type != Type::kDynamic)
      conditions.push_back(binder.Call("is_not_null", {value}, columns[i].span));
  }
  ExprPtr matches = conditions.size() == 1 ? conditions[0] : binder.Call("and", conditions, op.span);
  if (!matches) return nullptr;
  if (!keep_unmatched) matched = MakeFilter(matched, matches, op.span);
  std::vector<NamedExpr> output;
  for (const OutputColumn& column : shown) output.push_back({column.id, column.name, binder.Column(column, {})});
  for (size_t i = 0; i < columns.size(); i++) {
    ExprPtr value = values[i];
    if (keep_unmatched && conditions.size() > 1) {
      Value missing = columns[i].type == Type::kString ? Value::String("") : Value::Null(columns[i].type);
      value = binder.Call("iff", {matches, value, MakeLiteral(missing, columns[i].span)}, columns[i].span);
      if (!value) return nullptr;
    }
    NamedExpr* place = nullptr;
    for (NamedExpr& column : output)
      if (column.name == columns[i].name) place = &column;
    NamedExpr added{binder.NextId(), columns[i].name, value};
    if (place != nullptr)
      *place = added;
    else
      output.push_back(added);
  }
  return MakeProject(matched, std::move(output), op.span);
}

}  // namespace quarry
