// `quarry test --equivalent`: what each of some rules finds in the same telemetry, and why one finds less.
// Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "cli/data_options.h"

namespace quarry {

// Over the data of `options`; without any, over the telemetry of the tests of the package that the first rule belongs
// to. Prints the differences; the exit code is 1 when there are some.
int RunEquivalence(const std::vector<std::string>& rules, const DataOptions& options);

}  // namespace quarry
