// An event with its own fields at the top: exporters of Windows events put them below "EventData" and the like.
#include <string>
#include <string_view>
#include <unordered_set>

#include "functions/function_def.h"
#include "types/json.h"

namespace quarry {

namespace {

class Flattener {
 public:
  Flattener(const KernelCall& call, const Cell* args) : call_(call), args_(args) {}

  std::string Run(const JsonNode& event) {
    for (const JsonMember& member : event.object()) {
      if (!LeadsToPath(member.name)) Write(member.name, member.value);
    }
    for (size_t i = 1; i < call_.types.size(); ++i) {
      const JsonNode* node = Find(event, args_[i].text);
      for (const JsonMember& member : node == nullptr ? std::span<const JsonMember>{} : node->object())
        Write(member.name, member.value);
    }
    // What lies beside the lifted objects stays where it was.
    for (const JsonMember& member : event.object()) {
      if (!LeadsToPath(member.name)) continue;
      if (member.value.kind == JsonNode::Kind::kObject)
        WriteRest(member.name, member.value, member.name);
      else
        Write(member.name, member.value);
    }
    return out_ + "}";
  }

 private:
  bool LeadsToPath(std::string_view path) const {
    for (size_t i = 1; i < call_.types.size(); ++i) {
      const std::string_view lifted = args_[i].text;
      if (lifted == path || (lifted.starts_with(path) && lifted.size() > path.size() && lifted[path.size()] == '.'))
        return true;
    }
    return false;
  }
  bool IsPath(std::string_view path) const {
    for (size_t i = 1; i < call_.types.size(); ++i) {
      if (args_[i].text == path) return true;
    }
    return false;
  }
  static const JsonNode* Find(const JsonNode& event, std::string_view path) {
    const JsonNode* node = &event;
    while (node != nullptr && !path.empty()) {
      const size_t dot = path.find('.');
      node = node->Find(path.substr(0, dot));
      path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    }
    return node != nullptr && node->kind == JsonNode::Kind::kObject ? node : nullptr;
  }
  void Write(std::string_view name, const JsonNode& value) {
    if (!written_.emplace(name).second) return;
    if (out_.size() > 1) out_ += ',';
    AppendJsonString(name, out_);
    out_ += ':';
    AppendJson(value, out_);
  }
  // The members of `object` that are not lifted, as one member.
  void WriteRest(std::string_view name, const JsonNode& object, std::string_view path) {
    if (IsPath(path)) return;
    std::string rest = "{";
    for (const JsonMember& member : object.object()) {
      if (LeadsToPath(std::string(path) + "." + std::string(member.name))) continue;
      if (rest.size() > 1) rest += ',';
      AppendJsonString(member.name, rest);
      rest += ':';
      AppendJson(member.value, rest);
    }
    if (rest.size() == 1 || !written_.emplace(name).second) return;
    if (out_.size() > 1) out_ += ',';
    AppendJsonString(name, out_);
    out_ += ':' + rest + '}';
  }

  const KernelCall& call_;
  const Cell* args_;
  std::string out_ = "{";
  std::unordered_set<std::string_view> written_;
};

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* event = ParseJson(args[0].text, call.arena);
  if (event == nullptr || event->kind != JsonNode::Kind::kObject) {
    result = args[0];
    return;
  }
  result = Cell::Text(call.arena.Copy(Flattener(call, args).Run(*event)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kFlattenEventFunction) = {
    .name = "flatten_event",
    .spelled = {},
    .signature = "(event: dynamic, paths...: string) -> dynamic",
    .doc =
        "The event with the members of the objects at `paths` at its top. A member that the top has already is left "
        "out.\n\n"
        "Windows events as JSON, whose own fields lie below `EventData`.",
    .example = "flatten_event(event, \"EventData\")",
    .kernel = Run,
};

}  // namespace quarry
