// LineFilter: finds the lines of raw text whose decoded fields may pass a LiteralFilter; the others cannot.
//
// Why a line left out cannot match. The filter's literals are of decoded text. Raw text differs from decoded text in
// JSON escapes (also doubled, where JSON text lies in a string), CSV's doubled quotes, white space between JSON tokens
// and replaced invalid UTF-8. A literal is therefore cut into runs of bytes that none of these can touch: without
// `" \ / : , { } [ ]`, control characters and U+FFFD. What is left is that any character may be written as \uXXXX; so
// a line with such an escape of a character that occurs in the literals passes.
//
// Thread rule: immutable once compiled.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scan/literal_search.h"
#include "types/literal_filter.h"

namespace quarry {

class LineFilter {
 public:
  struct Line {
    size_t begin = 0;
    size_t end = 0;  // of the line without its '\n'
  };

  // `sample`: some of the text that is going to be searched, to choose what to look for; may be empty.
  explicit LineFilter(const LiteralFilter& filter, std::string_view sample = {},
                      const KernelTable& kernels = Kernels());
  LineFilter(LineFilter&&) noexcept;
  LineFilter& operator=(LineFilter&&) noexcept;
  ~LineFilter();

  bool passes_all() const { return filter_.kind == LiteralFilter::Kind::kAny; }
  bool passes_nothing() const { return filter_.kind == LiteralFilter::Kind::kNothing; }

  // The first line that starts at or after `from` (the start of a line) and may match. False when there is none.
  // REQUIRES: neither passes_all() nor passes_nothing()
  bool Next(std::string_view text, size_t from, Line* line) const;
  // For records that are not lines: the first place at or after `from` that makes the record around it worth a look
  // with MayMatch; text.size() when there is none. A record without such a place cannot match.
  size_t NextHit(std::string_view text, size_t from) const;
  // Whether one record may match, whatever line ends it holds.
  bool MayMatch(std::string_view record) const;

  // Whether the `\u` at `at` may stand for a character of the literals.
  bool IsRelevantEscape(std::string_view text, size_t at) const;

  // The filter over the runs that raw text holds as they are, unless escapes stand for some of their characters.
  const LiteralFilter& runs() const { return filter_; }
  // Whether a `\u` escape of the character `code` (all from 256 on alike) may stand for one of the literals.
  bool MindsEscapeOf(int code) const { return code < 256 ? escapes_of_letter_[code] : escapes_beyond_; }

  // What is searched, for explain: "\"workers.dev\" nocase | ...".
  std::string DescribeSearch() const;

 private:
  // One search for all the literals that one of has to occur, made when it is first asked for.
  class AnyLiteral;

  bool Satisfies(const LiteralFilter& node, std::string_view record) const;
  void FindAnyLiterals(const LiteralFilter& node, const KernelTable& kernels);

  LiteralFilter filter_;                     // over runs
  std::vector<SearchLiteral> search_;        // every matching record without relevant escapes contains one of these
  bool search_is_exact_ = false;             // the filter is exactly "one of search_"
  bool escapes_of_letter_[256] = {};         // characters below 256 whose escape matters
  bool escapes_beyond_ = false;              // characters from 256 on matter
  std::unique_ptr<LiteralSearch> searcher_;  // search_, then "\u"
  // Of the nodes of filter_ with many literals, by their children, which stay in place when the filter is moved.
  std::unordered_map<const LiteralFilter*, std::unique_ptr<const AnyLiteral>> any_literals_;
};

}  // namespace quarry
