#include "functions/text/display.h"

#include <charconv>

#include "types/number.h"
#include "types/ticks.h"

namespace quarry {

void AppendDisplay(const JsonNode& node, std::string& out) {
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      return;
    case JsonNode::Kind::kString:
      out += node.text;
      return;
    case JsonNode::Kind::kReal:
      out += FormatReal(node.real, true);
      return;
    default:
      AppendJson(node, out);
  }
}

void AppendDisplay(Type type, const Cell& cell, std::string& out) {
  if (cell.null) return;
  switch (type) {
    case Type::kBool:
      out += cell.boolean ? "true" : "false";
      return;
    case Type::kInt:
    case Type::kLong: {
      char buffer[24];
      const auto end = std::to_chars(buffer, buffer + sizeof buffer, cell.integer);
      out.append(buffer, end.ptr);
      return;
    }
    case Type::kReal:
      out += FormatReal(cell.real, true);
      return;
    case Type::kDateTime:
      out += FormatDateTime(cell.integer);
      return;
    case Type::kTimeSpan:
      out += FormatTimeSpan(cell.integer);
      return;
    case Type::kDecimal:
    case Type::kGuid:
    case Type::kString:
      out += cell.text;
      return;
    case Type::kDynamic:
      break;
  }
  // Objects and arrays are shown as they are held; only strings need decoding.
  if (cell.text.empty() || cell.text[0] != '"') {
    out += cell.text;
    return;
  }
  Arena arena;
  if (const JsonNode* node = ParseJson(cell.text, arena))
    AppendDisplay(*node, out);
  else
    out += cell.text;
}

std::string_view DisplayText(Type type, const Cell& cell, Arena& arena) {
  if (cell.null) return {};
  if (type == Type::kString || type == Type::kGuid || type == Type::kDecimal) return cell.text;
  if (type == Type::kDynamic) {
    const std::string_view json = cell.text;
    if (json.empty() || json[0] != '"') return json;
    if (json.size() >= 2 && json.find('\\') == std::string_view::npos) return json.substr(1, json.size() - 2);
  }
  std::string text;
  AppendDisplay(type, cell, text);
  return arena.Copy(text);
}

}  // namespace quarry
