// AheadPart: a part of a gzip member that is decoded ahead of what precedes it (symbol_decoder.h). Where it starts is
// found by trial, and holds only when what precedes it turns out to end there.
// Memory stays with the object, which is used for one part after the other.
// Thread rule: Decode by one thread; state, begin and Reach by others meanwhile; Resolve by several at once, when the
// window is set.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "readers/codec/deflate/symbols.h"
#include "readers/codec/deflate/window.h"
#include "readers/codec/open_file.h"

namespace quarry {

class AheadPart {
 public:
  enum class State : uint8_t { kSearching, kDecoding, kDone };

  // At most so many bytes are decoded of a part.
  explicit AheadPart(size_t most_bytes) : most_bytes_(most_bytes) {}

  // A part that starts with the first block behind byte `from` of the file and ends with one that ends behind `to`, or
  // earlier.
  void Start(uint64_t from, uint64_t to);
  void Decode(const OpenFile& file, const std::atomic<bool>& cancelled);
  // What precedes it is decoded, or the part is not wanted: it ends with the block that is being decoded.
  void Reach();

  State state() const { return state_.load(std::memory_order_acquire); }
  uint64_t from() const { return from_; }
  // As bits of the file. REQUIRES: not kSearching; kDone.
  uint64_t begin() const { return begin_; }
  uint64_t end() const { return end_; }
  // What has been decoded. REQUIRES: kDone.
  size_t bytes() const { return bytes_; }
  // The byte of the file up to which the part goes: until it is done, at most.
  uint64_t to() const { return to_.load(std::memory_order_relaxed); }

  // `window`: the kWindowBytes before the part; it becomes the last kWindowBytes of both. Then Resolve is called so
  // many times. REQUIRES: kDone.
  void SetWindow(char* window, size_t pieces);
  // REQUIRES: isa-l is loaded. Bytes [from, from + count). With `for_others` past the caches. Returns their checksum.
  uint32_t Resolve(size_t from, size_t count, char* to, bool for_others);
  bool has_pieces_left() const { return pieces_left_.load(std::memory_order_acquire) > 0; }

 private:
  const Symbol* decoded() const { return symbols_.get() + kWindowBytes; }

  const size_t most_bytes_;
  uint64_t from_ = 0;
  std::atomic<uint64_t> to_{0}, at_{0};  // bytes of the file
  std::atomic<State> state_{State::kDone};
  std::atomic<bool> is_reached_{false};
  uint64_t begin_ = 0, end_ = 0;
  size_t bytes_ = 0;
  std::vector<uint8_t> packed_;
  std::unique_ptr<Symbol[]> symbols_;
  Window window_;
  std::atomic<size_t> pieces_left_{0};
};

}  // namespace quarry
