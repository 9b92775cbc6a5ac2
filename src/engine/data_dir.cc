// Finds the data files beside the command that runs.
#include "engine/data_dir.h"

#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace quarry {

std::string FindDataDir() {
  if (const char* dir = std::getenv("QUARRY_DATA_DIR"); dir != nullptr && *dir != '\0') return dir;
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  if (length <= 0) return "data";
  std::string_view self(path, static_cast<size_t>(length));
  std::string_view bin = self.substr(0, self.rfind('/'));
  return std::string(bin.substr(0, bin.rfind('/'))) + "/data";
}

}  // namespace quarry
