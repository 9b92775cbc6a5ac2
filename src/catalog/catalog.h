// Catalog: table schemas of the platforms, column aliases and known mistakes, loaded from data/.
// Immutable after loading; shared by all threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "types/type.h"

namespace quarry {

struct ColumnSchema {
  std::string name;
  Type type = Type::kString;
  std::string doc;
};

class TableSchema {
 public:
  std::string name;
  std::string platform;  // "defender", "sentinel", "falcon", "sysmon", ...
  std::string doc;
  std::string time_column;  // "Timestamp"; empty when the table has none

  const std::vector<ColumnSchema>& columns() const;
  const ColumnSchema* Find(std::string_view column) const;

  // `text` as ParseSchemaText reads it, which happens when somebody asks for the columns: a query asks for those of
  // few tables. REQUIRES: it can be read.
  void SetColumns(std::string text);

 private:
  struct Columns;
  std::shared_ptr<Columns> columns_;  // shared: schemas are moved about while they are sorted, and handed out
};

// A name that is used where the schema has another one.
struct ColumnAlias {
  std::string table;    // exact, or a prefix with a trailing `*` ("Device*")
  std::string name;     // as written: "AccountName"
  std::string target;   // "InitiatingProcessAccountName"
  bool silent = true;   // a portal difference; else a mistake: warned about, with the platform's verdict and a fix
  std::string verdict;  // "Microsoft Defender: 'where' operator: Failed to resolve column ..." (not silent)
};

class Catalog {
 public:
  // Reads data_dir/schemas/*.yaml and data_dir/aliases.yaml.
  static Result<std::shared_ptr<const Catalog>> Load(const std::string& data_dir);

  const TableSchema* FindTable(std::string_view name) const;
  // The alias for `column` on `table`, or nullptr.
  const ColumnAlias* FindAlias(std::string_view table, std::string_view column) const;
  const std::vector<TableSchema>& tables() const { return tables_; }

 private:
  std::vector<TableSchema> tables_;  // sorted by name
  std::vector<ColumnAlias> aliases_;
};

}  // namespace quarry
