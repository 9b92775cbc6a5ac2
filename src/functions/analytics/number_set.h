// NumberSet: the different whole numbers of a group (minutes, hours, ports), in about a byte each where they lie close
// together, as minutes with events do. Which numbers there are depends on neither the order in which they come nor on
// how they are split among sets that are merged later.
//
// An encoded set is printable text (it travels through text columns and results). Ownership: owns what it keeps.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quarry {

// The numbers of an encoded set, ascending.
class NumberSetReader {
 public:
  explicit NumberSetReader(std::string_view encoded) : at_(encoded.data()), end_(at_ + encoded.size()) {}
  // False: there is no further number, or the text is no set.
  bool Next(int64_t& number);
  bool is_damaged() const { return is_damaged_; }

 private:
  const char* at_;
  const char* end_;
  int64_t last_ = 0;
  bool any_ = false, is_damaged_ = false;
};

class NumberSet {
 public:
  // Gives the bytes that it took.
  size_t Add(int64_t number) {
    if (any_ && number == last_) return 0;
    return any_ && number < last_ ? AddLate(number) : Append(number);
  }
  // Adds the numbers of an encoded set. False: it is none; what came before its damage is added.
  bool Merge(std::string_view encoded);
  void Merge(const NumberSet& other);

  void EncodeTo(std::string& out);
  size_t bytes() const { return sizeof *this + encoded_.capacity() + late_.capacity() * sizeof(int64_t); }

 private:
  size_t Append(int64_t number);
  size_t AddLate(int64_t number);
  void Settle();  // puts the late ones where they belong

  std::string encoded_;  // ascending
  int64_t last_ = 0;     // in encoded_
  bool any_ = false;
  std::vector<int64_t> late_;  // less than last_; perhaps in encoded_
};

// In how many sets each number is.
class NumberCounts {
 public:
  // Adds an encoded set. False: it is none, and nothing is added.
  bool Add(std::string_view encoded);
  void Merge(const NumberCounts& other);
  // Of the number that is in the most sets; 0: there are no numbers.
  int64_t most() const;

 private:
  using Count = std::pair<int64_t, int64_t>;  // a number, and how many sets have it
  void Merge(const std::vector<Count>& others);

  std::vector<Count> counts_;  // ascending
  std::vector<Count> merged_;
};

// How many numbers an encoded set has; nullopt: it is none.
std::optional<int64_t> CountOfNumberSet(std::string_view encoded);
// How many numbers of the first set are not in the second, and none of the `later` numbers behind them is; nullopt: one
// of the two is no set, as far as it was looked at. REQUIRES: later >= 0
std::optional<int64_t> MissingOfNumberSet(std::string_view encoded, std::string_view others, int64_t later);

// The aggregates of the engine: sets of BIGINT, sets of encoded sets, and NumberCounts over encoded sets.
inline constexpr std::string_view kNumberSetFunction = "number_set";
inline constexpr std::string_view kMergeNumberSetsFunction = "merge_number_sets";
inline constexpr std::string_view kNumberSetOverlapFunction = "number_set_overlap";

}  // namespace quarry
