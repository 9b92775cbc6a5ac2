// Turns blocks of CSV records into rows.
#pragma once

#include <memory>

#include "readers/block_scan.h"

namespace quarry {

std::unique_ptr<BlockParser> NewCsvParser(BlockScanState& state);

// The CSV reader's source with blocks of this size: small ones are for tests.
std::shared_ptr<const Source> OpenCsvInBlocks(std::vector<InputFile> files, size_t block_bytes);

}  // namespace quarry
