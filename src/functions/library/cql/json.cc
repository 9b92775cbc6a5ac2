// writeJson(), json:prettyPrint(), eventFieldCount(): the fields of an event and JSON.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/library/cql/event_fields.h"
#include "functions/library/cql/glob.h"

namespace quarry {
namespace {

bool IsJsonNumber(std::string_view text) {
  size_t at = text.starts_with('-') ? 1 : 0;
  auto digits = [&] {
    const size_t from = at;
    while (at < text.size() && IsAsciiDigit(text[at])) ++at;
    return at > from;
  };
  const bool zero = at < text.size() && text[at] == '0';
  const size_t whole = at;
  if (!digits() || (zero && at > whole + 1)) return false;
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (!digits()) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!digits()) return false;
  }
  return at == text.size();
}

// The fields that share the beginning of their names; members in the order of the event.
struct Tree {
  std::string value;
  bool has_value = false;
  std::vector<std::pair<std::string, std::unique_ptr<Tree>>> members;
  std::map<uint64_t, Tree> elements;

  Tree& Member(std::string_view name) {
    for (auto& [known, tree] : members) {
      if (known == name) return *tree;
    }
    members.emplace_back(name, std::make_unique<Tree>());
    return *members.back().second;
  }

  // `path`: "a.b[0].c".
  void Add(std::string_view path, std::string_view text) {
    Tree* at = this;
    while (!path.empty()) {
      if (path[0] == '[') {
        const size_t close = path.find(']');
        const std::string_view index = close == path.npos ? std::string_view() : path.substr(1, close - 1);
        if (!index.empty() && index.size() < 10 && index.find_first_not_of("0123456789") == index.npos) {
          at = &at->elements[std::stoul(std::string(index))];
          path.remove_prefix(close + 1);
          if (path.starts_with('.')) path.remove_prefix(1);
          continue;
        }
      }
      const size_t end = path.find_first_of(".[", 1);
      at = &at->Member(path.substr(0, end));
      if (end == path.npos) break;
      path.remove_prefix(path[end] == '.' ? end + 1 : end);
    }
    at->value = text;
    at->has_value = true;
  }

  static void WriteValue(std::string_view value, std::string& out) {
    if (IsJsonNumber(value))
      out += value;
    else
      AppendJsonString(value, out);
  }

  void Write(std::string& out) const {
    if (has_value) return WriteValue(value, out);
    if (members.empty()) {
      out += '[';
      for (const auto& [index, element] : elements) {
        if (out.back() != '[') out += ',';
        element.Write(out);
      }
      out += ']';
      return;
    }
    out += '{';
    WriteMembers("", out);
    out += '}';
  }

  // What cannot be nested, below a field that has a value itself, keeps its whole name.
  void WriteMembers(const std::string& prefix, std::string& out) const {
    for (const auto& [name, tree] : members) {
      AppendJsonKey(prefix + name, out);
      tree->Write(out);
      if (tree->has_value) tree->WriteMembers(prefix + name + ".", out);
      if (tree->has_value || !tree->members.empty()) tree->WriteElements(prefix + name, out);
    }
  }
  void WriteElements(const std::string& name, std::string& out) const {
    for (const auto& [index, element] : elements) {
      AppendJsonKey(name + "[" + std::to_string(index) + "]", out);
      element.Write(out);
    }
  }
};

void WriteJson(const KernelCall& call, const Cell* args, Cell& result) {
  Tree tree;
  VisitEventFields(args[0].text, [&](std::string_view name, std::string_view text) {
    for (size_t i = 1; i < call.types.size(); ++i) {
      const std::string_view pattern = args[i].text;
      const bool wanted =
          pattern.find('*') == std::string_view::npos ? name.starts_with(pattern) : Glob(pattern).Matches(name);
      if (!wanted) continue;
      tree.Add(name, text);
      return;
    }
  });
  std::string out = "{";
  tree.WriteMembers("", out);
  result = Cell::Text(call.arena.Copy(out + "}"));
}

void AppendPretty(const JsonNode& node, size_t step, size_t depth, std::string& out) {
  const bool object = node.kind == JsonNode::Kind::kObject;
  if ((!object && node.kind != JsonNode::Kind::kArray) || node.size == 0) return AppendJson(node, out);
  const std::string line = "\n" + std::string((depth + 1) * step, ' ');
  out += object ? '{' : '[';
  bool first = true;
  auto next = [&] {
    if (!first) out += ',';
    first = false;
    out += line;
  };
  for (const JsonMember& member : node.object()) {
    next();
    AppendJsonString(member.name, out);
    out += ": ";
    AppendPretty(member.value, step, depth + 1, out);
  }
  for (const JsonNode& element : node.array()) {
    next();
    AppendPretty(element, step, depth + 1, out);
  }
  out += "\n" + std::string(depth * step, ' ') + (object ? '}' : ']');
}

void PrettyPrint(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* node = ParseJson(args[0].text, arena);
  if (!node || args[1].integer < 0 || args[1].integer > 100) return;
  std::string out;
  AppendPretty(*node, static_cast<size_t>(args[1].integer), 0, out);
  result = Cell::Text(call.arena.Copy(out));
}

void CountFields(const KernelCall&, const Cell* args, Cell& result) {
  int64_t count = 0;
  VisitEventFields(args[0].text, [&](std::string_view name, std::string_view) { count += !name.starts_with('#'); });
  result = Cell::Integer(count);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlWriteJsonFunction) = {
    .name = "cql_write_json",
    .signature = "(event: dynamic, name...: string) -> string",
    .doc =
        "The fields of an event whose names begin with one of these, or match it where it has `*`, as JSON, nested by "
        "the dots and brackets of their names.",
    .example = "writeJson([\"a.b\", \"tags[*]\"])",
    .nullable_string = true,
    .kernel = WriteJson,
};
QUARRY_DEFINE(FunctionDef, kCqlJsonPrettyFunction) = {
    .name = "cql_json_pretty",
    .signature = "(json: string, step: long) -> string",
    .doc = "JSON with a line for each member, indented by `step` blanks; absent when the text is none.",
    .example = "json:prettyPrint(details)",
    .nullable_string = true,
    .kernel = PrettyPrint,
};
QUARRY_DEFINE(FunctionDef, kCqlFieldCountFunction) = {
    .name = "cql_field_count",
    .signature = "(event: dynamic) -> long",
    .doc = "The number of fields of an event; its tags (`#...`) do not count.",
    .example = "eventFieldCount()",
    .kernel = CountFields,
};

}  // namespace quarry
