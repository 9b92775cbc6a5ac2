// TelemetryTables: the tables and events that the given telemetry delivers, for the binders of all languages.
// A table of KQL is the union of the sources that hold it; an event of CQL or Sigma is read from each source as an
// open record. Known tables without data are empty.
// Ownership: shares sources with the plans made from them. Thread rule: one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/mappings/mappings.h"
#include "bind/mappings/source_table.h"
#include "bind/tables.h"
#include "catalog/catalog.h"

namespace quarry {

class TelemetryTables : public TableProvider {
 public:
  // `sources` is the map that Mappings::Load filled; it outlives this.
  TelemetryTables(std::shared_ptr<const Catalog> catalog, std::shared_ptr<const Mappings> mappings,
                  const SourceMap& sources);

  void Add(SourceTable source);
  const std::vector<SourceTable>& sources() const { return sources_; }
  // The tables that a source delivers, its own first, then those of mappings.
  std::vector<std::string> TablesOf(const TelemetryShape& shape) const;

  // Whether a table that was found since the last call shows columns only because they were seen, beyond what
  // ColumnsBeyondSchemas (table_scan.h) says.
  bool TakeShowedAllSeen() { return std::exchange(showed_all_seen_, false); }

  RelPtr FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList& diagnostics) override;
  std::vector<std::string> TableNames() const override;
  const ColumnAlias* FindAlias(std::string_view table, std::string_view column) const override;
  std::vector<OpenEvents> FindEvents(Lang lang, const EventsRequest& request, Span span, ColumnIds& ids,
                                     DiagnosticList& diagnostics) override;

 private:
  friend class MappingInput;

  std::vector<OpenEvents> FindAllEvents(const EventsRequest& request, Span span, ColumnIds& ids,
                                        DiagnosticList& diagnostics);
  std::optional<OpenEvents> FindFalconEvents(const EventsRequest& request, Span span, ColumnIds& ids);
  std::vector<OpenEvents> FindLogSource(const EventsRequest& request, Span span, ColumnIds& ids,
                                        DiagnosticList& diagnostics);
  bool HasKind(TelemetryKind kind) const;
  // Scans of the sources (of `kind`, when given) that hold `name` themselves.
  std::vector<RelPtr> DirectScans(std::string_view name, std::optional<TelemetryKind> kind, bool origin, Span span,
                                  ColumnIds& ids) const;
  // The rows of `table` that mappings make out of telemetry of `kind`.
  std::vector<RelPtr> MappedRows(std::string_view table, TelemetryKind kind, bool origin, Span span, ColumnIds& ids,
                                 DiagnosticList& diagnostics);
  RelPtr BindView(uint16_t query, TelemetryKind kind, ColumnIds& ids, DiagnosticList& diagnostics);

  // A query of the mappings over the telemetry of one kind: bound once, and numbered anew for each place that reads it.
  struct BoundView {
    RelPtr plan;                  // nullptr: refused
    ColumnId first = 0, end = 0;  // the numbers that binding took
    DiagnosticList diagnostics;
  };

  std::map<std::pair<uint16_t, TelemetryKind>, BoundView> views_;
  std::shared_ptr<const Catalog> catalog_;    // shared with the engine
  std::shared_ptr<const Mappings> mappings_;  // shared with the engine
  const SourceMap& texts_;
  std::vector<SourceTable> sources_;
  mutable bool showed_all_seen_ = false;
};

}  // namespace quarry
