// DecodeLimit: what a compressed input may decode to. A few bytes can be made to stand for terabytes: memory is bounded
// in any case, time and the disk that copies take are bounded by this.
// Without a stated limit it is 4 GiB or 2000 times the bytes on disk, whichever is more. Deflate reaches 1032 times, so
// that only zstd and compressed files within archives meet it, at a ratio that telemetry does not have. Of pipes, whose
// size is not known, the bytes count that have been read so far.
// Thread rule: a value.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "readers/reader.h"

namespace quarry {

class DecodeLimit {
 public:
  static constexpr uint64_t kAlways = uint64_t{4} << 30, kRatio = 2000;

  explicit DecodeLimit(const InputFile& input) : input_(input) {}

  Codec codec() const { return input_.codec; }
  // How much may be decoded in all, when `consumed` bytes on disk have been read for it.
  uint64_t Most(uint64_t consumed) const {
    constexpr uint64_t kAny = std::numeric_limits<uint64_t>::max();
    if (input_.codec == Codec::kPlain) return kAny;
    if (input_.most_decoded != 0) return input_.most_decoded;
    const uint64_t packed = PackedBytes(consumed);
    return packed > kAny / kRatio ? kAny : std::max(kAlways, packed * kRatio);
  }

  // What is said of an input that was given up.
  std::string Describe(uint64_t consumed) const {
    const std::string after = input_.path + ": given up after " + std::to_string(Most(consumed)) + " decoded bytes";
    return input_.most_decoded != 0
               ? after + ", as --max-decoded says"
               : after + ", from " + std::to_string(PackedBytes(consumed)) + " on disk; --max-decoded SIZE allows more";
  }

 private:
  uint64_t PackedBytes(uint64_t consumed) const { return input_.read_once ? consumed : input_.bytes; }
  InputFile input_;
};

}  // namespace quarry
