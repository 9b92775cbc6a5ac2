#include "functions/dynamic/json_cells.h"

#include <algorithm>
#include <cmath>

#include "functions/text/display.h"
#include "types/cell_text.h"

namespace quarry {

Cell ToDynamic(Type type, const Cell& cell, Arena& arena) {
  if (cell.null || type == Type::kDynamic) return cell;
  std::string json;
  AppendCellJson(type, cell, json);
  return TextIn(arena, json);
}

Cell DynamicOf(const JsonNode& node, Arena& arena) {
  if (node.kind == JsonNode::Kind::kNull) return Cell::Null();
  std::string json;
  AppendJson(node, json);
  return TextIn(arena, json);
}

Cell DynamicOf(std::string_view json, Arena& arena) {
  return json == "null" ? Cell::Null() : TextIn(arena, json);
}

const JsonNode* NodesOf(const Cell& dynamic, Arena& arena) {
  return dynamic.null ? nullptr : ParseJson(dynamic.text, arena);
}

namespace {
bool IsNumber(const JsonNode& node) {
  return node.kind == JsonNode::Kind::kInteger || node.kind == JsonNode::Kind::kReal;
}

int Rank(const JsonNode& node) {
  if (IsNumber(node)) return 0;
  if (node.kind == JsonNode::Kind::kString) return 1;
  return node.kind == JsonNode::Kind::kNull ? 3 : 2;
}
}  // namespace

bool SameJson(const JsonNode& a, const JsonNode& b) {
  if (IsNumber(a) && IsNumber(b)) {
    if (a.kind == b.kind && a.kind == JsonNode::Kind::kInteger) return a.integer == b.integer;
    return a.real == b.real;
  }
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case JsonNode::Kind::kNull:
      return true;
    case JsonNode::Kind::kBool:
      return a.boolean == b.boolean;
    case JsonNode::Kind::kString:
      return a.text == b.text;
    default:
      return JsonKey(a) == JsonKey(b);
  }
}

int CompareJson(const JsonNode& a, const JsonNode& b) {
  if (Rank(a) != Rank(b)) return Rank(a) - Rank(b);
  if (IsNumber(a)) {
    if (a.kind == b.kind && a.kind == JsonNode::Kind::kInteger)
      return a.integer < b.integer ? -1 : a.integer > b.integer;
    return a.real < b.real ? -1 : a.real > b.real;
  }
  if (a.kind == JsonNode::Kind::kString) return a.text.compare(b.text);
  return JsonKey(a).compare(JsonKey(b));
}

namespace {

void AppendKey(const JsonNode& node, std::string& out) {
  switch (node.kind) {
    case JsonNode::Kind::kReal:
      // A whole real has the key of the integer that it equals.
      if (std::trunc(node.real) == node.real && std::fabs(node.real) < 9.2e18)
        out += std::to_string(static_cast<int64_t>(node.real));
      else
        AppendJsonNumber(node.real, out);
      return;
    case JsonNode::Kind::kArray:
      out += '[';
      for (const JsonNode& element : node.array()) {
        AppendKey(element, out);
        out += ',';
      }
      out += ']';
      return;
    case JsonNode::Kind::kObject: {
      std::vector<const JsonMember*> members;
      for (const JsonMember& member : node.object()) members.push_back(&member);
      std::stable_sort(members.begin(), members.end(),
                       [](const JsonMember* a, const JsonMember* b) { return a->name < b->name; });
      out += '{';
      for (const JsonMember* member : members) {
        AppendJsonString(member->name, out);
        out += ':';
        AppendKey(member->value, out);
        out += ',';
      }
      out += '}';
      return;
    }
    default:
      AppendJson(node, out);
  }
}

}  // namespace

std::string JsonKey(const JsonNode& node) {
  std::string key;
  AppendKey(node, key);
  return key;
}

}  // namespace quarry
