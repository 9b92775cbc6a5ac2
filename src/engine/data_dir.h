// Where the data files lie: schemas, mappings, conversions, providers.
// Thread rule: reentrant.
#pragma once

#include <string>

namespace quarry {

// QUARRY_DATA_DIR, or `data` beside the folder of the running command.
std::string FindDataDir();

}  // namespace quarry
