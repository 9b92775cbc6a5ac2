// GramSet: which runs of four bytes ("grams") occur in a block of records, as a bit set under one hash. A literal
// occurs in a block only if all of its grams do, so that one bit a gram is enough: a literal of eleven letters has
// eight chances to be found absent. Letters of ASCII are folded to lower case. Bytes that raw and decoded text may
// disagree about (see scan/line_filter.h) are part of no gram: quotes, backslashes, slashes, JSON's punctuation and
// control characters.
// Of grams of hexadecimal digits only every fourth is kept, chosen by its hash: hashes and identifiers would fill the
// set, and are long enough to be found by a fourth of their grams.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace quarry {

inline constexpr size_t kGramBytes = 4;
// Sizes of finished sets, as powers of two of bits: 64 bits to 16 KiB.
inline constexpr int kLeastGramBits = 6, kMostGramBits = 17;

// The bits of all grams of a literal; empty when it has none, which says nothing.
std::vector<uint32_t> GramBitsOf(std::string_view literal);

class GramSet {
 public:
  GramSet() : words_(kWords, 0) {}
  // Adds the grams of one text.
  void Add(std::string_view text);
  // The set, folded to the smallest size at which no more than `density` of the bits are set, appended to `out` as
  // words; returns the power of two of its bits. Empties the set.
  int Finish(double density, std::vector<uint64_t>& out);

 private:
  static constexpr size_t kWords = (size_t{1} << kMostGramBits) / 64;
  std::vector<uint64_t> words_;
};

// Whether all of `bits` are in a finished set of 2^power bits.
inline bool HasGrams(const uint64_t* words, int power, const std::vector<uint32_t>& bits) {
  const uint32_t mask = (1U << power) - 1;
  for (uint32_t bit : bits) {
    bit &= mask;
    if ((words[bit / 64] >> (bit % 64) & 1) == 0) return false;
  }
  return true;
}

}  // namespace quarry
