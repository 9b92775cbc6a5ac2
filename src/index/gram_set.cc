#include "index/gram_set.h"

#include <algorithm>
#include <array>
#include <bit>

namespace quarry {

namespace {

constexpr std::array<uint8_t, 256> MakeFold() {
  std::array<uint8_t, 256> fold{};
  for (int byte = 0x20; byte < 256; ++byte) fold[byte] = static_cast<uint8_t>(byte);
  for (int letter = 'A'; letter <= 'Z'; ++letter) fold[letter] = static_cast<uint8_t>(letter - 'A' + 'a');
  for (const char c : {'"', '\\', '/', ':', ',', '{', '}', '[', ']', '\x7f'}) fold[static_cast<uint8_t>(c)] = 0;
  return fold;
}
constexpr std::array<uint8_t, 256> kFold = MakeFold();

constexpr std::array<bool, 256> MakeHex() {
  std::array<bool, 256> hex{};
  for (int digit = '0'; digit <= '9'; ++digit) hex[digit] = true;
  for (int digit = 'a'; digit <= 'f'; ++digit) hex[digit] = true;
  return hex;
}
constexpr std::array<bool, 256> kHex = MakeHex();

// Calls `f(bit)` for each gram that sets keep: its bit in a set of 2^kMostGramBits bits; in a smaller one it is the
// lower bits of that.
template <typename F>
void ForEachGram(std::string_view text, const F& f) {
  uint32_t gram = 0;
  size_t usable = 0, digits = 0;  // how many such bytes end here
  for (const char c : text) {
    const uint8_t byte = kFold[static_cast<uint8_t>(c)];
    gram = gram >> 8 | static_cast<uint32_t>(byte) << 24;
    usable = byte == 0 ? 0 : usable + 1;
    digits = kHex[byte] ? digits + 1 : 0;
    if (usable < kGramBytes) continue;
    const uint64_t hash = gram * uint64_t{0x9E3779B97F4A7C15};
    if (digits >= kGramBytes && hash >> 62 != 0) continue;
    f(static_cast<uint32_t>(hash >> 40) & ((1U << kMostGramBits) - 1));
  }
}

}  // namespace

std::vector<uint32_t> GramBitsOf(std::string_view literal) {
  std::vector<uint32_t> bits;
  ForEachGram(literal, [&](uint32_t bit) { bits.push_back(bit); });
  std::sort(bits.begin(), bits.end());
  bits.erase(std::unique(bits.begin(), bits.end()), bits.end());
  return bits;
}

void GramSet::Add(std::string_view text) {
  uint64_t* const words = words_.data();
  ForEachGram(text, [words](uint32_t bit) { words[bit / 64] |= uint64_t{1} << (bit % 64); });
}

int GramSet::Finish(double density, std::vector<uint64_t>& out) {
  int power = kMostGramBits;
  std::vector<uint64_t> set = words_;
  while (power > kLeastGramBits) {
    const size_t half = set.size() / 2;
    size_t count = 0;
    for (size_t i = 0; i < half; ++i) count += static_cast<size_t>(std::popcount(set[i] | set[i + half]));
    if (static_cast<double>(count) > density * static_cast<double>(half * 64)) break;
    for (size_t i = 0; i < half; ++i) set[i] |= set[i + half];
    set.resize(half);
    --power;
  }
  out.insert(out.end(), set.begin(), set.end());
  std::fill(words_.begin(), words_.end(), 0);
  return power;
}

}  // namespace quarry
