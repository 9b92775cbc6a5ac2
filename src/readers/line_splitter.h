// Splitters for inputs that are read front to back: lines, and chunks of a fixed size.
#pragma once

#include <cstddef>
#include <memory>

#include "readers/file_blocks.h"

namespace quarry {

std::unique_ptr<RecordSplitter> NewLineSplitter();
std::unique_ptr<RecordSplitter> NewFixedSplitter(size_t header_bytes, size_t block_bytes);

}  // namespace quarry
