// Typed literals of rows: bare numbers, times, true, false and null; strings in quotes with JSON escapes; dynamic as
// JSON.
#include "base/arena.h"
#include "base/ascii.h"
#include "qtest/qtest_file.h"
#include "types/cell_text.h"
#include "types/json.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry::qtest {
namespace {

// The end of the literal that starts at `at`: a JSON value, or a word up to the next space.
size_t LiteralEnd(std::string_view text, size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    char c = text[at];
    if (c == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
      }
      if (at >= text.size()) return text.size();
      if (depth == 0) return at + 1;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth <= 0) return at + 1;
    } else if (IsAsciiSpace(c) && depth == 0) {
      return at;
    }
  }
  return text.size();
}

Error Wrong(Type type, std::string_view word) {
  return Error{"`" + std::string(word) + "` is no " + std::string(TypeName(type))};
}

}  // namespace

Result<Value> ParseLiteral(Type type, std::string_view text, size_t& at) {
  size_t end = LiteralEnd(text, at);
  std::string_view word = text.substr(at, end - at);
  at = end;
  if (word == "null") return Value::Null(type);
  std::string unquoted(word);
  const bool quoted = word.starts_with('"');
  if (quoted) {
    Arena arena;
    const JsonNode* node = ParseJson(word, arena);
    if (node == nullptr || node->kind != JsonNode::Kind::kString) return Wrong(type, word);
    unquoted = std::string(node->text);
  }
  switch (type) {
    case Type::kBool:
      if (word == "true" || word == "false") return Value::Bool(word == "true");
      return Wrong(type, word);
    case Type::kInt:
    case Type::kLong: {
      std::optional<int64_t> v = ParseInteger(word);
      if (!v) return Wrong(type, word);
      return Value::Integer(type, *v);
    }
    case Type::kReal: {
      std::optional<double> v = ParseReal(unquoted);
      if (!v) return Wrong(type, word);
      return Value::Real(*v);
    }
    case Type::kDateTime: {
      std::optional<int64_t> v = ParseDateTime(unquoted);
      if (!v) return Wrong(type, word);
      return Value::Integer(type, *v);
    }
    case Type::kTimeSpan: {
      std::optional<int64_t> v = ParseTimeSpan(unquoted);
      if (!v) return Wrong(type, word);
      return Value::Integer(type, *v);
    }
    case Type::kDecimal:
    case Type::kGuid:
      return Value::Text(type, unquoted);
    case Type::kString:
      if (!quoted) return Error{"string `" + std::string(word) + "` stands without quotes"};
      return Value::String(unquoted);
    case Type::kDynamic: {
      std::optional<std::string> json = CompactJson(word);
      if (!json) return Wrong(type, word);
      return Value::Text(type, *json);
    }
  }
  return Wrong(type, word);
}

std::string FormatLiteral(Type type, const Cell& cell) {
  std::string text;
  switch (type) {
    case Type::kString:
    case Type::kDynamic:
      AppendCellJson(type, cell, text);
      break;
    default:
      AppendCellText(type, cell, text);
      if (cell.null) text = "null";
  }
  return text;
}

}  // namespace quarry::qtest
