// TelemetryTables: the tables and events that the given telemetry delivers, for the binders of all languages.
// A table of KQL is the union of the sources that hold it; an event of CQL or Sigma is read from each source as an
// open record. Known tables without data are empty.
// Ownership: shares sources with the plans made from them. Thread rule: one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bind/mappings/mappings.h"
#include "bind/mappings/source_table.h"
#include "bind/tables.h"
#include "catalog/catalog.h"

namespace quarry {

class TelemetryTables : public TableProvider {
 public:
  // `sources` is the map that Mappings::Load filled; it outlives this.
  TelemetryTables(std::shared_ptr<const Catalog> catalog, std::shared_ptr<const Mappings> mappings, const SourceMap& sources);

  void Add(SourceTable source);
  // A table of literal rows (inline tables of tests); hides other tables of its name.
  void AddRows(std::string name, std::vector<ColumnSchema> columns, std::vector<std::vector<Value>> rows);
  const std::vector<SourceTable>& sources() const { return sources_; }
  // The tables that a source delivers, its own first, then those of mappings.
  std::vector<std::string> TablesOf(const TelemetryShape& shape) const;

  RelPtr FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList& diagnostics) override;
  std::vector<std::string> TableNames() const override;
  const ColumnAlias* FindAlias(std::string_view table, std::string_view column) const override;
  std::vector<OpenEvents> FindEvents(Lang lang, const EventsRequest& request, Span span, ColumnIds& ids,
                                     DiagnosticList& diagnostics) override;

 private:
  struct InlineRows {
    std::string name;
    std::vector<ColumnSchema> columns;
    std::vector<std::vector<Value>> rows;
  };
  std::vector<OpenEvents> FindAllEvents(const EventsRequest& request, Span span, ColumnIds& ids);
  std::vector<OpenEvents> FindLogSource(const EventsRequest& request, Span span, ColumnIds& ids);
  const InlineRows* FindRows(std::string_view name) const;
  static RelPtr MakeRows(const InlineRows& rows, Span span, ColumnIds& ids);

  std::shared_ptr<const Catalog> catalog_;    // shared with the engine
  std::shared_ptr<const Mappings> mappings_;  // shared with the engine
  const SourceMap& texts_;
  std::vector<SourceTable> sources_;
  std::vector<InlineRows> rows_;
};

}  // namespace quarry
