// TableProvider: what binders ask for telemetry. Implemented over real sources by bind/mappings, over inline tables
// by tests, over schemas alone by `--check --schema`.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "plan/rel.h"

namespace quarry {

// Events as an open set of string fields: what CQL and Sigma see. Absent fields are null.
struct OpenEvents {
  RelPtr plan;                             // a row an event
  std::map<std::string, ColumnId> fields;  // every requested field (type string)
  ColumnId event = 0;              // the whole event: flat JSON object text (type dynamic); 0 when not asked for
  ColumnId time = 0;               // event time (datetime); 0 when the events have none
  ColumnId file = 0, record = 0;   // where it came from: path (string) and position (long); 0 when unknown
  std::string description;         // "falcon ndjson telemetry/falcon.ndjson", for explain
  std::vector<std::string> notes;  // shown with the result (Q0703)
};

struct EventsRequest {
  std::vector<std::string> fields;  // as the language names them ("#event_simpleName", "EventData.Image")
  bool whole_event = false;
  bool origin = false;  // file and record too
  // CQL: values that `#event_simpleName` must have, when the first filters say so; empty: any. Only a hint.
  std::vector<std::string> event_names;
  // Sigma: logsource (empty strings: not given).
  std::string category, product, service;
};

class TableProvider {
 public:
  virtual ~TableProvider() = default;
  // A closed table of KQL with its schema's columns; no diagnostic and nullptr when there is no such table.
  // A known table without data gives an empty relation with the right columns.
  virtual RelPtr FindTable(std::string_view name, Span span, ColumnIds& ids, DiagnosticList& diagnostics) = 0;
  // For suggestions and completion.
  virtual std::vector<std::string> TableNames() const = 0;
  // A name that stands for another column of `table`; see catalog/catalog.h. nullptr when there is none.
  virtual const struct ColumnAlias* FindAlias(std::string_view table, std::string_view column) const = 0;
  // For CQL: all events (one entry). For Sigma: an entry for each kind of source that delivers the logsource; empty
  // when none does.
  virtual std::vector<OpenEvents> FindEvents(Lang lang, const EventsRequest& request, Span span, ColumnIds& ids,
                                             DiagnosticList& diagnostics) = 0;
};

}  // namespace quarry
