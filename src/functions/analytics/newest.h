// What the series functions collect: the newest events only, so that memory is bounded by keys and not by events.
#pragma once

#include <cstdint>
#include <string_view>

#include "analytics/beacon.h"
#include "functions/function_def.h"

namespace quarry {

// The aggregates of the engine that collect them: (BIGINT) and (BIGINT, DOUBLE), JSON text.
inline constexpr std::string_view kNewestTimesFunction = "newest_times";
inline constexpr std::string_view kNewestValuesFunction = "newest_values";
inline constexpr uint32_t kNewestCount = kBeaconSketchSize;

// JSON arrays of the newest kBeaconSketchSize values of `time`, and of `value` at these times. "[]" without values.
sql::ExprPtr NewestTimes(const sql::ExprPtr& time);
sql::ExprPtr ValuesAtNewestTimes(const sql::ExprPtr& value, const sql::ExprPtr& time);

}  // namespace quarry
