// RowMatching: runs many bound queries in one pass over the inputs, where their plans allow it (filters and projections
// of single records). What hunts over thousands of rules stand on.
// Thread rule: one thread; the matching uses its own.
#pragma once

#include <memory>

#include "bind/binder.h"
#include "exec/matcher/matcher.h"

namespace quarry {

class RowMatching {
 public:
  // False when the query has to run on its own (Engine::Run). `key` is handed to the sink.
  bool Add(size_t key, const BoundQuery& query) { return matcher_.Add(key, query.plan); }
  size_t size() const { return matcher_.size(); }
  // See Matcher::Run.
  Result<std::vector<ScanReport>> Run(const MatchOptions& options, const Matcher::Sink& sink) {
    return matcher_.Run(options, sink);
  }

 private:
  Matcher matcher_;
};

}  // namespace quarry
