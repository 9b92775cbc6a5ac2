// GramSet: which runs of four and of five bytes ("grams") occur in a block of records, as a bit set under one hash. A
// literal occurs in a block only if all of its grams do, so that one bit a gram is enough: a literal of eleven letters
// has fifteen chances to be found absent. Runs of five tell what shares its runs of four with other text
// (`script.google.com` beside `wscript.exe` and `google.com`); runs of four are for literals of four.
// Letters of ASCII are folded to lower case. Bytes that raw and decoded text may disagree about (see
// scan/line_filter.h) are part of no gram: quotes, backslashes, slashes, JSON's punctuation and control characters.
// Of grams of hexadecimal digits only every fourth of four and every eighth of five is kept, chosen by its hash: hashes
// and identifiers would fill the set, and are long enough to be found by those.
// Thread rule: one thread at a time; CommonGrams: immutable once made.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace quarry {

inline constexpr size_t kGramBytes = 4;  // and one more
// Grams are numbers of so many bits.
inline constexpr int kGramBits = 18;
inline constexpr uint32_t kGrams = 1U << kGramBits;
// Of a finished set.
inline constexpr uint32_t kMostFilterWords = kGrams / 64;

// The grams of a literal, ascending; empty when it has none, which says nothing.
std::vector<uint32_t> GramsOf(std::string_view literal);

// Grams that most blocks of a file have: names of fields, the year. They are left out of all its filters, where they
// would take half of the room and say nothing, and no literal is looked for by them. Any set will do: it decides what
// filters are good for, not whether they are right.
class CommonGrams {
 public:
  CommonGrams() = default;
  // REQUIRES: all below kGrams; in any order
  explicit CommonGrams(const std::vector<uint32_t>& grams);

  bool Has(uint32_t gram) const { return !words_.empty() && (words_[gram / 64] >> (gram % 64) & 1) != 0; }
  std::vector<uint32_t> grams() const;  // ascending
  // One word of the set, 0 of an empty one.
  uint64_t word(size_t i) const { return words_.empty() ? 0 : words_[i]; }

 private:
  std::vector<uint64_t> words_;  // none, or one bit a gram
};

class GramSet {
 public:
  GramSet() : words_(kGrams / 64, 0) {}
  // Adds the grams of one text.
  void Add(std::string_view text);
  // The set without the common ones, at the smallest size at which no more than about `density` of the bits are set,
  // appended to `out` as words, at least one. Empties the set.
  void Finish(const CommonGrams& common, double density, std::vector<uint64_t>& out);

 private:
  friend class GramCensus;
  void Clear();

  std::vector<uint64_t> words_;
  std::vector<uint32_t> list_;  // the first size_ are in the set; the others keep their memory
  size_t size_ = 0;
};

// Counts in how many of some texts each gram occurs.
class GramCensus {
 public:
  GramCensus() : counts_(kGrams, 0) {}
  // One text's set, which is emptied.
  void Add(GramSet& set);
  uint32_t texts() const { return texts_; }
  // What at least three of four of the texts have.
  CommonGrams Common() const;

 private:
  std::vector<uint16_t> counts_;
  uint32_t texts_ = 0;
};

// Whether all of `grams` are in a finished set of `words` words.
inline bool HasGrams(const uint64_t* set, uint64_t words, const std::vector<uint32_t>& grams) {
  return std::all_of(grams.begin(), grams.end(), [&](uint32_t gram) {
    const uint64_t bit = gram * (words * 64) >> kGramBits;
    return (set[bit / 64] >> (bit % 64) & 1) != 0;
  });
}

}  // namespace quarry
