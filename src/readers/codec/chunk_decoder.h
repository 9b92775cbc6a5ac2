// ChunkDecoder: decodes one input as chunks that follow each other, each into a buffer of its own. Most inputs are
// decoded front to back, one chunk at a time; files of independent parts (packed_parts.h) several at once; of large
// gzip files parts are decoded ahead (ahead_decoder.h). Put together in order, the chunks are the bytes that
// OpenByteStream gives, and the first failure is the same. Thread rule: Begin, BeginAhead and is_parallel by one thread
// at a time; Run by any, also at once, each with its own task.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "readers/codec/byte_stream.h"
#include "readers/codec/member_checks.h"
#include "readers/codec/packed_parts.h"
#include "readers/reader.h"

namespace quarry {

class AheadPart;

// How gzip files are decoded ahead (ahead_decoder.h); smaller for tests.
struct AheadShape {
  uint64_t least_bytes = 2 << 20;    // on disk: smaller files are not
  uint64_t first_bytes = 1 << 20;    // so much is decoded before anything is decoded ahead
  uint64_t part_bytes = 3 << 19;     // decoded, about
  size_t most_bytes = 4 << 19;       // decoded; parts end earlier
  uint64_t least_packed = 32 << 10;  // of a part
};

class ChunkDecoder {
 public:
  // Of a part that is decoded ahead: the chunk that starts so far in it; or, from BeginAhead, its decoding.
  struct AheadTask {
    AheadPart* part = nullptr;
    size_t from = 0;
    uint64_t disk_bytes = 0;
    std::optional<MemberSum> before;  // MemberPiece::before
  };
  struct Task {
    bool is_part = false;
    PackedPart part;  // is_part
    AheadTask ahead;
    bool may_wait = false;    // others may be begun before it is run
    size_t most_bytes = 0;    // what the buffer has to hold
    bool for_others = false;  // another thread is likely to read the chunk; set by the caller
  };
  struct Outcome {
    size_t bytes = 0;                              // decoded
    uint64_t disk_bytes = 0;                       // consumed for it
    std::vector<ByteStream::FrameEnd> frame_ends;  // `at`: in the chunk; only with `leaves_checksums`
    std::optional<MemberPiece> member;             // of a gzip member; only with `leaves_checksums`
    bool at_end = false;                           // nothing follows: the input ended or failed
    std::string failure;                           // names the file
  };
  virtual ~ChunkDecoder() = default;
  // Work that may be started now. False while a chunk has to end first; the same after the end.
  virtual bool Begin(Task& task) = 0;
  virtual Outcome Run(const Task& task, char* to) = 0;
  // Work of which no chunk comes yet: it makes later ones cheap. `threads`: so many there are.
  virtual bool BeginAhead(Task& /*task*/, size_t /*threads*/) { return false; }
  // How many chunks may be useful at once.
  virtual bool is_parallel() const = 0;
  // Whether BeginAhead may have something.
  virtual bool decodes_ahead() const { return false; }
};

// `leaves_checksums`: those of zstd frames and gzip members may be left to the caller (frame_checks.h,
// member_checks.h). Chunks of inputs that are read front to back have at most `chunk_bytes` bytes.
Result<std::unique_ptr<ChunkDecoder>> OpenChunkDecoder(const InputFile& input, size_t chunk_bytes,
                                                       bool leaves_checksums = false, const AheadShape& shape = {});

}  // namespace quarry
