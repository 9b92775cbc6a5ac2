// What a group keeps for aggregates whose result is made of many of its values: sets, joined texts, series of events.
// Ownership: owns what it keeps. Thread rule: one thread.
#pragma once

#include <memory>

#include "plan/rel.h"

namespace quarry::direct {

class Collected {
 public:
  virtual ~Collected() = default;
  // `values`: of the aggregate's value arguments, of which the first is not null. Gives the bytes that are kept in
  // addition.
  virtual size_t Add(const Cell* values) = 0;
  virtual Value Result() const = 0;
};

bool CanCollect(const AggregateCall& call);
// REQUIRES: CanCollect(call); `call` outlives this.
std::unique_ptr<Collected> NewCollected(const AggregateCall& call);

}  // namespace quarry::direct
