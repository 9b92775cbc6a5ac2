// Loads data/conversions/*.yaml; Pipelines::Load is the entry.
#include "convert/pipeline.h"

#include <algorithm>
#include <filesystem>

#include "catalog/catalog.h"
#include "catalog/data_file.h"
#include "syntax/yaml/yaml.h"

namespace quarry::convert {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSysmon = "Microsoft-Windows-Sysmon/Operational";

std::string Place(const SourceMap& sources, const yaml::Node& node) {
  return std::string(sources.name(node.span.source)) + ":" +
         std::to_string(sources.Locate(node.span.source, node.span.start).line);
}

// The whole of a data file as its first document.
std::vector<std::string> TextsOf(const yaml::Node* node) {
  std::vector<std::string> texts;
  if (node == nullptr) return texts;
  if (node->is_scalar()) texts.push_back(node->text);
  for (const yaml::Node& item : node->items) texts.push_back(item.text);
  return texts;
}

Result<FieldMapping> ReadField(const yaml::Node& node, const SourceMap& sources) {
  FieldMapping mapping;
  if (node.is_scalar()) {
    mapping.column.name = node.text;
    return mapping;
  }
  const auto map = [&](const yaml::Node& members) {
    for (const auto& [key, value] : members.members) mapping.values[key.text] = value.text;
  };
  for (const auto& [key, value] : node.members) {
    if (key.text == "column") {
      mapping.column.name = value.text;
    } else if (key.text == "expression") {
      mapping.column.name = value.text;
      mapping.column.expression = true;
    } else if (key.text == "type" && (value.text == "number" || value.text == "address")) {
      mapping.column.type = value.text == "number" ? Column::Type::kNumber : Column::Type::kAddress;
    } else if (key.text == "lower_case") {
      mapping.column.lost_case = value.text == "true";
    } else if (key.text == "base_name") {
      mapping.kind = FieldMapping::Kind::kBaseName;
      mapping.column.name = value.text;
    } else if (key.text == "values") {
      mapping.kind = FieldMapping::Kind::kValues;
      map(value);
    } else if (key.text == "hashes") {
      mapping.kind = FieldMapping::Kind::kHashes;
      map(value);
    } else if (key.text == "refused") {
      mapping.kind = FieldMapping::Kind::kRefused;
      mapping.why = value.text;
    } else if (key.text == "families") {
      mapping.kind = FieldMapping::Kind::kFamilies;
      map(value);
    } else if (key.text == "without") {
      mapping.without = TextsOf(&value);
    } else if (key.text == "because") {
      mapping.why = value.text;
    } else if (key.text == "prefix") {
      mapping.prefix = value.text;
    } else {
      return Error{Place(sources, key) + ": unknown key `" + key.text + "`"};
    }
  }
  return mapping;
}

Result<void> ReadFields(const yaml::Node* node, const SourceMap& sources, std::map<std::string, FieldMapping>& fields) {
  if (node == nullptr) return {};
  for (const auto& [name, value] : node->members) {
    Result<FieldMapping> mapping = ReadField(value, sources);
    if (!mapping) return mapping.error();
    fields[name.text] = std::move(*mapping);
  }
  return {};
}

// The columns of a table under their own names.
Result<void> AddColumns(const yaml::Node& log_source, const Catalog& catalog, const SourceMap& sources,
                        LogSourceMapping& mapping) {
  const std::string name(log_source.TextOf("columns_of"));
  if (name.empty()) return {};
  const TableSchema* table = catalog.FindTable(name);
  if (table == nullptr) return Error{Place(sources, log_source) + ": no schema has the table `" + name + "`"};
  for (const ColumnSchema& column : table->columns()) {
    FieldMapping& field = mapping.fields[column.name];
    field.column.name = column.name;
    if (column.type == Type::kInt || column.type == Type::kLong) field.column.type = Column::Type::kNumber;
    if (column.type != Type::kString && field.column.type == Column::Type::kText) {
      field.kind = FieldMapping::Kind::kRefused;
      field.why = "the column is no text";
    }
  }
  return {};
}

Result<void> ReadLogSources(const yaml::Node* node, const Catalog& catalog, const SourceMap& sources,
                            std::map<std::string, LogSourceMapping>& all) {
  if (node == nullptr) return {};
  for (const auto& [names, value] : node->members) {
    // `a, b`: both alike.
    std::istringstream list(names.text);
    for (std::string name; std::getline(list, name, ',');) {
      LogSourceMapping& mapping = all[name.substr(name.find_first_not_of(' '))];
      mapping.source = value.TextOf("source");
      mapping.where = value.TextOf("where");
      if (const yaml::Node* names = value.Find("file_names")) {
        for (const auto& [column, field] : names->members) mapping.file_names[column.text] = field.text;
      }
      if (Result<void> ok = AddColumns(value, catalog, sources, mapping); !ok) return ok;
      if (Result<void> ok = ReadFields(value.Find("fields"), sources, mapping.fields); !ok) return ok;
    }
  }
  return {};
}

// What data/mappings/sigma.yaml says of Windows events. Where Sysmon delivers a category, its events alone are meant:
// others call their fields otherwise.
void AddWindowsEvents(const yaml::Node& sigma, Pipeline& pipeline) {
  if (const yaml::Node* categories = sigma.Find("categories")) {
    for (const auto& [name, node] : categories->members) {
      const yaml::Node* events = node.Find("events");
      if (events == nullptr) continue;
      LogSourceMapping& mapping = pipeline.categories[name.text];
      for (const auto& [channel, ids] : events->members) {
        if (events->Find(kSysmon) != nullptr && channel.text != kSysmon) continue;
        mapping.events.emplace_back(channel.text, TextsOf(&ids));
      }
    }
  }
  if (const yaml::Node* services = sigma.Find("services")) {
    for (const auto& [name, channels] : services->members) {
      for (const std::string& channel : TextsOf(&channels))
        pipeline.services[name.text].events.emplace_back(channel, std::vector<std::string>{});
    }
  }
}

Result<Pipeline> ReadPipeline(const yaml::Node& root, const yaml::Node& sigma, const Catalog& catalog,
                              const std::vector<Pipeline>& others, const SourceMap& sources) {
  Pipeline pipeline;
  if (const std::string_view base = root.TextOf("extends"); !base.empty()) {
    const auto found = std::find_if(others.begin(), others.end(), [&](const Pipeline& p) { return p.name == base; });
    if (found == others.end())
      return Error{Place(sources, root) + ": no pipeline `" + std::string(base) + "` before this"};
    pipeline = *found;
  }
  pipeline.name = root.TextOf("pipeline");
  pipeline.doc = root.TextOf("doc");
  pipeline.targets = TextsOf(root.Find("targets"));
  pipeline.source = root.TextOf("source");
  pipeline.empty_is_absent |= root.TextOf("empty_is_absent") == "true";
  pipeline.absent_texts = TextsOf(root.Find("absent_texts"));
  pipeline.other_fields = root.TextOf("other_fields");
  pipeline.literal_fields = root.TextOf("literal_fields");
  if (pipeline.name.empty() || pipeline.targets.empty())
    return Error{Place(sources, root) + ": `pipeline` and `targets` are needed"};
  if (root.TextOf("windows_events") == "true") AddWindowsEvents(sigma, pipeline);
  if (Result<void> ok = ReadLogSources(root.Find("categories"), catalog, sources, pipeline.categories); !ok)
    return ok.error();
  if (Result<void> ok = ReadLogSources(root.Find("services"), catalog, sources, pipeline.services); !ok)
    return ok.error();
  if (Result<void> ok = ReadFields(root.Find("fields"), sources, pipeline.fields); !ok) return ok.error();
  return pipeline;
}

}  // namespace

const LogSourceMapping* Pipeline::Find(const sigma::LogSource& logsource) const {
  if (!logsource.product.empty() && logsource.product != "windows") return nullptr;
  // A category within a service is both; no pipeline narrows one by the other.
  if (!logsource.category.empty() && !logsource.service.empty()) return nullptr;
  const auto& map = logsource.category.empty() ? services : categories;
  const auto found = map.find(logsource.category.empty() ? logsource.service : logsource.category);
  return found == map.end() ? nullptr : &found->second;
}

Result<Pipelines> Pipelines::Load(const std::string& data_dir) {
  Result<std::shared_ptr<const Catalog>> catalog = Catalog::Load(data_dir);
  if (!catalog) return catalog.error();
  SourceMap sources;
  Result<DataFile> sigma = ReadDataFile(data_dir + "/mappings/sigma.yaml", sources);
  if (!sigma) return sigma.error();
  std::vector<std::string> paths;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(data_dir + "/conversions", failed)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path().string());
  }
  if (failed) return Error{"cannot read " + data_dir + "/conversions"};
  std::sort(paths.begin(), paths.end());
  Pipelines all;
  for (const std::string& path : paths) {
    Result<DataFile> file = ReadDataFile(path, sources);
    if (!file) return file.error();
    Result<Pipeline> pipeline = ReadPipeline(file->root, sigma->root, **catalog, all.pipelines_, sources);
    if (!pipeline) return pipeline.error();
    all.pipelines_.push_back(std::move(*pipeline));
  }
  return all;
}

const Pipeline* Pipelines::Find(std::string_view target, std::string_view name) const {
  for (const Pipeline& pipeline : pipelines_) {
    const bool serves = std::find(pipeline.targets.begin(), pipeline.targets.end(), target) != pipeline.targets.end();
    if (serves && (name.empty() || pipeline.name == name)) return &pipeline;
  }
  return nullptr;
}

std::vector<std::string> Pipelines::NamesFor(std::string_view target) const {
  std::vector<std::string> names;
  for (const Pipeline& pipeline : pipelines_) {
    if (std::find(pipeline.targets.begin(), pipeline.targets.end(), target) != pipeline.targets.end())
      names.push_back(pipeline.name);
  }
  return names;
}

}  // namespace quarry::convert
