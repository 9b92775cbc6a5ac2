#include "base/install_folder.h"

#include <unistd.h>

#include <string_view>

namespace quarry {

std::string InstallFolder() {
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  if (length <= 0) return {};
  const std::string_view self(path, static_cast<size_t>(length));
  const std::string_view bin = self.substr(0, self.rfind('/'));
  return std::string(bin.substr(0, bin.rfind('/')));
}

}  // namespace quarry
