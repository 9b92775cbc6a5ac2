// Runs items in child processes: an item that crashes or hangs is wrong, and the others go on.
#pragma once

#include <vector>

#include "conformance_runner/area.h"

namespace quarry::conformance {

// A verdict an item, in order.
std::vector<Verdict> RunIsolated(const std::vector<Item>& items, int processes);

}  // namespace quarry::conformance
