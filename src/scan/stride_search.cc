// External entry: StrideSearch::Next.
#include "scan/stride_search.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_map>

#include "base/check.h"

namespace quarry {

namespace {
constexpr size_t kStride = StrideTable::kStride;
constexpr int kFirstsBits = 12;

uint32_t Folded(const char* at) {
  uint32_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes | StrideTable::kFold;
}
}  // namespace

StrideSearch::StrideSearch(const std::vector<SearchLiteral>& literals, const std::vector<size_t>& which,
                           std::string_view sample, const KernelTable& kernels)
    : literals_(literals), kernels_(&kernels) {
  std::unordered_map<uint32_t, uint32_t> often;
  for (size_t i = 0; i + kStride <= sample.size(); ++i) ++often[Folded(sample.data() + i)];
  for (const size_t literal : which) {
    const std::string& text = literals[literal].text;
    QUARRY_CHECK(text.size() >= kShortest);
    // Four windows at neighbouring offsets: those that are rarest in the sample.
    size_t best = 0, fewest = ~size_t{0};
    for (size_t from = 0; from + kShortest <= text.size(); ++from) {
      size_t hits = 0;
      for (size_t offset = from; offset < from + kStride; ++offset) {
        const auto found = often.find(Folded(text.data() + offset));
        hits += found == often.end() ? 0 : found->second;
      }
      if (hits < fewest) best = from, fewest = hits;
    }
    for (size_t offset = best; offset < best + kStride; ++offset)
      windows_.push_back({Folded(text.data() + offset), static_cast<uint32_t>(offset), literal});
  }
  // Few enough bits are set that the table seldom says yes for nothing, few enough there are that it stays in a cache.
  table_.bits = std::clamp(static_cast<int>(std::bit_width(windows_.size())) + 8, 16, 20);
  table_.words.assign((size_t{1} << table_.bits) / 32, 0);
  std::stable_sort(windows_.begin(), windows_.end(), [](const Window& a, const Window& b) {
    return StrideTable::Mixed(a.bytes) < StrideTable::Mixed(b.bytes);
  });
  firsts_.assign((size_t{1} << kFirstsBits) + 1, 0);
  for (const Window& window : windows_) {
    const uint32_t hash = StrideTable::Mixed(window.bytes);
    table_.Add(hash);
    ++firsts_[(hash >> (32 - kFirstsBits)) + 1];
  }
  for (size_t i = 1; i < firsts_.size(); ++i) firsts_[i] += firsts_[i - 1];
}

bool StrideSearch::Next(std::string_view text, size_t end, size_t* cursor, LiteralMatch* match) const {
  size_t at = *cursor;
  while (at < end) {
    at = kernels_->stride_find(table_, text.data(), at, end);
    if (at == end) break;
    const uint32_t bytes = Folded(text.data() + at);
    const size_t first = StrideTable::Mixed(bytes) >> (32 - kFirstsBits);
    for (size_t i = firsts_[first]; i < firsts_[first + 1]; ++i) {
      const Window& window = windows_[i];
      if (window.bytes != bytes || at < window.offset || !literals_[window.literal].IsAt(text, at - window.offset))
        continue;
      *match = {at - window.offset, window.literal};
      *cursor = at + kStride;
      return true;
    }
    at += kStride;
  }
  *cursor = end;
  return false;
}

}  // namespace quarry
