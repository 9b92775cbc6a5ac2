// BoundPlans: what queries were bound and optimized to, for engines over inputs that are alike. Telemetry in the same
// form gives the same plans, whatever its records say: tests of detections bind each rule once a form instead of once
// an input. Ownership: keeps plans with the sources of the engine that bound them; what it gives has the sources of the
// one that asks. Thread rule: thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "bind/binder.h"
#include "bind/mappings/mappings.h"
#include "bind/mappings/source_table.h"
#include "diag/diagnostic.h"

namespace quarry {

using SourceList = std::vector<std::shared_ptr<const Source>>;  // shared with the plans over them

class BoundPlans {
 public:
  // A query that was bound without an error.
  struct Bound {
    std::vector<BoundQuery> queries;  // optimized
    std::vector<RelPtr> as_bound;     // the same plans before optimization
    std::vector<Diagnostic> diagnostics;
    uint16_t text = 0;  // the query's number among the texts that diagnostics point into
    SourceList sources;
    std::optional<int64_t> now;  // what the query read as the present
    ColumnIds ids;               // beyond those of the plans
  };

  // nullptr when the query is not known. `now` is asked where the query has read the present, which must be the same.
  std::shared_ptr<const Bound> Find(const std::string& key, const std::function<int64_t()>& now) const;
  void Add(const std::string& key, Bound bound);

 private:
  static constexpr size_t kMost = 4096;

  mutable std::mutex mutex_;
  size_t count_ = 0;
  // One for each present that was read. Shared with those that have asked.
  std::unordered_map<std::string, std::vector<std::shared_ptr<const Bound>>> known_;
};

// All that binding and optimizing see of the inputs, apart from their names, by which queries may call them: equal for
// inputs that give equal plans. `with_all_seen`: even where
// a table shows whatever was seen (TelemetryTables::TakeShowedAllSeen).
std::string InputsKey(const std::vector<SourceTable>& sources, const Mappings& mappings, const Catalog& catalog,
                      bool with_all_seen);

// The diagnostic with the places in the text `from` moved to `to`, which is the same text.
Diagnostic InText(Diagnostic diagnostic, uint16_t from, uint16_t to);

// The plan over other sources: to[i] in place of from[i].
RelPtr WithSources(const RelPtr& plan, const SourceList& from, const SourceList& to);

}  // namespace quarry
