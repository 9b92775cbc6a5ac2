// StrideSearch: finds where any of many byte strings of seven bytes or more occurs, by looking at four bytes at every
// fourth place only: wherever a string stands, one of four of its windows, at neighbouring offsets, stands at such a
// place. A table of bits, by a hash of the bytes without ASCII case, tells which may be a window; those are compared in
// full. The number of strings hardly matters. Thread rule: immutable once built.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scan/kernels/kernels.h"
#include "scan/search_literal.h"

namespace quarry {

class StrideSearch {
 public:
  static constexpr size_t kShortest = 2 * StrideTable::kStride - 1;

  // `which`: indexes of the literals to look for, each of kShortest bytes or more, lowered where case does not matter.
  // `sample`: some of the text, to choose windows that are rare in it; may be empty.
  StrideSearch(const std::vector<SearchLiteral>& literals, const std::vector<size_t>& which, std::string_view sample,
               const KernelTable& kernels);

  // The first place from `*cursor` on where the window of a literal stands that is wholly in `text`; moves `*cursor`
  // behind it. Places are counted from the text's begin. At most one match for each place. False when there is none
  // before `end`.
  bool Next(std::string_view text, size_t end, size_t* cursor, LiteralMatch* match) const;

 private:
  struct Window {
    uint32_t bytes = 0;   // without case
    uint32_t offset = 0;  // in the literal
    size_t literal = 0;
  };

  const std::vector<SearchLiteral>& literals_;
  std::vector<Window> windows_;   // by hash of their bytes
  std::vector<uint32_t> firsts_;  // firsts_[h] .. firsts_[h + 1]: the windows whose hash begins with h
  StrideTable table_;
  const KernelTable* kernels_;
};

}  // namespace quarry
