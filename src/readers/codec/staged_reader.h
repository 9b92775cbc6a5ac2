// StagedReader: reads a stream into memory. What is for other cores is decoded in memory that stays in this core's
// caches, and copied past them (scan/kernels/stream_copy.h).
// Thread rule: one thread at a time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "readers/codec/byte_stream.h"
#include "scan/kernels/stream_copy.h"

namespace quarry {

class StagedReader {
 public:
  static constexpr size_t kStageBytes = 128 << 10;

  // Up to `size` bytes to `to`; they are also where the returned text is, until the next call. "" where Read gives 0.
  Result<std::string_view> Read(ByteStream& stream, char* to, size_t size, bool for_others) {
    if (!for_others) return ReadTo(stream, to, size);
    if (!stream.reads_in_place()) stage_.resize(kStageBytes);
    Result<std::string_view> got = stream.reads_in_place()
                                       ? stream.ReadInPlace(size)
                                       : ReadTo(stream, stage_.data(), std::min(size, stage_.size()));
    if (got && !got->empty()) CopyPastCaches(to, got->data(), got->size());
    return got;
  }

 private:
  static Result<std::string_view> ReadTo(ByteStream& stream, char* to, size_t size) {
    const Result<size_t> got = stream.Read(to, size);
    if (!got) return got.error();
    return std::string_view(to, *got);
  }
  std::vector<char> stage_;
};

}  // namespace quarry
