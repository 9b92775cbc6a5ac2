// InlineTables: a TableProvider over schemas and rows given in memory. For `--check --schema`, .qtest files and unit
// tests. KQL sees the rows as they are; CQL and Sigma see them as events whose fields are strings.
// Ownership: keeps its rows; plans copy what they need. Thread rule: filled by one thread, then read by any.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "bind/tables.h"
#include "catalog/catalog.h"

namespace quarry {

// "(a:string, ['b c']:long)", with or without the parentheses.
Result<std::vector<ColumnSchema>> ParseSchemaText(std::string_view text);

class InlineTables final : public TableProvider {
 public:
  // `catalog` serves column aliases; may be null.
  explicit InlineTables(std::shared_ptr<const Catalog> catalog = nullptr) : catalog_(std::move(catalog)) {}

  // Replaces a table of the same name. REQUIRES: each row has a value of the column's type for every column.
  void Add(std::string name, std::vector<ColumnSchema> columns, std::vector<std::vector<Value>> rows = {});
  void AddAlias(ColumnAlias alias) { aliases_.push_back(std::move(alias)); }

  RelPtr FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList& diagnostics) override;
  std::vector<std::string> TableNames() const override;
  const ColumnAlias* FindAlias(std::string_view table, std::string_view column) const override;
  // One entry for each table, in the order of addition.
  std::vector<OpenEvents> FindEvents(Lang lang, const EventsRequest& request, Span span, ColumnIds& ids,
                                     DiagnosticList& diagnostics) override;

 private:
  struct Table {
    std::string name;
    std::vector<ColumnSchema> columns;
    std::vector<std::vector<Value>> rows;
  };
  static OpenEvents EventsOf(const Table& table, const EventsRequest& request, ColumnIds& ids);

  std::shared_ptr<const Catalog> catalog_;
  std::vector<Table> tables_;
  std::vector<ColumnAlias> aliases_;
};

}  // namespace quarry
