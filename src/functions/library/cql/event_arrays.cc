// not registered: arrays among the fields of an event, behind the functions of this folder
#include "functions/library/cql/event_arrays.h"

namespace quarry {

void AppendWithoutArray(const JsonNode& event, std::string_view array, const std::string& prefix, std::string& out) {
  out += '{';
  for (const JsonMember& member : event.object()) {
    const std::string name = prefix + std::string(member.name);
    if (name == array && member.value.kind == JsonNode::Kind::kArray) continue;
    if (name.starts_with(array) && name.size() > array.size() && name[array.size()] == '[') continue;
    const size_t before = out.size();
    AppendJsonKey(member.name, out);
    if (member.value.kind == JsonNode::Kind::kObject && array.starts_with(name) && array.size() > name.size() &&
        array[name.size()] == '.') {
      AppendWithoutArray(member.value, array, name + ".", out);
      // An object of which nothing remains is no field.
      if (out.ends_with(":{}")) out.resize(before);
    } else {
      AppendJson(member.value, out);
    }
  }
  out += '}';
}

}  // namespace quarry
