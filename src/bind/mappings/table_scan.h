// Scans of one source as closed tables (KQL) and as open events (CQL, Sigma).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bind/mappings/fit_rows.h"
#include "bind/mappings/mappings.h"
#include "bind/mappings/source_table.h"
#include "bind/tables.h"
#include "catalog/catalog.h"
#include "plan/rel.h"

namespace quarry {

// The rows of `table` in `source`: the schema's columns (which may be nullptr), then those that were only seen, then
// with `origin` where they came from.
RelPtr ScanAsTable(const SourceTable& source, std::string_view table, const TableSchema* schema,
                   const Mappings& mappings, bool origin, Span span, ColumnIds& ids);
// Every record of a source of Windows or Falcon events: the table `Windows` or `Falcon`.
RelPtr ScanAsRaw(const SourceTable& source, const Mappings& mappings, const Catalog& catalog, bool origin, Span span,
                 ColumnIds& ids);
// Every record as an event with open fields; with `log_source`, only its events, with its names of fields.
OpenEvents ScanAsEvents(const SourceTable& source, const EventsRequest& request, const Mappings& mappings, Span span,
                        ColumnIds& ids, const LogSource* log_source = nullptr);

// What scans make of the columns that were seen: those that no schema names, and those that lie in another form than it
// says. Shapes that are equal but for the other ones give equal scans; but for ScanAsTable of Falcon events, whose
// tables show all that was seen of any event.
std::map<std::string, std::vector<DiscoveredColumn>> ColumnsBeyondSchemas(const TelemetryShape& shape,
                                                                          const Mappings& mappings,
                                                                          const Catalog& catalog);

// Every record as it is, for import: its time (datetime), what names its table (string; null where the source's shape
// says it), the record itself (JSON text, unchanged), its file and its number there.
RelPtr ScanRecords(const SourceTable& source, const Mappings& mappings, ColumnIds& ids);

}  // namespace quarry
