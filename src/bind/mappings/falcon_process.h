// Falcon's network and DNS events do not say what their process is; its ProcessRollup2 does.
#pragma once

#include <string>
#include <vector>

#include "bind/tables.h"

namespace quarry {

// The fields among `requested` that are taken from the process's start where an event lacks them.
std::vector<std::string> ProcessFieldsOf(const EventsRequest& requested);

// `events` with `fields` filled from `starts`: the newest earlier start with the same aid and TargetProcessId =
// ContextProcessId. Adds a note. REQUIRES: `events` has the fields aid, ContextProcessId and #event_simpleName,
// `starts` has aid, TargetProcessId, #event_simpleName, and both have `fields` and a time.
OpenEvents FillFromProcessStarts(OpenEvents events, const OpenEvents& starts, const std::vector<std::string>& fields,
                                 Span span, ColumnIds& ids);

}  // namespace quarry
