// Loads data/mappings/*.yaml; Mappings::Load is the entry.
#include "bind/mappings/mappings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/check.h"
#include "catalog/data_file.h"

namespace quarry {
namespace {

constexpr std::array kKinds = {TelemetryKind::kWindows, TelemetryKind::kFalcon, TelemetryKind::kDefender,
                               TelemetryKind::kGeneric};

std::string Place(const SourceMap& sources, const yaml::Node& node) {
  return std::string(sources.name(node.span.source)) + ":" +
         std::to_string(sources.Locate(node.span.source, node.span.start).line);
}

std::vector<std::string> TextsOf(const yaml::Node* node) {
  std::vector<std::string> texts;
  if (node == nullptr) return texts;
  for (const yaml::Node& item : node->items) texts.push_back(item.text);
  return texts;
}

std::vector<FieldPath> PathsOf(const yaml::Node* node) {
  std::vector<FieldPath> paths;
  for (const std::string& text : TextsOf(node)) paths.push_back(ParseFieldPath(text));
  return paths;
}

// "EventData" is a path; "winlog.event_data.*" is a beginning of flattened names; "" is the top.
FieldPrefix PrefixOf(const std::string& text) {
  FieldPrefix prefix;
  if (text.ends_with('*'))
    prefix.glued = text.substr(0, text.size() - 1);
  else
    prefix.path = ParseFieldPath(text);
  return prefix;
}

Result<FormatMapping> ReadFormat(const yaml::Node& root, TelemetryKind kind, const SourceMap& sources) {
  FormatMapping format;
  format.kind = kind;
  format.raw_table = root.TextOf("raw");
  format.discriminators = PathsOf(root.Find("discriminators"));
  format.time = PathsOf(root.Find("time"));
  format.event_fields = TextsOf(root.Find("event_fields"));
  format.event_fields_of = TextsOf(root.Find("event_fields_of"));
  for (const std::string& text : TextsOf(root.Find("prefixes"))) format.prefixes.push_back(PrefixOf(text));
  if (const yaml::Node* fields = root.Find("record_fields")) {
    for (const auto& [name, node] : fields->members) {
      RecordField field;
      field.name = name.text;
      const std::optional<Type> type = FindType(node.TextOf("type"));
      if (!type) return Error{Place(sources, node) + ": unknown type `" + std::string(node.TextOf("type")) + "`"};
      field.type = *type;
      field.at = PathsOf(node.Find("at"));
      format.record_fields.push_back(std::move(field));
    }
  }
  if (const yaml::Node* actions = root.Find("action_types")) {
    for (const auto& [table, list] : actions->members) format.action_types.emplace_back(table.text, TextsOf(&list));
  }
  return format;
}

// The text of a query inside a data file, as a source of its own that keeps its place in the file.
uint16_t AddQuery(const yaml::Node& node, SourceMap& sources) {
  const uint16_t file = node.span.source;
  return sources.Add(std::string(sources.name(file)), node.text, sources.Locate(file, node.span.start).line);
}

Result<void> ReadViews(const yaml::Node& root, SourceMap& sources, std::vector<View>& views,
                       std::vector<HelperView>& helpers) {
  const std::string_view from = root.TextOf("from");
  const auto kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](TelemetryKind k) { return TelemetryKindName(k) == from; });
  if (kind == kKinds.end() && from != "tables") return Error{Place(sources, root) + ": unknown `from`"};
  if (const yaml::Node* list = root.Find("helpers")) {
    for (const auto& [name, query] : list->members) helpers.push_back({*kind, name.text, AddQuery(query, sources)});
  }
  const yaml::Node* list = root.Find("views");
  if (list == nullptr) return {};
  for (const yaml::Node& node : list->items) {
    View view;
    view.from_tables = kind == kKinds.end();
    if (!view.from_tables) view.from = *kind;
    view.table = node.TextOf("table");
    view.events = TextsOf(node.Find("events"));
    view.categories = TextsOf(node.Find("categories"));
    if (const yaml::Node* only = node.Find("only_schema")) view.only_schema = only->AsBool().value_or(false);
    const yaml::Node* query = node.Find("query");
    if (query == nullptr) return Error{Place(sources, node) + ": a view without `query`"};
    view.query = AddQuery(*query, sources);
    views.push_back(std::move(view));
  }
  return {};
}

}  // namespace

Result<std::shared_ptr<const Mappings>> Mappings::Load(const std::string& data_dir, SourceMap& sources) {
  auto mappings = std::make_shared<Mappings>();
  const std::string folder = data_dir + "/mappings/";
  for (TelemetryKind kind : kKinds) {
    Result<DataFile> file = ReadDataFile(folder + std::string(TelemetryKindName(kind)) + ".yaml", sources);
    if (!file) return file.error();
    Result<FormatMapping> format = ReadFormat(file->root, kind, sources);
    if (!format) return format.error();
    mappings->formats_.push_back(std::move(format.value()));
  }
  Result<DataFile> sigma = ReadDataFile(folder + "sigma.yaml", sources);
  if (!sigma) return sigma.error();
  Result<LogSources> log_sources = LogSources::Read(sigma->root, sources);
  if (!log_sources) return log_sources.error();
  mappings->log_sources_ = std::move(log_sources.value());
  for (const char* name : {"windows-helpers", "windows-to-defender", "windows-to-falcon", "falcon-to-defender",
                           "defender-to-falcon", "tables-to-sigma"}) {
    Result<DataFile> file = ReadDataFile(folder + name + ".yaml", sources);
    if (!file) return file.error();
    if (Result<void> read = ReadViews(file->root, sources, mappings->views_, mappings->helpers_); !read)
      return read.error();
  }
  return std::shared_ptr<const Mappings>(std::move(mappings));
}

const HelperView* Mappings::FindHelper(TelemetryKind from, std::string_view name) const {
  const auto found = std::find_if(helpers_.begin(), helpers_.end(),
                                  [&](const HelperView& h) { return h.from == from && h.name == name; });
  return found == helpers_.end() ? nullptr : &*found;
}

const FormatMapping& Mappings::Format(TelemetryKind kind) const {
  const auto found =
      std::find_if(formats_.begin(), formats_.end(), [&](const FormatMapping& f) { return f.kind == kind; });
  QUARRY_CHECK(found != formats_.end());
  return *found;
}

}  // namespace quarry
