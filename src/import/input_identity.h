// What tells an imported file from others: its place, size and time, and a fingerprint of its content.
// Thread rule: pure functions of the file.
#pragma once

#include <string>

#include "base/result.h"
#include "readers/imported/manifest.h"

namespace quarry {

// What is known of an input file before it is imported. Reads about 1 MiB of it. Error: it cannot be read.
Result<ImportedInput> IdentifyInput(const std::string& path);

}  // namespace quarry
