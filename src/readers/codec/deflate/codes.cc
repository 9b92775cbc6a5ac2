// External entry: MakeCodes.
#include "readers/codec/deflate/codes.h"

#include <algorithm>

namespace quarry {

namespace {
constexpr CodeEntry Base(uint32_t base, uint32_t extra_bits) {
  return {base << 16 | extra_bits};
}

// What each symbol means, without the bits of its code.
constexpr auto kLengthSymbols = [] {
  std::array<CodeEntry, LengthCodes::kSymbols> symbols{};
  for (uint32_t byte = 0; byte < 256; ++byte) symbols[byte].value = CodeEntry::kByte | byte << 16;
  symbols[256].value = CodeEntry::kOther | CodeEntry::kEnd;
  uint32_t base = 3;
  for (uint32_t i = 0; i < 28; ++i) {
    const uint32_t extra_bits = i < 8 ? 0 : i / 4 - 1;
    symbols[257 + i] = Base(base, extra_bits);
    base += 1u << extra_bits;
  }
  symbols[285] = Base(258, 0);
  return symbols;  // 286 and 287 have no meaning
}();

constexpr auto kDistanceSymbols = [] {
  std::array<CodeEntry, DistanceCodes::kSymbols> symbols{};
  uint32_t base = 1;
  for (uint32_t i = 0; i < 30; ++i) {
    const uint32_t extra_bits = i < 4 ? 0 : i / 2 - 1;
    symbols[i] = Base(base, extra_bits);
    base += 1u << extra_bits;
  }
  return symbols;  // 30 and 31 have no meaning
}();

CodeEntry WithCode(CodeEntry symbol, int code_bits) {
  if (symbol.value == CodeEntry::kOther) return symbol;
  const auto bits = static_cast<uint32_t>(code_bits);
  return {symbol.value + (bits << 8 | bits)};
}

// Codes are stored from their highest bit on, so their bits are in the tables' places the other way round.
uint32_t NextReversed(uint32_t reversed, int bits) {
  uint32_t bit = 1u << (bits - 1);
  while ((reversed & bit) != 0) {
    reversed ^= bit;
    bit >>= 1;
  }
  return reversed | bit;
}

class TableMaker {
 public:
  TableMaker(std::span<const uint8_t> code_bits, std::span<const CodeEntry> symbols, int first_bits,
             std::span<CodeEntry> entries)
      : code_bits_(code_bits), symbols_(symbols), first_bits_(first_bits), entries_(entries) {
    for (const uint8_t bits : code_bits) ++counts_[bits];
    counts_[0] = 0;
    size_t place = 0;
    for (size_t bits = 1; bits <= kLongestCode; ++bits) {
      starts_[bits] = place;
      place += counts_[bits];
    }
    coded_ = place;
    std::array<size_t, kLongestCode + 1> next = starts_;
    for (size_t symbol = 0; symbol < code_bits.size(); ++symbol)
      if (code_bits[symbol] != 0) order_[next[code_bits[symbol]]++] = static_cast<uint16_t>(symbol);
  }

  bool is_complete() const {
    size_t used = 0;
    for (size_t bits = 1; bits <= kLongestCode; ++bits) used += counts_[bits] << (kLongestCode - bits);
    return used == size_t{1} << kLongestCode;
  }
  size_t coded() const { return coded_; }
  bool has_code_of_one_bit() const { return counts_[1] == 1; }

  // REQUIRES: is_complete().
  bool Make() {
    uint32_t code = 0;  // reversed
    size_t size = 1;
    size_t at = 0;
    for (int bits = 1; bits <= first_bits_; ++bits) {
      // What the shorter codes have is the same for any further bit.
      if (at > 0) std::copy_n(entries_.begin(), size, entries_.begin() + static_cast<ptrdiff_t>(size));
      size *= 2;
      for (size_t left = counts_[static_cast<size_t>(bits)]; left > 0; --left, ++at) {
        entries_[code] = WithCode(symbols_[order_[at]], bits);
        if (at + 1 < coded_) code = NextReversed(code, bits);
      }
    }
    return MakeSecond(code, at);
  }

  // A code of no bits, or one of one bit.
  void MakeIncomplete() {
    std::fill_n(entries_.begin(), size_t{1} << first_bits_, CodeEntry());
    if (coded_ == 0) return;
    for (size_t i = 0; i < size_t{1} << first_bits_; i += 2) entries_[i] = WithCode(symbols_[order_[0]], 1);
  }

 private:
  bool MakeSecond(uint32_t code, size_t at) {
    const uint32_t first_mask = (1u << first_bits_) - 1;
    size_t start = size_t{1} << first_bits_, size = 0;
    uint32_t first = ~0u;
    for (int bits = first_bits_ + 1; bits <= kLongestCode; ++bits) {
      for (size_t left = counts_[static_cast<size_t>(bits)]; left > 0; --left, ++at) {
        if ((code & first_mask) != first) {
          first = code & first_mask;
          start += size;
          const int second_bits = SecondBits(bits, left);
          size = size_t{1} << second_bits;
          if (start + size > entries_.size()) return false;
          entries_[first].value = static_cast<uint32_t>(start) << 16 | CodeEntry::kOther | CodeEntry::kSecond |
                                  static_cast<uint32_t>(second_bits) << 8 | static_cast<uint32_t>(first_bits_);
        }
        // The second table is looked up without the first bits.
        const CodeEntry entry = WithCode(symbols_[order_[at]], bits - first_bits_);
        for (size_t i = code >> first_bits_; i < size; i += size_t{1} << (bits - first_bits_))
          entries_[start + i] = entry;
        if (at + 1 < coded_) code = NextReversed(code, bits);
      }
    }
    return true;
  }

  // How many bits look up the second table that starts with a code of `bits`, of which so many are left.
  int SecondBits(int bits, size_t left) const {
    int second_bits = bits - first_bits_;
    size_t places = size_t{1} << second_bits;
    while (left < places && bits < kLongestCode) {
      places = (places - left) * 2;
      ++second_bits;
      left = counts_[static_cast<size_t>(++bits)];
    }
    return second_bits;
  }

  std::span<const uint8_t> code_bits_;
  std::span<const CodeEntry> symbols_;
  const int first_bits_;
  std::span<CodeEntry> entries_;
  std::array<size_t, kLongestCode + 1> counts_{}, starts_{};
  std::array<uint16_t, LengthCodes::kSymbols> order_;
  size_t coded_ = 0;
};
}  // namespace

bool MakeCodes(std::span<const uint8_t> code_bits, LengthCodes& codes) {
  TableMaker maker(code_bits, kLengthSymbols, LengthCodes::kFirstBits, codes.entries);
  return maker.is_complete() && maker.Make();
}

bool MakeCodes(std::span<const uint8_t> code_bits, DistanceCodes& codes) {
  TableMaker maker(code_bits, kDistanceSymbols, DistanceCodes::kFirstBits, codes.entries);
  if (maker.is_complete()) return maker.Make();
  if (maker.coded() > 1 || (maker.coded() == 1 && !maker.has_code_of_one_bit())) return false;
  maker.MakeIncomplete();
  return true;
}

}  // namespace quarry
