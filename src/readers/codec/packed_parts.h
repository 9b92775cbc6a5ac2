// Compressed files that consist of parts which can be decoded on their own: zstd files of several frames (pzstd,
// seekable files, files put one behind the other) and BGZF (gzip members that state their size, as bgzip writes them).
// Parts are found by their headers alone; nothing is decoded for it and nothing that a header claims is trusted further
// than to ask for so much memory: what decoding makes of a part decides.
// Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <memory>

#include "readers/codec/open_file.h"
#include "readers/reader.h"

namespace quarry {

struct PackedPart {
  uint64_t offset = 0;        // in the file
  uint64_t packed_bytes = 0;  // so many
  uint64_t most_bytes = 0;    // decoded at most; at least 1
};

class PartFinder {
 public:
  // Parts are not made larger than this (decoded, and packed), so that those in work fit into memory.
  static constexpr uint64_t kLargestPart = 16u << 20;
  // Small frames and members are put together up to about this.
  static constexpr uint64_t kWorthwhilePart = 1u << 20;

  virtual ~PartFinder() = default;
  // The next part, in the order of the file. False when what follows is not known to be one: the end, a frame that is
  // too large, a damaged header. It then starts at rest() and is to be decoded front to back.
  virtual bool Next(PackedPart& part) = 0;
  virtual uint64_t rest() const = 0;
};

// nullptr when the file does not start with two or more such parts. `file` must outlive the finder.
std::unique_ptr<PartFinder> FindParts(const OpenFile& file, Codec codec);

}  // namespace quarry
