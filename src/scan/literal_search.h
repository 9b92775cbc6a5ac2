// LiteralSearch: finds where any of a set of byte strings occurs in raw text, each with or without ASCII case.
// Teddy: the four rarest consecutive bytes of each literal (fewer when one is shorter) are looked for by shuffles;
// hits are compared in full. A sample of the text tells what is rare in it, which makes wrong hits rare. Made for up to
// some dozens of literals; more work, but slower.
// Thread rule: immutable once built.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scan/kernels/kernels.h"

namespace quarry {

struct SearchLiteral {
  std::string text;          // not empty
  bool ignore_case = false;  // ASCII letters
  friend bool operator==(const SearchLiteral&, const SearchLiteral&) = default;
};

// How common a byte is in JSON and CSV telemetry, in bits of surprise (0: everywhere, 12: hardly ever).
int ByteSurprise(unsigned char byte);

class LiteralSearch {
 public:
  struct Match {
    size_t position;
    size_t literal;  // index into literals()
  };
  // REQUIRES: at least one literal, none empty.
  explicit LiteralSearch(std::vector<SearchLiteral> literals, std::string_view sample = {},
                         const KernelTable& kernels = Kernels());

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
  void FillBuckets(std::vector<Entry> entries, std::string_view sample);
  bool MatchesAt(std::string_view text, size_t window_at, const Entry& entry) const;

  std::vector<SearchLiteral> literals_;
  std::array<std::vector<Entry>, 8> buckets_;
  TeddyTables tables_;
  const KernelTable* kernels_;
};

// Whether `text` contains `literal`.
bool ContainsLiteral(std::string_view text, const SearchLiteral& literal);

}  // namespace quarry
