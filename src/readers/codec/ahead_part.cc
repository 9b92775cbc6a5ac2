// External entry: AheadPart.
#include "readers/codec/ahead_part.h"

#include <algorithm>
#include <optional>

#include "readers/codec/deflate/find_block.h"
#include "readers/codec/deflate/symbol_decoder.h"
#include "readers/codec/isal_library.h"
#include "scan/kernels/stream_copy.h"

namespace quarry {

namespace {
// Blocks are rarely longer (packed). Of one that is, what precedes it is decoded.
constexpr uint64_t kLongestBlock = 128 << 10;
}  // namespace

void AheadPart::Start(uint64_t from, uint64_t to) {
  from_ = from;
  to_.store(to, std::memory_order_relaxed);
  at_.store(from, std::memory_order_relaxed);
  bytes_ = 0;
  is_reached_.store(false, std::memory_order_relaxed);
  state_.store(State::kSearching, std::memory_order_relaxed);
}

void AheadPart::Reach() {
  is_reached_.store(true, std::memory_order_relaxed);
  to_.store(at_.load(std::memory_order_relaxed), std::memory_order_relaxed);
}

void AheadPart::Decode(const OpenFile& file, const std::atomic<bool>& cancelled) {
  const uint64_t to = to_.load(std::memory_order_relaxed);
  packed_.resize(static_cast<size_t>(to - from_ + kLongestBlock));
  const Result<size_t> got = file.ReadAt(from_, reinterpret_cast<char*>(packed_.data()), packed_.size());
  const size_t size = got ? *got : 0;
  const std::optional<uint64_t> first = FindBlock(packed_.data(), size, 0, std::min(to - from_, kLongestBlock) * 8);
  if (first) {
    begin_ = end_ = from_ * 8 + *first;
    state_.store(State::kDecoding, std::memory_order_release);
    if (symbols_ == nullptr) symbols_.reset(new Symbol[SymbolDecoder::kBefore + most_bytes_ + SymbolDecoder::kBehind]);
    SymbolDecoder decoder(packed_.data(), size, *first, symbols_.get(), most_bytes_);
    while (!is_reached_.load(std::memory_order_relaxed) && !cancelled.load(std::memory_order_relaxed) &&
           decoder.position() < (to - from_) * 8 && decoder.Next() == SymbolDecoder::Step::kBlock) {
      at_.store(from_ + decoder.position() / 8, std::memory_order_relaxed);
    }
    end_ = from_ * 8 + decoder.position();
    bytes_ = decoder.decoded();
    to_.store(end_ / 8, std::memory_order_relaxed);
  }
  state_.store(State::kDone, std::memory_order_release);
}

void AheadPart::SetWindow(char* window, size_t pieces) {
  pieces_left_.store(pieces, std::memory_order_relaxed);
  window_.Set({window, kWindowBytes});
  // The references in front of the symbols stand for the window itself.
  window_.Resolve(symbols_.get() + bytes_, kWindowBytes, window);
}

uint32_t AheadPart::Resolve(size_t from, size_t count, char* to, bool for_others) {
  constexpr size_t kPiece = 16 << 10;  // stays in the first cache
  char stage[kPiece];
  uint32_t checksum = 0;
  for (size_t done = 0; done < count;) {
    const size_t piece = std::min(kPiece, count - done);
    char* const made = for_others ? stage : to + done;
    window_.Resolve(decoded() + from + done, piece, made);
    checksum = crc32_gzip_refl(checksum, reinterpret_cast<const unsigned char*>(made), piece);
    if (for_others) CopyPastCaches(to + done, stage, piece);
    done += piece;
  }
  pieces_left_.fetch_sub(1, std::memory_order_release);
  return checksum;
}

}  // namespace quarry
