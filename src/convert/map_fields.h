// MapFields: a filter over a rule's fields becomes one over a target's columns.
// Thread rule: pure function.
#pragma once

#include <optional>
#include <vector>

#include "convert/filter.h"
#include "convert/pipeline.h"
#include "convert/target.h"

namespace quarry::convert {

// Nothing when a test cannot be made of the columns; every such test adds a refusal.
std::optional<Filter> MapFields(const Filter& filter, const Pipeline& pipeline, const LogSourceMapping& logsource,
                                std::vector<Refusal>& refusals);

}  // namespace quarry::convert
