// The layout as JSON and back, and what can be answered from it.
// External entries: WriteLayout, ReadLayout, AnswersAs, FormatTime, FormOfTime.
#include "readers/formats/parquet/stored_layout.h"

#include <algorithm>

#include "base/arena.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr int64_t kVersion = 1;

// Names only: an index would be written as a name, and no column lies below one.
void AppendPath(const FieldPath& path, std::string& out) {
  out += '[';
  for (const JsonStep& step : path) {
    if (out.back() != '[') out += ',';
    AppendJsonString(step.name, out);
  }
  out += ']';
}

FieldPath PathOf(const JsonNode& names) {
  FieldPath path;
  for (const JsonNode& name : names.array()) {
    JsonStep step;
    step.name = name.text;
    path.push_back(std::move(step));
  }
  return path;
}

void AppendMembers(const MemberTree& tree, std::string& out) {
  if (tree.open) {
    out += '1';
    return;
  }
  if (tree.members.empty()) {
    out += '0';
    return;
  }
  out += '{';
  for (const auto& [name, below] : tree.members) {
    AppendJsonKey(name, out);
    AppendMembers(below, out);
  }
  out += '}';
}

void ReadMembers(const JsonNode& node, MemberTree& tree) {
  tree.open = node.kind == JsonNode::Kind::kInteger && node.integer != 0;
  for (const JsonMember& member : node.object()) ReadMembers(member.value, tree.members[std::string(member.name)]);
}

}  // namespace

std::string FormatTime(int64_t datetime, const TimeForm& form) {
  std::string text = FormatDateTime(datetime);  // "2024-05-01T10:00:00.1234567Z"
  text.resize(19);
  text[10] = form.separator;
  if (form.digits > 0) text += FormatDateTime(datetime).substr(19, 1 + static_cast<size_t>(form.digits));
  return text + form.suffix;
}

std::optional<TimeForm> FormOfTime(std::string_view text, int64_t datetime) {
  TimeForm form;
  if (text.size() < 19) return std::nullopt;
  form.separator = text[10];
  size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    while (at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9') ++at;
    form.digits = static_cast<int>(at++ - 19);
  } else {
    form.digits = 0;
  }
  form.suffix = text.substr(std::min(at, text.size()));
  const bool known = form.suffix.empty() || form.suffix == "Z" || form.suffix == "+00:00";
  if (!known || form.digits > 7 || (form.separator != 'T' && form.separator != ' ')) return std::nullopt;
  return FormatTime(datetime, form) == text ? std::optional(form) : std::nullopt;
}

bool MemberTree::MayHave(const FieldPath& path) const {
  const MemberTree* at = this;
  for (const JsonStep& step : path) {
    if (at->open) return true;
    if (step.is_index) return false;  // arrays are open
    const auto found = at->members.find(step.name);
    if (found == at->members.end()) return false;
    at = &found->second;
  }
  return true;
}

const StoredColumn* StoredLayout::Find(const FieldPath& path, size_t* steps) const {
  const StoredColumn* best = nullptr;
  for (const StoredColumn& column : columns) {
    const bool holds =
        column.path.size() <= path.size() && std::equal(column.path.begin(), column.path.end(), path.begin());
    if (holds && (best == nullptr || column.path.size() > best->path.size())) best = &column;
  }
  if (best != nullptr) *steps = best->path.size();
  return best;
}

bool AnswersAs(const StoredColumn& column, Type wanted) {
  if (wanted == column.type) return true;
  // A number is no timespan, because it has no unit, and stands in dynamic values without quotes.
  const bool depends_on_quotes = wanted == Type::kTimeSpan || wanted == Type::kDynamic;
  if (column.type == Type::kString) return !depends_on_quotes || !column.has_plain_scalars;
  return column.text_exact && !depends_on_quotes;
}

std::string WriteLayout(const StoredLayout& layout) {
  std::string out = "{\"version\":" + std::to_string(kVersion);
  AppendJsonMember("table", layout.table, out);
  if (!layout.shape.empty()) AppendJsonMember("shape", layout.shape, out);
  AppendJsonMember("time_column", layout.time_column, out);
  out += ",\"time_paths\":[";
  for (const FieldPath& path : layout.time_paths) {
    if (out.back() != '[') out += ',';
    AppendPath(path, out);
  }
  out += "],\"columns\":[";
  for (const StoredColumn& column : layout.columns) {
    if (out.back() != '[') out += ',';
    out += '{';
    AppendJsonMember("name", column.name, out);
    out += ",\"path\":";
    AppendPath(column.path, out);
    AppendJsonMember("type", TypeName(column.type), out);
    if (column.text_exact) out += ",\"text_exact\":true";
    if (column.has_plain_scalars) out += ",\"plain_scalars\":true";
    if (column.has_hidden_nulls) out += ",\"hidden_nulls\":true";
    if (column.dynamic) out += ",\"dynamic\":true";
    if (column.json_in_text) out += ",\"json_in_text\":true";
    if (column.type == Type::kDateTime) {
      out += ",\"digits\":" + std::to_string(column.form.digits);
      AppendJsonMember("separator", std::string_view(&column.form.separator, 1), out);
      AppendJsonMember("suffix", column.form.suffix, out);
      if (!column.digit_column.empty()) AppendJsonMember("digit_column", column.digit_column, out);
    }
    out += '}';
  }
  out += "],\"members\":";
  AppendMembers(layout.members, out);
  return out + '}';
}

Result<StoredLayout> ReadLayout(std::string_view text, const std::string& path) {
  Arena arena;
  const JsonNode* root = ParseJson(text, arena);
  const JsonNode* version = root == nullptr ? nullptr : root->Find("version");
  const JsonNode* columns = root == nullptr ? nullptr : root->Find("columns");
  const JsonNode* members = root == nullptr ? nullptr : root->Find("members");
  if (version == nullptr || columns == nullptr || members == nullptr)
    return Error{path + ": what the file's metadata says about its import is damaged"};
  if (version->integer != kVersion) return Error{path + ": imported by another version of Quarry; import it anew"};
  StoredLayout layout;
  layout.table = TextMember(*root, "table");
  layout.shape = TextMember(*root, "shape");
  layout.time_column = TextMember(*root, "time_column");
  if (const JsonNode* paths = root->Find("time_paths")) {
    for (const JsonNode& path : paths->array()) layout.time_paths.push_back(PathOf(path));
  }
  for (const JsonNode& node : columns->array()) {
    StoredColumn column;
    column.name = TextMember(node, "name");
    if (const JsonNode* steps = node.Find("path")) column.path = PathOf(*steps);
    const std::optional<Type> type = FindType(TextMember(node, "type"));
    if (!type || column.path.empty() || column.name.empty())
      return Error{path + ": what the file's metadata says about its import is damaged"};
    column.type = *type;
    column.text_exact = FlagMember(node, "text_exact");
    column.has_plain_scalars = FlagMember(node, "plain_scalars");
    column.has_hidden_nulls = FlagMember(node, "hidden_nulls");
    column.dynamic = FlagMember(node, "dynamic");
    column.json_in_text = FlagMember(node, "json_in_text");
    if (const JsonNode* digits = node.Find("digits")) {
      column.form.digits = static_cast<int>(std::clamp<int64_t>(digits->integer, 0, 7));
      const std::string separator = TextMember(node, "separator");
      column.form.separator = separator.empty() ? 'T' : separator[0];
      column.form.suffix = TextMember(node, "suffix");
    }
    column.digit_column = TextMember(node, "digit_column");
    layout.columns.push_back(std::move(column));
  }
  ReadMembers(*members, layout.members);
  return layout;
}

}  // namespace quarry
