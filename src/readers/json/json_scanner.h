// JsonScanner: walks over JSON text once, checks all of its grammar and gives the values that are asked for as slices
// of the text. No nodes are built. Beyond the grammar it takes lone surrogate escapes and invalid UTF-8 (repaired
// when a text is taken out).
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/arena.h"

namespace quarry {

struct JsonSlice {
  enum class Kind : uint8_t { kNull, kTrue, kFalse, kNumber, kString, kObject, kArray };
  Kind kind = Kind::kNull;
  bool escaped = false;  // kString: has backslashes
  bool spaced = false;   // kObject, kArray: has white space outside strings
  std::string_view raw;  // kString: without its quotes

  // Of a value that is no string, by its first character.
  static Kind KindOf(char first) {
    return first == '{'   ? Kind::kObject
           : first == '[' ? Kind::kArray
           : first == 'n' ? Kind::kNull
           : first == 't' ? Kind::kTrue
           : first == 'f' ? Kind::kFalse
                          : Kind::kNumber;
  }
};

class JsonScanner {
 public:
  static constexpr int kMaxDepth = 512;

  // `stops`: of the text by mark_string_stops (scan/kernels), which makes passing over strings faster; may be nullptr.
  explicit JsonScanner(std::string_view text, const uint64_t* stops = nullptr)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()), stops_(stops) {}

  // Each returns false, with error() set, on what is not JSON. The scanner then stays where it is wrong.
  bool Value(JsonSlice* out, int depth = 0);
  bool SkipValue(int depth = 0);
  // Begins a container; *empty tells whether it ends at once (then it is passed). REQUIRES: at '{' or '['.
  bool Open(char close, bool* empty);
  // A member's name (without quotes) and the colon.
  bool Key(std::string_view* name, bool* escaped);
  // After a member or element: *more tells whether another one follows; otherwise `close` is passed.
  bool Separator(char close, bool* more);

  void SkipSpaces() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r' || *at_ == '\n')) ++at_, ++spaces_;
  }
  char peek() const { return at_ == end_ ? '\0' : *at_; }
  const char* at() const { return at_; }
  bool at_end() const { return at_ == end_; }
  size_t offset() const { return static_cast<size_t>(at_ - begin_); }
  uint64_t spaces() const { return spaces_; }
  const char* error() const { return error_; }
  bool Fail(const char* error) {
    error_ = error;
    return false;
  }

 private:
  const char* NextStop(const char* at) const;
  bool String(std::string_view* text, bool* escaped);
  bool Number();
  bool Word(std::string_view word);

  const char* begin_;
  const char* at_;
  const char* end_;
  const uint64_t* stops_;
  uint64_t spaces_ = 0;
  const char* error_ = nullptr;
};

// The text of a string slice with its escapes resolved; lone surrogates become U+FFFD.
std::string_view UnescapeJson(std::string_view raw, Arena& arena);

}  // namespace quarry
