// The places of a series: `start`, `start + step`, ... before `end`, of numbers or ticks.
// Thread rule: pure functions.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include "types/cell.h"
#include "types/type.h"

namespace quarry {

inline constexpr int64_t kMostSeriesPlaces = 1'048'576;

// How many there are; nullopt for a step that is not positive, for nulls and for more than kMostSeriesPlaces.
inline std::optional<int64_t> CountSeriesPlaces(Type type, const Cell& start, const Cell& end, const Cell& step) {
  if (start.null || end.null || step.null) return std::nullopt;
  if (type == Type::kReal) {
    // An end that rounding put a hair above a place does not add one.
    const double count = std::ceil((end.real - start.real) / step.real - 1e-9);
    if (!(step.real > 0) || !(count <= static_cast<double>(kMostSeriesPlaces))) return std::nullopt;
    return count > 0 ? static_cast<int64_t>(count) : 0;
  }
  int64_t length;
  if (step.integer <= 0 || __builtin_sub_overflow(end.integer, start.integer, &length)) return std::nullopt;
  if (length <= 0) return 0;
  const int64_t count = (length - 1) / step.integer + 1;
  if (count > kMostSeriesPlaces) return std::nullopt;
  return count;
}

}  // namespace quarry
