// TextFinder: finds a fixed text, with or without case, plainly or as whole terms. Built once for a constant
// needle (it is cheap enough for a needle that changes each row, too).
// Ownership: holds its own copy of the needle. Thread rule: immutable after construction.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "functions/function_def.h"

namespace quarry {

enum class Case : uint8_t { kSensitive, kIgnore };
// Which ends of a match must be the ends of a term (a maximal run of letters and digits). An end of the needle
// that is no term character itself is always a boundary, since no run crosses it.
enum class TermEnds : uint8_t { kNone = 0, kStart = 1, kEnd = 2, kBoth = 3 };

class TextFinder {
 public:
  TextFinder(std::string_view needle, Case letter_case, TermEnds ends = TermEnds::kNone);

  bool FoundIn(std::string_view text) const;
  // Byte offset at or behind `from`, npos when there is none. REQUIRES: kSensitive or an ASCII needle.
  size_t Find(std::string_view text, size_t from) const;
  const std::string& needle() const { return needle_; }

 private:
  size_t FindBytes(std::string_view text, size_t from) const;
  bool EndsFit(std::string_view text, size_t at) const;

  std::string needle_;  // folded when case is ignored
  bool ignore_case_;
  bool folds_text_;  // case is ignored and the needle has letters outside ASCII: the text is folded first
  bool check_start_, check_end_;
  size_t anchor_ = 0;  // the position in the needle whose byte is searched for: the rarest one
};

// One finder, or several of which any or all must be found; what predicates keep for constant needles.
class FinderState : public CallState {
 public:
  std::vector<TextFinder> finders;
};

// Needles of a call: argument 1 may be a text or a dynamic array of texts; further arguments likewise.
// nullopt when one of them is not constant.
std::optional<std::vector<std::string>> ConstantNeedles(const PrepareCall& call);
// The texts of a needle argument, constant or not, appended to `out`. An array gives its elements as text.
void AppendNeedles(Type type, const Cell& cell, Arena& arena, std::vector<std::string>& out);

}  // namespace quarry
