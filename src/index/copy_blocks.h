// Takes blocks of an index over into a new one.
// Thread rule: as IndexWriter::Add.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "index/index_writer.h"
#include "index/side_index.h"

namespace quarry {

// Adds the first `blocks` of `from` as they are, each with its hash: whether the data still has their bytes is for the
// caller to know. Error: the index is damaged; `to` then has some of them and is to be thrown away.
// REQUIRES: nothing was added to `to` yet, which has the common grams of `from`; blocks <= from.header().blocks
Result<void> CopyBlocks(const SideIndex& from, uint64_t blocks, IndexWriter& to);

}  // namespace quarry
