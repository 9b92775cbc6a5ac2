// What the series functions collect: the newest events only, so that memory is bounded by keys and not by events.
#pragma once

#include <string_view>

#include "functions/function_def.h"

namespace quarry {

// The aggregates of the engine that make encoded sketches (newest_events.h): of (BIGINT time, DOUBLE value),
// where no value is null, and of sketches.
inline constexpr std::string_view kNewestEventsFunction = "newest_events";
inline constexpr std::string_view kMergeNewestFunction = "merge_newest_events";

// A kernel's assessment of the newest events of a group, (time) or (time, bytes): the kernel's arguments are the sketch
// and whether there are bytes.
sql::ExprPtr AssessedEvents(const LoweringCall& call, std::string_view kernel);

}  // namespace quarry
