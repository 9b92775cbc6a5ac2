// How much of a file is still what its side index says of it.
// Thread rule: free functions; threads are their own.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "index/side_index.h"
#include "readers/codec/open_file.h"

namespace quarry {

// How many blocks at the beginning of a plain file have the bytes that were indexed: of each the hash of the index is
// compared (64 bits of XXH3, which tells damage and edits, not forgery). Blocks behind one that differs do not count,
// nor does the last one of a file that has grown, whose last record may have grown with it. What precedes the first
// block has to be the same, too, in files of records; what no block has ends the count. Error: the index is damaged.
Result<uint64_t> SoundBlocks(const SideIndex& index, const OpenFile& file);

}  // namespace quarry
