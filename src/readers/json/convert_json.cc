#include "readers/json/convert_json.h"

#include "readers/convert_text.h"

namespace quarry {

std::string_view CompactCheckedJson(std::string_view json, bool spaced, Arena& arena) {
  if (!spaced) return json;
  char* const begin = arena.Allocate(json.size(), 1);
  char* out = begin;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      *out++ = c;
      if (c == '\\')
        *out++ = json[++i];
      else if (c == '"')
        in_string = false;
    } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
      *out++ = c;
      in_string = c == '"';
    }
  }
  return {begin, static_cast<size_t>(out - begin)};
}

Cell ConvertJson(const JsonSlice& value, Type type, bool valid_utf8, Arena& arena) {
  using Kind = JsonSlice::Kind;
  const bool as_text = type == Type::kString || type == Type::kDynamic;
  switch (value.kind) {
    case Kind::kNull:
      return Cell::Null();
    case Kind::kString: {
      std::string_view text = value.escaped ? UnescapeJson(value.raw, arena) : value.raw;
      if (!valid_utf8) text = ValidUtf8(text, arena);
      return ConvertText(text, type, arena);
    }
    case Kind::kNumber:
      if (type == Type::kDynamic) return Cell::Text(value.raw);
      return type == Type::kTimeSpan ? Cell::Null() : ConvertText(value.raw, type, arena);
    case Kind::kTrue:
    case Kind::kFalse:
      if (type == Type::kBool) return Cell::Bool(value.kind == Kind::kTrue);
      return as_text ? Cell::Text(value.raw) : Cell::Null();
    case Kind::kObject:
    case Kind::kArray: {
      if (!as_text) return Cell::Null();
      const std::string_view json = CompactCheckedJson(value.raw, value.spaced, arena);
      return Cell::Text(valid_utf8 ? json : ValidUtf8(json, arena));
    }
  }
  return Cell::Null();
}

}  // namespace quarry
