#include "functions/conversion/convert.h"

#include <cmath>
#include <limits>

#include "base/ascii.h"
#include "functions/dynamic/json_cells.h"
#include "functions/numeric/decimal.h"
#include "functions/text/display.h"
#include "types/json.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {

namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}

Cell FromInteger(std::optional<int64_t> value) {
  return value ? Cell::Integer(*value) : Cell::Null();
}

Cell IntegerInRange(int64_t value, Type to) {
  if (to == Type::kInt && (value < std::numeric_limits<int32_t>::min() || value > std::numeric_limits<int32_t>::max()))
    return Cell::Null();
  return Cell::Integer(value);
}

Cell RealToInteger(double value, Type to) {
  const double whole = std::trunc(value);
  if (!(whole >= -9223372036854775808.0 && whole < 9223372036854775808.0)) return Cell::Null();
  return IntegerInRange(static_cast<int64_t>(whole), to);
}

Cell ParseText(std::string_view text, Type to, Arena& arena) {
  if (to != Type::kDynamic) text = Trimmed(text);
  switch (to) {
    case Type::kBool:
      if (EqualsIgnoreAsciiCase(text, "true")) return Cell::Bool(true);
      if (EqualsIgnoreAsciiCase(text, "false")) return Cell::Bool(false);
      if (const auto number = ParseInteger(text)) return Cell::Bool(*number != 0);
      return Cell::Null();
    case Type::kInt:
    case Type::kLong: {
      const auto number = ParseInteger(text);
      return number ? IntegerInRange(*number, to) : Cell::Null();
    }
    case Type::kReal: {
      const auto number = ParseReal(text);
      return number ? Cell::Real(*number) : Cell::Null();
    }
    case Type::kDecimal: {
      const auto number = CanonicalDecimal(text);
      return number ? TextIn(arena, *number) : Cell::Null();
    }
    case Type::kDateTime:
      return FromInteger(ParseDateTime(text));
    case Type::kTimeSpan:
      return FromInteger(ParseTimeSpan(text));
    case Type::kGuid: {
      const auto guid = ParseGuid(text);
      return guid ? TextIn(arena, *guid) : Cell::Null();
    }
    case Type::kDynamic:
      return ParseDynamic(text, arena);
    case Type::kString:
      return Cell::Text(text);
  }
  return Cell::Null();
}

Cell FromNode(const JsonNode& node, Type to, Arena& arena) {
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      return Cell::Null();
    case JsonNode::Kind::kBool:
      return Convert(Type::kBool, Cell::Bool(node.boolean), to, arena);
    case JsonNode::Kind::kInteger:
      return Convert(Type::kLong, Cell::Integer(node.integer), to, arena);
    case JsonNode::Kind::kReal:
      return Convert(Type::kReal, Cell::Real(node.real), to, arena);
    case JsonNode::Kind::kString:
      return ParseText(node.text, to, arena);
    default:
      return Cell::Null();
  }
}

}  // namespace

std::optional<std::string> ParseGuid(std::string_view text) {
  if (text.size() > 2 && ((text.front() == '{' && text.back() == '}') || (text.front() == '(' && text.back() == ')')))
    text = text.substr(1, text.size() - 2);
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = AsciiLower(text[i]);
    if (IsAsciiDigit(c) || (c >= 'a' && c <= 'f'))
      digits += c;
    else if (c != '-' || (i != 8 && i != 13 && i != 18 && i != 23))
      return std::nullopt;
  }
  if (digits.size() != 32 || (text.size() != 32 && text.size() != 36)) return std::nullopt;
  for (size_t at : {8, 13, 18, 23}) digits.insert(at, 1, '-');
  return digits;
}

Cell ParseDynamic(std::string_view text, Arena& arena) {
  if (Trimmed(text).empty()) return Cell::Null();
  if (const auto compact = CompactJson(text)) return DynamicOf(*compact, arena);
  std::string quoted;
  AppendJsonString(text, quoted);
  return TextIn(arena, quoted);
}

Cell Convert(Type from, const Cell& cell, Type to, Arena& arena) {
  if (to == Type::kString) return Cell::Text(DisplayText(from, cell, arena));
  if (cell.null) return Cell::Null();
  if (from == to) return cell;
  if (from == Type::kString) return ParseText(cell.text, to, arena);
  if (to == Type::kDynamic) return ToDynamic(from, cell, arena);
  if (from == Type::kDynamic) {
    const JsonNode* node = ParseJson(cell.text, arena);
    return node ? FromNode(*node, to, arena) : Cell::Null();
  }
  if (from == Type::kDecimal && IsNumeric(to)) {
    const std::string_view whole = cell.text.substr(0, cell.text.find('.'));
    if (to == Type::kReal) return Cell::Real(DecimalToReal(cell.text));
    const auto number = ParseInteger(whole);
    return number ? IntegerInRange(*number, to) : Cell::Null();
  }
  const bool from_whole = IsInteger(from) || from == Type::kBool || from == Type::kDateTime || from == Type::kTimeSpan;
  const int64_t whole = from == Type::kBool ? (cell.boolean ? 1 : 0) : from_whole ? cell.integer : 0;
  switch (to) {
    case Type::kBool:
      if (IsInteger(from)) return Cell::Bool(cell.integer != 0);
      if (from == Type::kReal) return Cell::Bool(cell.real != 0);
      return Cell::Null();
    case Type::kInt:
    case Type::kLong:
      if (from == Type::kReal) return RealToInteger(cell.real, to);
      return from_whole ? IntegerInRange(whole, to) : Cell::Null();
    case Type::kReal:
      return from_whole ? Cell::Real(static_cast<double>(whole)) : Cell::Null();
    case Type::kDecimal: {
      if (from == Type::kReal && !std::isfinite(cell.real)) return Cell::Null();
      if (!from_whole && from != Type::kReal) return Cell::Null();
      const auto number = CanonicalDecimal(from_whole ? std::to_string(whole) : FormatReal(cell.real));
      return number ? TextIn(arena, *number) : Cell::Null();
    }
    case Type::kDateTime:
      return IsInteger(from) && cell.integer >= 0 && cell.integer <= kMaxDateTimeTicks ? Cell::Integer(cell.integer)
                                                                                       : Cell::Null();
    case Type::kTimeSpan:
      return IsInteger(from) ? Cell::Integer(cell.integer) : Cell::Null();
    default:
      return Cell::Null();
  }
}

}  // namespace quarry
