// Names, literals, paths and conversions. Part of KqlBinder.
#include <string>

#include "base/ascii.h"
#include "bind/kql/kql_binder.h"
#include "catalog/catalog.h"
#include "plan/evaluator.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {

namespace {

std::string Quoted(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::string_view ConversionTo(Type type) {
  switch (type) {
    case Type::kBool:
      return "to_bool";
    case Type::kInt:
      return "to_int";
    case Type::kLong:
      return "to_long";
    case Type::kReal:
      return "to_real";
    case Type::kDecimal:
      return "to_decimal";
    case Type::kDateTime:
      return "to_datetime";
    case Type::kTimeSpan:
      return "to_timespan";
    case Type::kGuid:
      return "to_guid";
    case Type::kString:
      return "to_string";
    case Type::kDynamic:
      return "to_dynamic";
  }
  return {};
}

bool IsGuidText(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); i++) {
    bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    char c = AsciiLower(text[i]);
    if (dash ? c != '-' : !(IsAsciiDigit(c) || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

// datetime(2025, 6, 14) and datetime(2025, 6, 14, 10, 30, 0).
std::optional<int64_t> ParseDateParts(std::string_view text) {
  int64_t parts[6] = {1, 1, 1, 0, 0, 0};
  size_t count = 0;
  while (count < 6) {
    size_t comma = text.find(',');
    std::string_view part = text.substr(0, comma);
    while (!part.empty() && IsAsciiSpace(part.front())) part.remove_prefix(1);
    while (!part.empty() && IsAsciiSpace(part.back())) part.remove_suffix(1);
    std::optional<int64_t> number = ParseInteger(part);
    if (!number || *number < 0) return std::nullopt;
    parts[count++] = *number;
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  bool valid = count >= 3 && parts[0] >= 1 && parts[0] <= 9999 && parts[1] >= 1 && parts[1] <= 12 && parts[2] >= 1 &&
               parts[2] <= DaysInMonth(static_cast<int>(parts[0]), static_cast<int>(parts[1])) && parts[3] < 24 &&
               parts[4] < 60 && parts[5] < 60;
  if (!valid) return std::nullopt;
  return FromCivil({static_cast<int>(parts[0]), static_cast<int>(parts[1]), static_cast<int>(parts[2]),
                    static_cast<int>(parts[3]), static_cast<int>(parts[4]), static_cast<int>(parts[5]), 0});
}

}  // namespace

std::optional<Type> KqlBinder::BindType(std::string_view name, Span span) {
  std::optional<Type> type = FindType(name);
  if (!type)
    Report(Code::Q0204, span, "no type " + Quoted(name)).label =
        "types are bool, int, long, real, decimal, datetime, timespan, guid, string and dynamic";
  return type;
}

ExprPtr KqlBinder::Fold(ExprPtr expr) {
  return expr && options_.fold ? FoldConstants(expr) : expr;
}

ExprPtr KqlBinder::BindExpr(const kql::Expr& expr, const RelPtr& rows) {
  if (expr.kind == kql::Expr::Kind::kError) return nullptr;
  expression_depth_++;
  ExprPtr bound = BindInner(expr, rows);
  expression_depth_--;
  return expression_depth_ == 0 ? Fold(bound) : bound;
}

ExprPtr KqlBinder::BindInner(const kql::Expr& expr, const RelPtr& rows) {
  switch (expr.kind) {
    case kql::Expr::Kind::kError:
      return nullptr;
    case kql::Expr::Kind::kName:
      return BindName(expr, rows);
    case kql::Expr::Kind::kLiteral:
      return BindLiteral(expr);
    case kql::Expr::Kind::kUnary:
      return BindUnary(expr, rows);
    case kql::Expr::Kind::kBinary:
      return BindBinary(expr, rows);
    case kql::Expr::Kind::kBetween:
      return BindBetween(expr, rows);
    case kql::Expr::Kind::kCall:
      return BindCall(expr, rows);
    case kql::Expr::Kind::kMember:
    case kql::Expr::Kind::kIndex:
      return BindPath(expr, rows);
    case kql::Expr::Kind::kParameter: {
      auto given = options_.parameters.find(std::string(expr.text));
      if (given != options_.parameters.end()) return MakeLiteral(Value::String(given->second), expr.span);
      Report(Code::Q0207, expr.span, "parameter " + Quoted(expr.text) + " has no value").label =
          "a client fills this in";
      return nullptr;
    }
    case kql::Expr::Kind::kJoinSide:
      Report(Code::Q0209, expr.span, Quoted(expr.text) + " stands only in the condition of a join").label =
          "there are no two sides here";
      return nullptr;
    case kql::Expr::Kind::kStar:
      Report(Code::Q0209, expr.span, "`*` is not a value").label = "no list of columns is meant here";
      return nullptr;
    case kql::Expr::Kind::kNamed:
      Report(Code::Q0209, expr.span, "a name cannot be given here").label = "`=` is not a comparison; that is `==`";
      return nullptr;
    case kql::Expr::Kind::kPathCall:
      Unsupported(expr.span, "a call of " + Quoted(expr.text) + " on an expression");
      return nullptr;
    case kql::Expr::Kind::kTypeOf:
      Report(Code::Q0209, expr.span, "`typeof` is not a value").label = "it stands behind `to` only";
      return nullptr;
    default:
      Report(Code::Q0204, expr.span, "a value is needed here").label = "a table; `toscalar(...)` takes its first value";
      return nullptr;
  }
}

ExprPtr KqlBinder::BindLiteral(const kql::Expr& expr) {
  std::string_view text = expr.text;
  auto bad = [&](std::string_view type) {
    Report(Code::Q0104, expr.span, "invalid " + std::string(type) + " literal").label = Quoted(text) + " is none";
    return ExprPtr();
  };
  auto null_or = [&](Type type) { return MakeLiteral(Value::Null(type), expr.span); };
  bool null = text == "null";
  switch (expr.literal) {
    case kql::LiteralKind::kString:
      return MakeLiteral(Value::String(text), expr.span);
    case kql::LiteralKind::kDynamic:
      return text == "null" ? null_or(Type::kDynamic) : MakeLiteral(Value::Text(Type::kDynamic, text), expr.span);
    case kql::LiteralKind::kBool: {
      if (null) return null_or(Type::kBool);
      if (text == "1" || EqualsIgnoreAsciiCase(text, "true")) return MakeLiteral(Value::Bool(true), expr.span);
      if (text == "0" || EqualsIgnoreAsciiCase(text, "false")) return MakeLiteral(Value::Bool(false), expr.span);
      return bad("bool");
    }
    case kql::LiteralKind::kInt:
    case kql::LiteralKind::kLong: {
      Type type = expr.literal == kql::LiteralKind::kInt ? Type::kInt : Type::kLong;
      if (null) return null_or(type);
      std::optional<int64_t> value = ParseInteger(text);
      if (!value || (type == Type::kInt && (*value > INT32_MAX || *value < INT32_MIN))) return bad(TypeName(type));
      return MakeLiteral(Value::Integer(type, *value), expr.span);
    }
    case kql::LiteralKind::kReal: {
      if (null) return null_or(Type::kReal);
      std::string digits(text);
      if (!digits.empty() && digits.back() == '.') digits += '0';
      if (EqualsIgnoreAsciiCase(digits, "nan")) digits = "NaN";
      if (EqualsIgnoreAsciiCase(digits, "+inf")) digits = "inf";
      std::optional<double> value = ParseReal(digits);
      return value ? MakeLiteral(Value::Real(*value), expr.span) : bad("real");
    }
    case kql::LiteralKind::kDecimal: {
      if (null) return null_or(Type::kDecimal);
      if (!ParseReal(text)) return bad("decimal");
      ExprPtr value = Call("to_decimal", {MakeLiteral(Value::String(text), expr.span)}, expr.span);
      std::optional<Value> constant = value ? EvaluateConstant(*value) : std::nullopt;
      return constant ? MakeLiteral(*constant, expr.span) : value;
    }
    case kql::LiteralKind::kDateTime: {
      if (null) return null_or(Type::kDateTime);
      if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'')) text = text.substr(1, text.size() - 2);
      std::optional<int64_t> value = ParseDateTime(text);
      if (!value) value = ParseDateParts(text);
      return value ? MakeLiteral(Value::Integer(Type::kDateTime, *value), expr.span) : bad("datetime");
    }
    case kql::LiteralKind::kTimeSpan: {
      if (null) return null_or(Type::kTimeSpan);
      if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'')) text = text.substr(1, text.size() - 2);
      std::optional<int64_t> value = ParseTimeSpan(text);
      if (!value && ParseInteger(text)) value = ParseTimeSpan(std::string(text) + "d");  // timespan(5): days
      return value ? MakeLiteral(Value::Integer(Type::kTimeSpan, *value), expr.span) : bad("timespan");
    }
    case kql::LiteralKind::kGuid:
      if (null) return null_or(Type::kGuid);
      if (!IsGuidText(text)) return bad("guid");
      return MakeLiteral(Value::Text(Type::kGuid, AsciiLowered(text)), expr.span);
  }
  return nullptr;
}

const OutputColumn* KqlBinder::FindColumn(const Rel& rows, std::string_view name) const {
  for (const OutputColumn& column : rows.output)
    if (column.name == name) return &column;
  return nullptr;
}

// `name` is another name of a column that the tables behind these rows have, and that is still here.
const OutputColumn* KqlBinder::FindAliasedColumn(const Rel& rows, std::string_view name, Span span) {
  std::vector<std::string> tables;
  for (const OutputColumn& column : rows.output) {
    auto origin = origins_.find(column.id);
    if (origin == origins_.end()) continue;
    bool seen = false;
    for (const std::string& table : tables) seen = seen || table == origin->second.table;
    if (!seen) tables.push_back(origin->second.table);
  }
  for (const std::string& table : tables) {
    const ColumnAlias* alias = tables_.FindAlias(table, name);
    if (alias == nullptr) continue;
    for (const OutputColumn& column : rows.output) {
      auto origin = origins_.find(column.id);
      if (origin == origins_.end() || origin->second.table != table || origin->second.column != alias->target) continue;
      if (!alias->silent) {
        std::string fixed = column.name;
        // As an item of its own it names its result: the fix keeps that name.
        bool whole = whole_item_ != nullptr && whole_item_->kind == kql::Expr::Kind::kName &&
                     whole_item_->span.start == span.start;
        Diagnostic& warning = Report(Code::Q0401, span, "no column " + Quoted(name) + " in table " + Quoted(table));
        warning.label = "read as " + Quoted(column.name);
        warning.platform_verdict = alias->verdict;
        if (warning.fixes.empty()) warning.fixes.push_back({span, whole ? std::string(name) + " = " + fixed : fixed});
      }
      return &column;
    }
  }
  return nullptr;
}

std::string KqlBinder::DescribeRows(const Rel& rows) const {
  std::string table;
  for (const OutputColumn& column : rows.output) {
    auto origin = origins_.find(column.id);
    if (origin == origins_.end() || (!table.empty() && origin->second.table != table)) return "the rows at this point";
    table = origin->second.table;
  }
  return table.empty() ? "the rows at this point" : "table " + Quoted(table);
}

void KqlBinder::ReportUnknownColumn(const Rel* rows, std::string_view name, Span span) {
  NameSuggester suggester(name);
  if (rows != nullptr)
    for (const OutputColumn& column : rows->output) suggester.Consider(column.name);
  for (const KqlBinding* at = environment_; at != nullptr; at = at->outer) suggester.Consider(at->name);
  std::string where = rows != nullptr ? " in " + DescribeRows(*rows) : "";
  Diagnostic& error = Report(
      Code::Q0203, span, rows != nullptr ? "no column " + Quoted(name) + where : "nothing is named " + Quoted(name));
  std::string best(suggester.best());
  bool column = rows != nullptr && FindColumn(*rows, best) != nullptr;
  error.label = best.empty()
                    ? "not known here"
                    : std::string(column ? "a similar column exists: " : "a similar name exists: ") + Quoted(best);
  error.platform_verdict =
      "KS142: the name `" + std::string(name) + "` does not refer to any known column, table, variable or function";
}

ExprPtr KqlBinder::BindName(const kql::Expr& expr, const RelPtr& rows) {
  if (rows != nullptr)
    if (const OutputColumn* column = FindColumn(*rows, expr.text)) return Column(*column, expr.span);
  if (const KqlBinding* binding = Lookup(expr.text)) {
    switch (binding->kind) {
      case KqlBinding::Kind::kUnusable:
        return nullptr;
      case KqlBinding::Kind::kScalar: {
        if (!binding->scalar) return nullptr;
        // The use is what diagnostics and `explain` should point at.
        auto here = std::make_shared<Expr>(*binding->scalar);
        here->span = expr.span;
        return here;
      }
      case KqlBinding::Kind::kFunction:
        return BindFunctionCall(*binding, expr, rows);
      case KqlBinding::Kind::kTable:
        Report(Code::Q0204, expr.span, Quoted(expr.text) + " is a table, not a value").label =
            "`toscalar(...)` takes its first value";
        return nullptr;
    }
  }
  if (rows != nullptr)
    if (const OutputColumn* column = FindAliasedColumn(*rows, expr.text, expr.span)) return Column(*column, expr.span);
  if (IsTabular(expr, nullptr)) {
    Report(Code::Q0204, expr.span, Quoted(expr.text) + " is a table, not a value").label =
        "`toscalar(...)` takes its first value";
    return nullptr;
  }
  ReportUnknownColumn(rows.get(), expr.text, expr.span);
  return nullptr;
}

const OutputColumn* KqlBinder::BindColumn(const kql::Expr& expr, const RelPtr& rows) {
  if (expr.kind == kql::Expr::Kind::kError) return nullptr;
  if (expr.kind != kql::Expr::Kind::kName) {
    Report(Code::Q0209, expr.span, "a column's name is needed here").label = "an expression";
    return nullptr;
  }
  return BindColumnName(expr.text, expr.span, rows);
}

const OutputColumn* KqlBinder::BindColumnName(std::string_view name, Span span, const RelPtr& rows) {
  if (const OutputColumn* column = FindColumn(*rows, name)) return column;
  if (const OutputColumn* column = FindAliasedColumn(*rows, name, span)) return column;
  ReportUnknownColumn(rows.get(), name, span);
  return nullptr;
}

ExprPtr KqlBinder::AsDynamic(ExprPtr value, Span span) {
  if (!value || value->type == Type::kDynamic) return value;
  // The same column is text in one portal's schema and dynamic in the other's (AdditionalFields).
  if (value->type == Type::kString && value->kind == Expr::Kind::kColumn && origins_.count(value->column) > 0)
    return Call("parse_json", {value}, span);
  Report(Code::Q0204, span, "a " + std::string(TypeName(value->type)) + " has no members").label =
      "only a dynamic value has; `parse_json(...)` makes one";
  return nullptr;
}

ExprPtr KqlBinder::BindPath(const kql::Expr& expr, const RelPtr& rows) {
  ExprPtr base = BindExpr(*expr.args[0], rows);
  if (!base) return nullptr;
  base = AsDynamic(base, expr.args[0]->span);
  if (!base) return nullptr;
  if (expr.kind == kql::Expr::Kind::kMember) {
    if (expr.text == "*") {
      Report(Code::Q0209, expr.span, "`*` is not a member").label = "wildcards stand for tables";
      return nullptr;
    }
    return Call("dynamic_member", {base, MakeLiteral(Value::String(expr.text), expr.text_span)}, expr.span);
  }
  ExprPtr index = BindExpr(*expr.args[1], rows);
  if (!index) return nullptr;
  index = Fold(index);
  if (index->type == Type::kString) return Call("dynamic_member", {base, index}, expr.span);
  if (IsNumeric(index->type)) return Call("dynamic_index", {base, Convert(index, Type::kLong)}, expr.span);
  if (index->type == Type::kDynamic) return Call("dynamic_member", {base, Convert(index, Type::kString)}, expr.span);
  Report(Code::Q0204, expr.args[1]->span, "a " + std::string(TypeName(index->type)) + " cannot be an index").label =
      "a name or a number is needed";
  return nullptr;
}

ExprPtr KqlBinder::Convert(ExprPtr value, Type type) {
  if (!value || value->type == type) return value;
  if (value->is_literal()) {
    if (value->literal.is_null())
      return MakeLiteral(type == Type::kString ? Value::String("") : Value::Null(type), value->span);
    if (IsInteger(value->type) &&
        (type == Type::kLong ||
         (type == Type::kInt && value->literal.integer() == static_cast<int32_t>(value->literal.integer()))))
      return MakeLiteral(Value::Integer(type, value->literal.integer()), value->span);
    if (IsInteger(value->type) && type == Type::kReal)
      return MakeLiteral(Value::Real(static_cast<double>(value->literal.integer())), value->span);
  }
  return Call(ConversionTo(type), {value}, value->span);
}

ExprPtr KqlBinder::AsBool(ExprPtr value, Span span) {
  if (!value || value->type == Type::kBool) return value;
  if (value->type == Type::kDynamic) return Convert(value, Type::kBool);
  Report(Code::Q0204, span, "a condition must be bool, not " + std::string(TypeName(value->type))).label =
      "this is a " + std::string(TypeName(value->type));
  return nullptr;
}

ExprPtr KqlBinder::BindCondition(const kql::Expr& expr, const RelPtr& rows) {
  return Fold(AsBool(BindExpr(expr, rows), expr.span));
}

std::optional<Value> KqlBinder::BindConstant(const kql::Expr& expr, std::string_view what) {
  ExprPtr value = BindExpr(expr, nullptr);
  if (!value) return std::nullopt;
  std::optional<Value> constant = value->is_literal() ? value->literal : EvaluateConstant(*value);
  if (!constant)
    Report(Code::Q0207, expr.span, std::string(what) + " must be a constant").label = "known only when the query runs";
  return constant;
}

std::optional<uint64_t> KqlBinder::BindRowCount(const kql::Expr& expr) {
  std::optional<Value> value = BindConstant(expr, "a number of rows");
  if (!value) return std::nullopt;
  if (!IsInteger(value->type()) || value->is_null() || value->integer() < 0) {
    Report(Code::Q0208, expr.span, "a number of rows must be a whole number from 0").label = "this is none";
    return std::nullopt;
  }
  return static_cast<uint64_t>(value->integer());
}

// Values of different types meet as in iff(): dynamic gives way, numbers are promoted, nonsense becomes dynamic.
Type KqlBinder::Unify(std::vector<ExprPtr>& values) {
  std::optional<Type> common;
  bool mixed = false;
  for (const ExprPtr& value : values) {
    if (value->type == Type::kDynamic) continue;
    if (!common)
      common = value->type;
    else if (*common != value->type && !(IsNumeric(*common) && IsNumeric(value->type)))
      mixed = true;
    else
      common = CommonType(*common, value->type);
  }
  Type type = mixed ? Type::kDynamic : common.value_or(Type::kDynamic);
  for (ExprPtr& value : values) value = Convert(value, type);
  return type;
}

}  // namespace quarry
