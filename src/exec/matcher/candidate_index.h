// CandidateIndex: which rules a record may match, from the texts of its columns. Each rule states texts of which at
// least one must occur in its column; the index finds all of them in one pass over the column's text.
// A rule is a candidate when one of its texts occurs, whatever the case of ASCII letters: the index over-approximates.
// Thread rule: built by one thread, then immutable; a Scratch belongs to one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "plan/expr.h"

namespace quarry {

struct RequiredText {
  ColumnId column = 0;
  std::string text;  // lower case, at least CandidateIndex::kShortest bytes
};
// Texts of which at least one occurs in its column whenever `condition` is true; nullopt when the condition does not
// say. Longer and fewer is better: the best that the condition offers.
std::optional<std::vector<RequiredText>> RequiredTexts(const Expr& condition);

class CandidateIndex {
 public:
  static constexpr size_t kShortest = 4;

  // `column`: position in the batches.
  void Add(size_t column, std::string text, uint32_t rule);
  // REQUIRES: all texts were added. Call once.
  void Build();
  bool empty() const { return columns_.empty(); }
  // The columns that have texts.
  const std::vector<size_t>& columns() const { return column_list_; }

  struct Scratch {
    std::string lowered;
  };
  // Calls `found(rule)` for the rules with a text in `text`; a rule may be named more than once.
  template <typename Found>
  void Search(size_t column, std::string_view text, Scratch& scratch, const Found& found) const;

 private:
  struct Atom {
    std::string text;
    size_t gram_at = 0;  // of the four bytes by which it is looked up
    std::vector<uint32_t> rules;
  };
  struct Column {
    std::vector<Atom> atoms;
    std::unordered_map<std::string, size_t> by_text;
    std::vector<uint64_t> filter;                               // a bit a hashed gram
    std::unordered_map<uint32_t, std::vector<uint32_t>> grams;  // gram -> atoms
  };
  static constexpr uint32_t kFilterBits = 16;
  static uint32_t GramAt(const char* text) {
    uint32_t gram;
    __builtin_memcpy(&gram, text, sizeof gram);
    return gram;
  }
  static uint32_t FilterBit(uint32_t gram) { return gram * 2654435761u >> (32 - kFilterBits); }

  std::unordered_map<size_t, Column> columns_;
  std::vector<size_t> column_list_;
};

template <typename Found>
void CandidateIndex::Search(size_t column, std::string_view text, Scratch& scratch, const Found& found) const {
  const auto at = columns_.find(column);
  if (at == columns_.end() || text.size() < kShortest) return;
  const Column& texts = at->second;
  scratch.lowered.resize(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    scratch.lowered[i] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  const std::string& lowered = scratch.lowered;
  for (size_t i = 0; i + kShortest <= lowered.size(); ++i) {
    const uint32_t gram = GramAt(lowered.data() + i);
    const uint32_t bit = FilterBit(gram);
    if (!(texts.filter[bit >> 6] >> (bit & 63) & 1)) continue;
    const auto entry = texts.grams.find(gram);
    if (entry == texts.grams.end()) continue;
    for (const uint32_t index : entry->second) {
      const Atom& atom = texts.atoms[index];
      if (i < atom.gram_at || lowered.compare(i - atom.gram_at, atom.text.size(), atom.text) != 0) continue;
      for (const uint32_t rule : atom.rules) found(rule);
    }
  }
}

}  // namespace quarry
