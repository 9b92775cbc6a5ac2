// BitReader: the bits of a piece of memory, each byte's least significant first (RFC 1951). It reads ahead in whole
// words, so the last kBehind bytes are not read in any case: who needs them has more memory behind them.
// Thread rule: one thread at a time. The memory must outlive the reader.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace quarry {

class BitReader {
 public:
  // At least so many bits are there after a Refill.
  static constexpr int kBits = 56;
  static constexpr size_t kBehind = 15;

  // REQUIRES: bit <= 8 * size.
  BitReader(const uint8_t* data, size_t size, uint64_t bit) : data_(data), next_(data + bit / 8), end_(data + size) {
    if (Refill()) Drop(static_cast<int>(bit % 8));
  }

  // False when the memory ends.
  bool Refill() {
    static_assert(std::endian::native == std::endian::little);
    if (end_ - next_ < 8) return false;
    uint64_t word;
    std::memcpy(&word, next_, sizeof word);
    bits_ |= word << count_;
    next_ += (63 - count_) >> 3;
    count_ |= kBits;
    return true;
  }
  // The next bits, from the lowest on. REQUIRES for all three: no more bits are used than are there.
  uint64_t bits() const { return bits_; }
  void Drop(int count) {
    bits_ >>= count;
    count_ -= count;
  }
  uint32_t Take(int count) {
    const auto taken = static_cast<uint32_t>(bits_ & ((uint64_t{1} << count) - 1));
    Drop(count);
    return taken;
  }
  // Of the next bit, from the beginning of the memory.
  uint64_t position() const { return static_cast<uint64_t>(next_ - data_) * 8 - static_cast<uint64_t>(count_); }

 private:
  const uint8_t* data_;
  const uint8_t* next_;
  const uint8_t* end_;
  uint64_t bits_ = 0;
  int count_ = 0;
};

}  // namespace quarry
