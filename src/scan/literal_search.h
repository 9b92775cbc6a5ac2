// LiteralSearch: finds where any of a set of byte strings occurs in raw text, each with or without ASCII case.
// Teddy: the four rarest consecutive bytes of each literal (fewer when one is shorter) are looked for by shuffles;
// hits are compared in full. A sample of the text tells what is rare in it, which makes wrong hits rare. Made for up to
// some dozens of literals; more work, but slower.
// Thread rule: immutable once built.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scan/kernels/kernels.h"
#include "scan/search_literal.h"
#include "scan/stride_search.h"

namespace quarry {

// How common a byte is in JSON and CSV telemetry, in bits of surprise (0: everywhere, 12: hardly ever).
int ByteSurprise(unsigned char byte);

class LiteralSearch {
 public:
  using Match = LiteralMatch;  // `literal`: index into literals()
  // REQUIRES: at least one literal, none empty.
  explicit LiteralSearch(std::vector<SearchLiteral> literals, std::string_view sample = {},
                         const KernelTable& kernels = Kernels());

  LiteralSearch(const LiteralSearch&) = delete;
  LiteralSearch& operator=(const LiteralSearch&) = delete;

  const std::vector<SearchLiteral>& literals() const { return literals_; }

  // The first match in the order of windows that the search looks for, from the window position `*cursor` on; moves
  // `*cursor` behind it. Start with 0; to leave out text before a place, move the cursor there. Matches lie wholly
  // in `text` and may overlap. False when there is no further one.
  bool Next(std::string_view text, size_t* cursor, Match* match) const;

 private:
  struct Entry {
    size_t literal;
    size_t window;  // offset of the window in the literal
  };
  void Add(const Entry& entry, size_t bucket, TeddyTables& tables) const;
  size_t CountHits(const TeddyTables& tables, std::string_view sample) const;
  size_t RarestWindow(size_t literal, std::string_view sample) const;
  void FillTables(const std::vector<size_t>& which, std::string_view sample);
  void FillBuckets(std::vector<Entry> entries, std::string_view sample);
  bool MatchesAt(std::string_view text, size_t window_at, const Entry& entry) const;
  // As Next, for windows that begin before `end`.
  bool NextShort(std::string_view text, size_t end, size_t* cursor, Match* match) const;

  std::vector<SearchLiteral> literals_;
  std::array<std::vector<Entry>, 8> buckets_;
  TeddyTables tables_;
  std::unique_ptr<const StrideSearch> long_ones_;  // those that no bucket has
  const KernelTable* kernels_;
};

// Whether `text` contains `literal`.
bool ContainsLiteral(std::string_view text, const SearchLiteral& literal);

}  // namespace quarry
