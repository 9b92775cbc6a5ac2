// NameTable: names of members, each of which is found by one look. A name is known by its first eight bytes, its last
// sixteen and its length, in which names of telemetry differ; whether it is that name has to be compared afterwards.
// Thread rule: a built table may be read by all threads.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "readers/json/json_number.h"

namespace quarry {

class NameTable {
  struct Entry {
    uint64_t known_by = 0;
    uint64_t number = 0;
  };

 public:
  static constexpr size_t kMostNames = 256;

  // Numbers the names from 1 on. False when there are too many or two are alike in what they are known by: the table is
  // then of no use.
  bool Build(std::span<const std::string_view> names);

  // A copy that a loop keeps in registers. REQUIRES: the table was built, and outlives it
  class Lookup {
   public:
    // The number of the only name that may stand in quotes at text[first, last], the places of its quotes; 0: none of
    // them. Eight bytes are read from `first` on. No branch depends on the name, because who asks does not know which
    // one comes.
    uint64_t Find(const char* text, size_t first, size_t last) const {
      const uint64_t known_by = KnownBy(text, first, last);
      const Entry& entry = entries_[known_by * factor_ >> shift_];
      return entry.number & (0 - uint64_t{entry.known_by == known_by});
    }

   private:
    friend class NameTable;
    const Entry* entries_;
    uint64_t factor_;
    int shift_;
  };
  Lookup lookup() const {
    Lookup lookup;
    lookup.entries_ = entries_.data();
    lookup.factor_ = factor_;
    lookup.shift_ = shift_;
    return lookup;
  }

 private:
  static uint64_t KnownBy(const char* text, size_t first, size_t last) {
    const size_t size = last - first + 1;
    const uint64_t inside = kInside[std::min<size_t>(size, 8)];
    const uint64_t begin = LoadEight(text + first) & inside;
    const uint64_t end = LoadEight(text + std::max(first + 8, last + 1) - 8) & inside;
    const uint64_t before_end = LoadEight(text + std::max(first + 16, last + 1) - 16) & inside;
    return (begin ^ std::rotl(end, 21) ^ std::rotl(before_end, 42)) + size;
  }
  // The bytes of eight that are among the first so many.
  static constexpr uint64_t kInside[9] = {
      0, 0xff, 0xffff, 0xffffff, 0xffffffff, 0xffffffffff, 0xffffffffffff, 0xffffffffffffff, 0xffffffffffffffff};

  std::vector<Entry> entries_;
  uint64_t factor_ = 1;
  int shift_ = 63;
};

}  // namespace quarry
