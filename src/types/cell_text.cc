// Writes cells as JSON or plain text: AppendCellJson, AppendCellText.
#include "types/cell_text.h"

#include "base/arena.h"
#include "types/json.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {

void AppendCellJson(Type type, const Cell& cell, std::string& out) {
  if (cell.null) {
    out += "null";
    return;
  }
  switch (type) {
    case Type::kBool:
      out += cell.boolean ? "true" : "false";
      return;
    case Type::kInt:
    case Type::kLong:
      out += std::to_string(cell.integer);
      return;
    case Type::kReal:
      AppendJsonNumber(cell.real, out);
      return;
    case Type::kDynamic:
      out += cell.text.empty() ? std::string_view("null") : cell.text;
      return;
    case Type::kDateTime:
    case Type::kTimeSpan:
      // Canonical texts have nothing to escape.
      out += '"';
      out += type == Type::kDateTime ? FormatDateTime(cell.integer) : FormatTimeSpan(cell.integer);
      out += '"';
      return;
    case Type::kDecimal:
    case Type::kGuid:
    case Type::kString:
      AppendJsonString(cell.text, out);
      return;
  }
}

void AppendCellText(Type type, const Cell& cell, std::string& out) {
  if (cell.null) return;
  switch (type) {
    case Type::kBool:
      out += cell.boolean ? "true" : "false";
      return;
    case Type::kInt:
    case Type::kLong:
      out += std::to_string(cell.integer);
      return;
    case Type::kReal:
      out += FormatReal(cell.real);
      return;
    case Type::kDateTime:
      out += FormatDateTime(cell.integer);
      return;
    case Type::kTimeSpan:
      out += FormatTimeSpan(cell.integer);
      return;
    case Type::kDynamic: {
      if (!cell.text.starts_with('"')) {
        out += cell.text;
        return;
      }
      Arena arena;
      const JsonNode* node = ParseJson(cell.text, arena);
      out += node != nullptr && node->kind == JsonNode::Kind::kString ? node->text : cell.text;
      return;
    }
    case Type::kDecimal:
    case Type::kGuid:
    case Type::kString:
      out += cell.text;
      return;
  }
}

}  // namespace quarry
