// KeySearch: finds the lines of NDJSON in which the value of one member may pass a filter, by looking for the key only
// and testing the value where it stands.
//
// Why a line left out cannot match. The member is written `"key"`, white space, `:`, white space, value, unless letters
// of the key are escaped. Every such place is looked at, at any depth and also where it is no member of the record:
// that can only let a line pass. Lines with a `\u` that may stand for a letter of the key or of the literals pass, and
// so do values that are not strings, except null.
//
// Thread rule: immutable once built; each thread has its own Cursor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scan/kernels/kernels.h"
#include "scan/line_filter.h"
#include "scan/scan.h"

namespace quarry {

class KeySearch {
 public:
  // Whether a filter can be searched this way: its key has no characters that JSON escapes otherwise than by \u, and
  // its literals say something about raw text.
  static bool CanSearch(const KeyFilter& filter);

  // `sample`: some of the text, to choose what to look for; may be empty.
  // REQUIRES: CanSearch(filter)
  explicit KeySearch(const KeyFilter& filter, std::string_view sample = {}, const KernelTable& kernels = Kernels());

  // Where a search of one text stands.
  class Cursor {
   private:
    friend class KeySearch;
    static constexpr size_t kWindow = 64 << 10;
    const char* text = nullptr;
    size_t begin = 0, end = 0;  // of the window whose places are known
    std::vector<uint32_t> places;
    size_t count = 0, next = 0;
  };

  // As LineFilter::Next. A cursor goes with one text, from its beginning on; Start makes it ready for the next one.
  void Start(std::string_view text, Cursor& cursor) const;
  bool Next(std::string_view text, size_t from, Cursor& cursor, LineFilter::Line* line) const;

  // How often the key stands in `text`, for estimates.
  size_t CountKeys(std::string_view text) const;
  std::string Describe() const;  // "`RemoteUrl` for \"workers.dev\" nocase"

 private:
  // Whether the line around `place`, a hit of the pattern, may match because of it.
  bool Passes(std::string_view text, size_t place) const;

  std::string needle_;  // the key in quotes
  LineFilter values_;
  LineFilter escapes_;  // of the key's letters and of the literals'
  PairPattern pattern_;
  const KernelTable* kernels_;
};

}  // namespace quarry
