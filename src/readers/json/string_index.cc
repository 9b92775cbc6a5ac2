// External entry: StringIndex::Build.
#include "readers/json/string_index.h"

#include <algorithm>
#include <cstring>

#include "scan/kernels/kernels.h"
#include "scan/kernels/utf8_check.h"

namespace quarry {

size_t StringIndex::Build(std::string_view text) {
  const size_t most = std::min(text.size(), kPieceBytes);
  const void* const last = ::memrchr(text.data(), '\n', most);
  if (last == nullptr) return 0;
  const size_t size = static_cast<size_t>(static_cast<const char*>(last) - text.data()) + 1;
  text_ = text.data();
  // Small files need little room, and room that nobody needs takes longer to get than they to read.
  if (const size_t room = most == kPieceBytes ? most : size; stops_.size() < room + kStopPadding) {
    stops_.resize(room + kStopPadding);
    backslashes_.resize((room + 63) / 64 + 1);
  }
  bool ascii;
  stop_count_ = Kernels().index_strings(text_, size, stops_.data(), backslashes_.data(), &ascii);
  // Whoever reads a little beyond the last line end finds places behind the text.
  std::fill_n(stops_.begin() + static_cast<ptrdiff_t>(stop_count_), 4, static_cast<uint32_t>(size));
  valid_utf8_ = ascii || IsUtf8({text_, size});
  return size;
}

bool StringIndex::HasBackslashIn(size_t from, size_t to) const {
  if (from >= to) return false;
  const size_t first = from / 64, last = (to - 1) / 64;
  const uint64_t head = ~uint64_t{0} << (from % 64);
  const uint64_t tail = ~uint64_t{0} >> (63 - (to - 1) % 64);
  if (first == last) return (backslashes_[first] & head & tail) != 0;
  uint64_t found = (backslashes_[first] & head) | (backslashes_[last] & tail);
  for (size_t word = first + 1; word < last; ++word) found |= backslashes_[word];
  return found != 0;
}

}  // namespace quarry
