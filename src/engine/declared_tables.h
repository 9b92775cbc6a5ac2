// DeclaredTables: tables whose columns the caller states, over literal rows or over a file; everything else comes from
// the telemetry below. They hide telemetry tables of the same name. As events (CQL, Sigma) their columns are the fields
// of open records.
// Ownership: shares sources with the plans made from them. Thread rule: one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bind/tables.h"
#include "catalog/catalog.h"
#include "scan/scan.h"
#include "types/value.h"

namespace quarry {

class DeclaredTables : public TableProvider {
 public:
  struct Table {
    std::string name;
    std::vector<ColumnSchema> columns;
    std::vector<std::vector<Value>> rows;  // when `source` is null
    std::shared_ptr<const Source> source;  // records with members of the columns' names; shared with plans
  };

  // REQUIRES: `below` outlives this.
  explicit DeclaredTables(TableProvider& below) : below_(below) {}
  void Add(Table table);
  // Where telemetry is there too, events come from both.
  void set_telemetry(bool any) { telemetry_ = any; }

  RelPtr FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList& diagnostics) override;
  std::vector<std::string> TableNames() const override;
  const ColumnAlias* FindAlias(std::string_view table, std::string_view column) const override;
  std::vector<OpenEvents> FindEvents(Lang lang, const EventsRequest& request, Span span, ColumnIds& ids,
                                     DiagnosticList& diagnostics) override;

 private:
  TableProvider& below_;
  std::vector<Table> tables_;
  bool telemetry_ = false;
};

}  // namespace quarry
