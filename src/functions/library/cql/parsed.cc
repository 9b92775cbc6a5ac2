// Fields parsed out of texts: a flat JSON object of texts, and its members.
#include <string>
#include <vector>

#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/library/cql/event_arrays.h"
#include "types/json.h"
#include "types/number.h"

namespace quarry {

const JsonNode* FindEventField(const JsonNode& node, std::string_view name) {
  if (const JsonNode* whole = node.Find(name)) return whole;
  for (size_t i = 1; i < name.size(); ++i) {
    if (name[i] != '.' && name[i] != '[') continue;
    const JsonNode* below = node.Find(name.substr(0, i));
    std::string_view rest = name.substr(i);
    while (below && rest.starts_with('[')) {
      size_t close = rest.find(']');
      std::optional<int64_t> index =
          close == std::string_view::npos ? std::nullopt : ParseInteger(rest.substr(1, close - 1));
      below = index && *index >= 0 ? below->At(*index) : nullptr;
      rest = close == std::string_view::npos ? std::string_view() : rest.substr(close + 1);
    }
    if (!below) continue;
    if (rest.empty()) return below;
    if (rest[0] != '.') continue;
    if (const JsonNode* found = FindEventField(*below, rest.substr(1))) return found;
  }
  return nullptr;
}

namespace {

// A field of an event as text; the last of equal names counts.
void Member(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* root = ParseJson(args[0].text, arena);
  const JsonNode* node = root ? FindEventField(*root, args[1].text) : nullptr;
  if (!node || node->kind == JsonNode::Kind::kNull) return;
  if (node->kind == JsonNode::Kind::kString) {
    result = Cell::Text(call.arena.Copy(node->text));
    return;
  }
  std::string text;
  AppendJson(*node, text);
  result = Cell::Text(call.arena.Copy(text));
}

class FlatObject {
 public:
  void Add(std::string_view name, std::string_view value) {
    out_ += out_.empty() ? '{' : ',';
    AppendJsonString(name, out_);
    out_ += ':';
    AppendJsonString(value, out_);
  }
  std::string Take() { return out_.empty() ? "{}" : out_ + "}"; }

 private:
  std::string out_;
};

bool IsKeyCharacter(char c) {
  return IsAsciiAlnum(c) || c == '_' || c == '.' || c == '-' || c == '@' || c == '#' || c == '[' || c == ']';
}

// key=value, key="value", key='value', anywhere in a text. A bare value ends at white space or a comma.
void KeyValues(const KernelCall& call, const Cell* args, Cell& result) {
  std::string_view text = args[0].text, separator = args[1].text, prefix = args[2].text;
  const bool exclude_empty = args[3].boolean;
  FlatObject object;
  size_t from = 0;
  while (!separator.empty()) {
    size_t at = text.find(separator, from);
    if (at == std::string_view::npos) break;
    size_t key = at;
    while (key > from && IsKeyCharacter(text[key - 1])) --key;
    std::string name(text.substr(key, at - key));
    size_t value = at + separator.size();
    from = value;
    if (name.empty()) continue;
    std::string content;
    if (value < text.size() && (text[value] == '"' || text[value] == '\'')) {
      const char quote = text[value];
      size_t i = value + 1;
      for (; i < text.size() && text[i] != quote; ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == quote || text[i + 1] == '\\')) ++i;
        content += text[i];
      }
      from = i < text.size() ? i + 1 : i;
    } else {
      size_t end = value;
      while (end < text.size() && !IsAsciiSpace(text[end]) && text[end] != ',') ++end;
      content = text.substr(value, end - value);
      from = end;
    }
    if (!exclude_empty || !content.empty()) object.Add(std::string(prefix) + name, content);
  }
  result = Cell::Text(call.arena.Copy(object.Take()));
}

struct Flattener {
  FlatObject object;
  bool exclude_empty;
  std::string_view nulls;  // keep, discard, empty

  void Visit(const JsonNode& node, const std::string& name) {
    switch (node.kind) {
      case JsonNode::Kind::kObject:
        for (const JsonMember& member : node.object()) {
          Visit(member.value, name.empty() || name.back() == '\x01'
                                  ? (name.empty() ? "" : name.substr(0, name.size() - 1)) + std::string(member.name)
                                  : name + "." + std::string(member.name));
        }
        return;
      case JsonNode::Kind::kArray: {
        size_t i = 0;
        std::string base = !name.empty() && name.back() == '\x01' ? name.substr(0, name.size() - 1) : name;
        for (const JsonNode& element : node.array()) Visit(element, base + "[" + std::to_string(i++) + "]");
        return;
      }
      case JsonNode::Kind::kNull:
        if (nulls == "keep")
          Add(name, "null");
        else if (nulls == "empty")
          Add(name, "");
        return;
      case JsonNode::Kind::kString:
        Add(name, node.text);
        return;
      case JsonNode::Kind::kBool:
        Add(name, node.boolean ? "true" : "false");
        return;
      case JsonNode::Kind::kInteger:
        Add(name, std::to_string(node.integer));
        return;
      case JsonNode::Kind::kReal:
        Add(name, FormatReal(node.real));
        return;
    }
  }
  void Add(const std::string& name, std::string_view value) {
    if (!exclude_empty || !value.empty()) object.Add(name, value);
  }
};

void Flatten(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* root = ParseJson(args[0].text, arena);
  if (!root || root->kind != JsonNode::Kind::kObject) return;
  Flattener flattener{{}, args[2].boolean, args[3].text};
  // A prefix stands before names as it is; \x01 marks that no dot follows it.
  flattener.Visit(*root, args[1].text.empty() ? std::string() : std::string(args[1].text) + '\x01');
  result = Cell::Text(call.arena.Copy(flattener.object.Take()));
}

// The members of both; of equal names the event's, or the other's when it overrides.
void Merge(const KernelCall& call, const Cell* args, Cell& result) {
  if (args[0].null || args[1].null) {
    result = args[0].null ? args[1] : args[0];
    return;
  }
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* event = ParseJson(args[0].text, arena);
  const JsonNode* parsed = ParseJson(args[1].text, arena);
  if (!event || !parsed) {
    result = args[0];
    return;
  }
  const bool overrides = args[2].boolean;
  std::string out = "{";
  auto add = [&](const JsonMember& member) {
    if (out.size() > 1) out += ',';
    AppendJsonString(member.name, out);
    out += ':';
    AppendJson(member.value, out);
  };
  for (const JsonMember& member : event->object()) {
    if (!overrides || !parsed->Find(member.name)) add(member);
  }
  for (const JsonMember& member : parsed->object()) {
    if (parsed->Find(member.name) == &member.value && (overrides || !FindEventField(*event, member.name))) add(member);
  }
  result = Cell::Text(call.arena.Copy(out + "}"));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlMemberFunction) = {
    .name = "cql_member",
    .signature = "(object: dynamic, name: string) -> string",
    .doc = "A field of an event or of parsed fields, by its name.",
    .example = "getField(name)",
    .nullable_string = true,
    .kernel = Member,
};
QUARRY_DEFINE(FunctionDef, kCqlKeyValuesFunction) = {
    .name = "cql_key_values",
    .signature = "(text: string, separator: string, prefix: string, exclude_empty: bool) -> dynamic",
    .doc = "The `key=value` pairs of a text as fields. Values may be quoted; bare ones end at white space or a comma.",
    .example = "kvParse()",
    .kernel = KeyValues,
};
QUARRY_DEFINE(FunctionDef, kCqlFlattenFunction) = {
    .name = "cql_flatten",
    .signature = "(json: string, prefix: string, exclude_empty: bool, nulls: string) -> dynamic",
    .doc = "The values of a JSON object as fields: `a.b`, `c[0]`. Null when the text is no JSON object.",
    .example = "parseJson()",
    .kernel = Flatten,
};
QUARRY_DEFINE(FunctionDef, kCqlMergeFunction) = {
    .name = "cql_merge",
    .signature = "(event: dynamic, parsed: dynamic, overrides: bool) -> dynamic",
    .doc = "An event with parsed fields; of equal names the event's remain, unless the others override them.",
    .example = "kvParse(override=true)",
    .null_rule = NullRule::kHandled,
    .kernel = Merge,
};

}  // namespace quarry
