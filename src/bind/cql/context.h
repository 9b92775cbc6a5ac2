// CqlContext: what all stages of one query share: options, tables defined by the query, parameters, and the events that
// its pipelines read.
//
// A query is bound twice. The first time every field exists and its name is recorded (`recording`); then the events are
// asked for exactly these fields, and the query is bound over them. Pipelines meet in the same order both times.
// Thread rule: one thread, one bind.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "bind/binder.h"
#include "bind/tables.h"
#include "syntax/cql/tree.h"

namespace quarry {

class CqlStage;

// The events behind one pipeline of the query.
struct CqlEvents {
  EventsRequest request;  // recorded
  OpenEvents events;      // when bound for good
};

struct CqlContext {
  const SourceMap& sources;
  TableProvider& tables;
  ColumnIds& ids;
  const BindOptions& options;
  DiagnosticList& diagnostics;
  Arena& arena;  // for corrected calls
  uint16_t source = 0;

  bool recording = true;
  std::vector<std::shared_ptr<CqlEvents>> pipelines;
  size_t next_pipeline = 0;
  std::map<std::string, std::string> parameter_defaults;
  std::map<std::string, std::shared_ptr<CqlStage>> defined_tables;  // defineTable
  std::vector<std::string> notes;
  const cql::Call* enclosing_eval = nullptr;

  // Milliseconds since 1970, from `start` up to, but not including, `end`.
  struct Interval {
    int64_t start = 0;
    int64_t end = 0;
  };
  std::optional<Interval> interval;  // setTimeInterval
  int64_t Now() const;
  int64_t Start() const { return interval ? interval->start : 0; }
  int64_t End() const { return interval ? interval->end : Now(); }

  // Adds a warning that the platform refuses what stands at `span`.
  Diagnostic& Rejected(Span span, std::string message, std::string verdict);
  // Refuses a construct by name; returns false.
  bool Unsupported(Span span, std::string what, std::string why = {});
  // The value of `?name`; nullptr after a diagnostic when it has none.
  const std::string* Parameter(const cql::Text& parameter);
  // The text of a pattern or a quoted string, with parameters replaced; nullptr after a diagnostic.
  const std::string* TextOf(const cql::Text& text);

  std::vector<std::unique_ptr<std::string>> texts;  // given out by TextOf
};

}  // namespace quarry
