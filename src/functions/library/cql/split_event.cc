// split(): an event for each element of an array of an event.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "functions/function_def.h"
#include "functions/library/cql/event_arrays.h"
#include "types/number.h"

namespace quarry {
namespace {

std::string JsonOf(const JsonNode& node) {
  std::string json;
  AppendJson(node, json);
  return json;
}

class Splitter {
 public:
  explicit Splitter(std::string_view array) : array_(array) {}

  // Sorts what stands in `event` into elements and all else. `prefix`: the names around it, with a dot.
  void Read(const JsonNode& event, const std::string& prefix, std::string& rest) {
    rest += '{';
    for (const JsonMember& member : event.object()) {
      const std::string name = prefix + std::string(member.name);
      if (name == array_ && member.value.kind == JsonNode::Kind::kArray) {
        int64_t index = 0;
        for (const JsonNode& element : member.value.array()) AddElement(index++, "", element);
        continue;
      }
      if (name.starts_with(array_) && name.size() > array_.size() && name[array_.size()] == '[') {
        const size_t close = name.find(']', array_.size());
        const size_t digits = array_.size() + 1;
        std::optional<int64_t> index = close == std::string::npos
                                           ? std::nullopt
                                           : ParseInteger(std::string_view(name).substr(digits, close - digits));
        if (index && *index >= 0) {
          AddElement(*index, name.substr(close + 1), member.value);
          continue;
        }
      }
      // The element's fields take the place of these.
      if (name == array_ && member.value.kind != JsonNode::Kind::kObject) continue;
      if (prefix.empty() && name == "_index") continue;
      if (prefix.empty() && name == "@id") {
        id_ = member.value.kind == JsonNode::Kind::kString ? std::string(member.value.text) : JsonOf(member.value);
        has_id_ = true;
        continue;
      }
      const size_t before = rest.size();
      if (rest.back() != '{') rest += ',';
      AppendJsonString(member.name, rest);
      rest += ':';
      if (member.value.kind == JsonNode::Kind::kObject && array_.starts_with(name) && array_.size() > name.size() &&
          array_[name.size()] == '.') {
        Read(member.value, name + ".", rest);
        // An object of which nothing remains is no field.
        if (rest.ends_with(":{}")) rest.resize(before);
      } else {
        AppendJson(member.value, rest);
      }
    }
    rest += '}';
  }

  // `rest` without its closing brace starts every event.
  std::string Events(std::string rest) const {
    rest.pop_back();
    std::string out = "[";
    int64_t index = 0;
    for (const auto& [at, fields] : elements_) {
      if (at != index || !IsPresent(fields)) break;
      if (index > 0) out += ',';
      out += rest;
      Add(out, "_index", "\"" + std::to_string(index) + "\"");
      if (has_id_) {
        std::string id;
        AppendJsonString(id_ + "__" + std::to_string(index), id);
        Add(out, "@id", id);
      }
      for (const auto& [name, json] : fields) {
        if (json != "null") Add(out, std::string(array_) + name, json);
      }
      out += '}';
      ++index;
    }
    return out + "]";
  }

 private:
  using Fields =
      std::vector<std::pair<std::string, std::string>>;  // name behind the array's, JSON; the last of a name counts

  static bool IsPresent(const Fields& fields) {
    for (const auto& [name, json] : fields) {
      if (json != "null") return true;
    }
    return false;
  }
  static void Add(std::string& out, std::string_view name, std::string_view json) {
    if (out.back() != '{') out += ',';
    AppendJsonString(name, out);
    out += ':';
    out += json;
  }
  void AddElement(int64_t index, const std::string& name, const JsonNode& value) {
    if (value.kind == JsonNode::Kind::kObject) {
      for (const JsonMember& member : value.object())
        AddElement(index, name + "." + std::string(member.name), member.value);
      return;
    }
    if (value.kind == JsonNode::Kind::kArray) {
      int64_t inner = 0;
      for (const JsonNode& element : value.array())
        AddElement(index, name + "[" + std::to_string(inner++) + "]", element);
      return;
    }
    Fields& fields = elements_[index];
    for (auto& [known, json] : fields) {
      if (known != name) continue;
      json = JsonOf(value);
      return;
    }
    fields.emplace_back(name, JsonOf(value));
  }

  std::string_view array_;
  std::map<int64_t, Fields> elements_;
  std::string id_;
  bool has_id_ = false;
};

void SplitEvent(const KernelCall& call, const Cell* args, Cell& result) {
  thread_local Arena arena;
  arena.Reset();
  const JsonNode* event = ParseJson(args[0].text, arena);
  if (!event || event->kind != JsonNode::Kind::kObject) return;
  Splitter splitter(ArrayName(args[1].text));
  std::string rest;
  splitter.Read(*event, "", rest);
  result = Cell::Text(call.arena.Copy(splitter.Events(std::move(rest))));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlSplitEventFunction) = {
    .name = "cql_split_event",
    .signature = "(event: dynamic, array: string) -> dynamic",
    .doc =
        "For each element of an array of an event: the event with the element's fields under the array's name, and "
        "`_index`, in place of the array.",
    .example = "split(email.to)",
    .kernel = SplitEvent,
};

}  // namespace quarry
