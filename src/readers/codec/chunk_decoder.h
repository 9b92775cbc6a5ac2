// ChunkDecoder: decodes one input as chunks that follow each other, each into a buffer of its own. Most inputs are
// decoded front to back, one chunk at a time; files of independent parts (packed_parts.h) several at once. Put together
// in order, the chunks are the bytes that OpenByteStream gives, and the first failure is the same. Thread rule: Begin
// by one thread at a time; Run by any, also at once, each with its own task.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "readers/codec/byte_stream.h"
#include "readers/codec/packed_parts.h"
#include "readers/reader.h"

namespace quarry {

class ChunkDecoder {
 public:
  struct Task {
    bool is_part = false;
    PackedPart part;          // is_part
    size_t most_bytes = 0;    // what the buffer has to hold
    bool for_others = false;  // another thread is likely to read the chunk; set by the caller
  };
  struct Outcome {
    size_t bytes = 0;                              // decoded
    uint64_t disk_bytes = 0;                       // consumed for it
    std::vector<ByteStream::FrameEnd> frame_ends;  // `at`: in the chunk; only with `leaves_checksums`
    bool at_end = false;                           // nothing follows: the input ended or failed
    std::string failure;                           // names the file
  };
  virtual ~ChunkDecoder() = default;
  // Work that may be started now. False while a chunk has to end first; the same after the end.
  virtual bool Begin(Task& task) = 0;
  virtual Outcome Run(const Task& task, char* to) = 0;
  // How many chunks may be useful at once.
  virtual bool is_parallel() const = 0;
};

// `leaves_checksums`: those of zstd frames may be left to the caller (frame_checks.h). Chunks of inputs that are read
// front to back have `chunk_bytes` bytes (the last may be short).
Result<std::unique_ptr<ChunkDecoder>> OpenChunkDecoder(const InputFile& input, size_t chunk_bytes,
                                                       bool leaves_checksums = false);

}  // namespace quarry
