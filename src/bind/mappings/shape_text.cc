#include "bind/mappings/shape_text.h"

#include <utility>

#include "base/arena.h"
#include "types/json.h"

namespace quarry {

namespace {

// Raised when recognising gives something else than before: older files are then recognised by their records.
constexpr int64_t kVersion = 1;

constexpr TelemetryKind kKinds[] = {TelemetryKind::kWindows, TelemetryKind::kFalcon, TelemetryKind::kDefender,
                                    TelemetryKind::kGeneric};

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void Key(std::string_view key) { AppendJsonKey(key, out_); }
  void Text(std::string_view key, std::string_view value) { AppendJsonMember(key, value, out_); }
  void Flag(std::string_view key, bool value) {
    Key(key);
    out_ += value ? "true" : "false";
  }
  // `one` writes an element.
  template <typename List, typename One>
  void Array(const List& list, const One& one) {
    out_ += '[';
    bool first = true;
    for (const auto& element : list) {
      if (!std::exchange(first, false)) out_ += ',';
      one(element);
    }
    out_ += ']';
  }
  // Names as strings, indexes as numbers.
  void Path(const FieldPath& path) {
    Array(path, [&](const JsonStep& step) {
      if (step.is_index)
        out_ += std::to_string(step.index);
      else
        AppendJsonString(step.name, out_);
    });
  }

 private:
  std::string& out_;
};

FieldPath PathOf(const JsonNode* steps) {
  FieldPath path;
  if (steps == nullptr) return path;
  for (const JsonNode& node : steps->array()) {
    JsonStep step;
    step.is_index = node.kind == JsonNode::Kind::kInteger;
    if (step.is_index)
      step.index = node.integer;
    else
      step.name = node.text;
    path.push_back(std::move(step));
  }
  return path;
}
std::vector<FieldPath> PathsOf(const JsonNode* paths) {
  std::vector<FieldPath> out;
  if (paths == nullptr) return out;
  for (const JsonNode& path : paths->array()) out.push_back(PathOf(&path));
  return out;
}

}  // namespace

std::string WriteShape(const TelemetryShape& shape) {
  std::string out = "{\"version\":" + std::to_string(kVersion);
  Writer to(out);
  to.Text("kind", TelemetryKindName(shape.kind));
  to.Text("name", shape.name);
  to.Text("table", shape.table);
  to.Key("discriminators");
  to.Array(shape.discriminators, [&](const FieldPath& path) { to.Path(path); });
  to.Flag("streaming", shape.streaming);
  to.Key("seen_tables");
  to.Array(shape.seen_tables, [&](const std::string& table) { AppendJsonString(table, out); });
  to.Key("prefixes");
  to.Array(shape.prefixes, [&](const FieldPrefix& prefix) {
    out += '{';
    to.Key("path");
    to.Path(prefix.path);
    to.Text("glued", prefix.glued);
    out += '}';
  });
  to.Key("record_fields");
  out += '{';
  for (const auto& [field, paths] : shape.record_fields) {
    to.Key(field);
    to.Array(paths, [&](const FieldPath& path) { to.Path(path); });
  }
  out += '}';
  to.Key("columns");
  out += '{';
  for (const auto& [table, columns] : shape.columns) {
    to.Key(table);
    to.Array(columns, [&](const DiscoveredColumn& column) {
      out += '{';
      to.Text("name", column.name);
      to.Key("path");
      to.Path(column.path);
      to.Text("type", TypeName(column.type));
      to.Flag("json_in_text", column.json_in_text);
      out += '}';
    });
  }
  return out + "}}";
}

std::optional<TelemetryShape> ReadShape(std::string_view text) {
  Arena arena;
  const JsonNode* const root = ParseJson(text, arena);
  const JsonNode* const version = root == nullptr ? nullptr : root->Find("version");
  if (version == nullptr || version->kind != JsonNode::Kind::kInteger || version->integer != kVersion)
    return std::nullopt;
  TelemetryShape shape;
  const std::string kind = TextMember(*root, "kind");
  bool known = false;
  for (const TelemetryKind candidate : kKinds) {
    if (TelemetryKindName(candidate) != kind) continue;
    shape.kind = candidate;
    known = true;
  }
  shape.name = TextMember(*root, "name");
  shape.table = TextMember(*root, "table");
  shape.discriminators = PathsOf(root->Find("discriminators"));
  shape.streaming = FlagMember(*root, "streaming");
  if (const JsonNode* const tables = root->Find("seen_tables"))
    for (const JsonNode& table : tables->array()) shape.seen_tables.emplace_back(table.text);
  if (const JsonNode* const prefixes = root->Find("prefixes"))
    for (const JsonNode& prefix : prefixes->array())
      shape.prefixes.push_back({PathOf(prefix.Find("path")), TextMember(prefix, "glued")});
  if (const JsonNode* const fields = root->Find("record_fields"))
    for (const JsonMember& field : fields->object())
      shape.record_fields[std::string(field.name)] = PathsOf(&field.value);
  if (const JsonNode* const tables = root->Find("columns")) {
    for (const JsonMember& table : tables->object()) {
      std::vector<DiscoveredColumn>& columns = shape.columns[std::string(table.name)];
      for (const JsonNode& node : table.value.array()) {
        const std::optional<Type> type = FindType(TextMember(node, "type"));
        if (!type) return std::nullopt;
        columns.push_back(
            {TextMember(node, "name"), PathOf(node.Find("path")), *type, FlagMember(node, "json_in_text")});
      }
    }
  }
  if (!known || shape.name.empty() || shape.prefixes.empty()) return std::nullopt;
  return shape;
}

}  // namespace quarry
