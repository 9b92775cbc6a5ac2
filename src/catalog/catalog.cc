// Loads the catalog from data_dir/schemas/*.yaml and data_dir/aliases.yaml; Catalog::Load is the entry.
#include "catalog/catalog.h"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <utility>

#include "base/check.h"
#include "catalog/data_file.h"
#include "catalog/schema_text.h"

namespace quarry {
namespace {

// Where a node of a data file stands, for messages: "data/schemas/x.yaml:12".
std::string Place(const SourceMap& sources, const yaml::Node& node) {
  return std::string(sources.name(node.span.source)) + ":" +
         std::to_string(sources.Locate(node.span.source, node.span.start).line);
}

Result<void> LoadTables(const DataFile& file, const SourceMap& sources, std::vector<TableSchema>& tables) {
  const yaml::Node& root = file.root;
  const yaml::Node* list = root.Find("tables");
  if (list == nullptr) return Error{Place(sources, root) + ": no `tables`"};
  for (const yaml::Node& node : list->items) {
    TableSchema table;
    table.name = node.TextOf("name");
    table.platform = root.TextOf("platform");
    table.doc = node.TextOf("doc");
    table.time_column = node.TextOf("time");
    if (table.name.empty()) return Error{Place(sources, node) + ": a table without a name"};
    if (!file.as_built) {
      const Result<std::vector<ColumnSchema>> columns = ParseSchemaText(node.TextOf("columns"));
      if (!columns) return Error{Place(sources, node) + ": " + columns.error().message};
    }
    table.SetColumns(std::string(node.TextOf("columns")));
    if (!file.as_built && !table.time_column.empty() && table.Find(table.time_column) == nullptr) {
      return Error{Place(sources, node) + ": the time column `" + table.time_column + "` is not a column"};
    }
    tables.push_back(std::move(table));
  }
  return {};
}

// `silent` and `mistakes` are lists of {tables, names: {written: target}, verdict}; `{name}` in a verdict stands
// for the name as written.
Result<void> LoadAliases(const yaml::Node& root, const SourceMap& sources, std::vector<ColumnAlias>& aliases) {
  for (const auto& [key, groups] : root.members) {
    const bool silent = key.text == "silent";
    if (!silent && key.text != "mistakes") return Error{Place(sources, key) + ": unknown key `" + key.text + "`"};
    for (const yaml::Node& group : groups.items) {
      const yaml::Node* tables = group.Find("tables");
      const yaml::Node* names = group.Find("names");
      if (tables == nullptr || names == nullptr)
        return Error{Place(sources, group) + ": `tables` and `names` are needed"};
      for (const yaml::Node& table : tables->items) {
        for (const auto& [name, target] : names->members) {
          ColumnAlias alias;
          alias.table = table.text;
          alias.name = name.text;
          alias.target = target.text;
          alias.silent = silent;
          alias.verdict = group.TextOf("verdict");
          const size_t at = alias.verdict.find("{name}");
          if (at != std::string::npos) alias.verdict.replace(at, 6, alias.name);
          aliases.push_back(std::move(alias));
        }
      }
    }
  }
  return {};
}

bool CoversTable(std::string_view pattern, std::string_view table) {
  if (!pattern.empty() && pattern.back() == '*') return table.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == table;
}

}  // namespace

struct TableSchema::Columns {
  std::string text;
  std::once_flag parsed;
  std::vector<ColumnSchema> columns;
};

void TableSchema::SetColumns(std::string text) {
  columns_ = std::make_shared<Columns>();
  columns_->text = std::move(text);
}

const std::vector<ColumnSchema>& TableSchema::columns() const {
  std::call_once(columns_->parsed, [this] {
    Result<std::vector<ColumnSchema>> columns = ParseSchemaText(columns_->text);
    QUARRY_CHECK(columns);
    columns_->columns = std::move(*columns);
  });
  return columns_->columns;
}

const ColumnSchema* TableSchema::Find(std::string_view column) const {
  for (const ColumnSchema& candidate : columns()) {
    if (candidate.name == column) return &candidate;
  }
  return nullptr;
}

Result<std::shared_ptr<const Catalog>> Catalog::Load(const std::string& data_dir) {
  namespace fs = std::filesystem;
  auto catalog = std::make_shared<Catalog>();
  SourceMap sources;
  std::error_code failed;
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(data_dir) / "schemas", failed)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  if (failed) return Error{data_dir + "/schemas: " + failed.message()};
  std::sort(files.begin(), files.end());
  for (const fs::path& path : files) {
    Result<DataFile> file = ReadDataFile(path.string(), sources);
    if (!file) return file.error();
    if (Result<void> loaded = LoadTables(*file, sources, catalog->tables_); !loaded) return loaded.error();
  }
  std::sort(catalog->tables_.begin(), catalog->tables_.end(),
            [](const TableSchema& a, const TableSchema& b) { return a.name < b.name; });
  for (size_t i = 1; i < catalog->tables_.size(); ++i) {
    if (catalog->tables_[i].name == catalog->tables_[i - 1].name) {
      return Error{data_dir + "/schemas: table `" + catalog->tables_[i].name + "` is described twice"};
    }
  }
  const fs::path alias_file = fs::path(data_dir) / "aliases.yaml";
  if (fs::exists(alias_file, failed)) {
    Result<DataFile> file = ReadDataFile(alias_file.string(), sources);
    if (!file) return file.error();
    if (Result<void> loaded = LoadAliases(file->root, sources, catalog->aliases_); !loaded) return loaded.error();
  }
  return std::shared_ptr<const Catalog>(std::move(catalog));
}

const TableSchema* Catalog::FindTable(std::string_view name) const {
  const auto found = std::lower_bound(tables_.begin(), tables_.end(), name,
                                      [](const TableSchema& table, std::string_view key) { return table.name < key; });
  return found != tables_.end() && found->name == name ? &*found : nullptr;
}

const ColumnAlias* Catalog::FindAlias(std::string_view table, std::string_view column) const {
  for (const ColumnAlias& alias : aliases_) {
    if (alias.name == column && CoversTable(alias.table, table)) return &alias;
  }
  return nullptr;
}

}  // namespace quarry
