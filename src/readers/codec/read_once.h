// Inputs that can be read only once: standard input unless a file was put there, pipes, devices.
// Thread rule: any thread.
#pragma once

#include <memory>
#include <string>

#include "readers/codec/spool.h"

namespace quarry {

bool IsReadOnce(const std::string& path);
// What keeps the input; it is opened with the first read. REQUIRES: IsReadOnce(path)
Result<std::shared_ptr<Spool>> SpoolOf(const std::string& path);

}  // namespace quarry
