// Finds the data files beside the command that runs.
#include "engine/data_dir.h"

#include <cstdlib>

#include "base/install_folder.h"

namespace quarry {

std::string FindDataDir() {
  if (const char* dir = std::getenv("QUARRY_DATA_DIR"); dir != nullptr && *dir != '\0') return dir;
  const std::string folder = InstallFolder();
  return folder.empty() ? "data" : folder + "/data";
}

}  // namespace quarry
