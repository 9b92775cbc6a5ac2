// The binders' entries: syntax tree of each language -> plan. Names and types are checked here, and what differs
// between the languages ends here.
// On failure diagnostics say why and nothing is returned. Thread rule: one thread a call.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bind/tables.h"
#include "diag/diagnostic.h"
#include "plan/rel.h"

namespace quarry {

struct BindOptions {
  // Ticks; ago() and now() are constants of the query. Asked when the query reads it.
  std::function<int64_t()> now = [] { return int64_t{0}; };
  bool fold = true;                               // constant folding (off in differential tests)
  std::map<std::string, std::string> parameters;  // CQL ?name
  std::string data_dir;                           // lookup files (bind/lookup_files.h)
  // Where queries are only checked: a file of externaldata that is not there counts as empty.
  bool lookups_may_miss = false;
};

// A limit that the query does not state: it has cut the result when there are this many rows (Q0702).
struct DefaultLimit {
  uint64_t rows = 0;
  std::string function;  // "table"
  Span span;
};

struct BoundQuery {
  RelPtr plan;
  Lang lang = Lang::kKql;
  // CQL: the result is a list of events with open fields: `event` (dynamic object text of the original event) is
  // overlaid by the other output columns, nulls are absent fields. 0: the output columns are all there is.
  ColumnId event = 0;
  std::vector<std::string> dropped_fields;  // fields of `event` that are not shown (drop, rename)
  std::vector<std::string> event_fields;    // CQL: fields of events that the query asks for, of those it does not make
  bool ordered = false;                     // the query itself asks for an order
  ColumnId time = 0;                        // event time, where it survives to the output (findings, tail)
  std::optional<DefaultLimit> default_limit;  // CQL: table() and its kin keep 200 rows unless told otherwise
  std::string render;                         // KQL render: visualization name
  size_t rule = 0;                            // Sigma: which rule of the text, from 0
};

// Text in, plan out: lex, parse, bind. `source` is in `sources`.
FailureOr<BoundQuery> BindKql(const SourceMap& sources, uint16_t source, TableProvider& tables, ColumnIds& ids,
                              const BindOptions& options, DiagnosticList& diagnostics);
FailureOr<BoundQuery> BindCql(const SourceMap& sources, uint16_t source, TableProvider& tables, ColumnIds& ids,
                              const BindOptions& options, DiagnosticList& diagnostics);
// One plan for each kind of source that delivers the rule's logsource.
FailureOr<std::vector<BoundQuery>> BindSigma(const SourceMap& sources, uint16_t source, TableProvider& tables,
                                             ColumnIds& ids, const BindOptions& options, DiagnosticList& diagnostics);

}  // namespace quarry
