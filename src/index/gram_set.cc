// External entries: GramsOf, GramSet, GramCensus.
#include "index/gram_set.h"

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

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

// Calls `f(gram, is_kept)` for each gram, also for what sets do not keep: whoever asks does without branches, which
// text would make hard to foresee.
template <typename F>
void ForEachGram(std::string_view text, const F& f) {
  constexpr uint64_t kFour = 0xffffffff, kFive = 0xff'ffffffff;
  uint64_t run = 0;               // the last bytes, the newest lowest
  size_t usable = 0, digits = 0;  // how many such bytes end here
  // One of 2^shared_by such grams of hexadecimal digits is kept.
  const auto give = [&](uint64_t hash, size_t size, int shared_by) {
    const bool is_kept = (usable >= size) & ((digits < size) | (hash >> (64 - shared_by) == 0));
    f(static_cast<uint32_t>(hash >> 32) & (kGrams - 1), is_kept);
  };
  for (const char c : text) {
    const uint8_t byte = kFold[static_cast<uint8_t>(c)];
    run = run << 8 | byte;
    usable = byte == 0 ? 0 : usable + 1;
    digits = kHex[byte] ? digits + 1 : 0;
    give((run & kFour) * 0x9E3779B97F4A7C15, kGramBytes, 2);
    give((run & kFive) * 0xD6E8FEB86659FD93, kGramBytes + 1, 3);
  }
}

}  // namespace

std::vector<uint32_t> GramsOf(std::string_view literal) {
  std::vector<uint32_t> grams;
  ForEachGram(literal, [&](uint32_t gram, bool is_kept) {
    if (is_kept) grams.push_back(gram);
  });
  std::sort(grams.begin(), grams.end());
  grams.erase(std::unique(grams.begin(), grams.end()), grams.end());
  return grams;
}

CommonGrams::CommonGrams(const std::vector<uint32_t>& grams) {
  if (grams.empty()) return;
  words_.assign(kGrams / 64, 0);
  for (const uint32_t gram : grams) words_[gram / 64] |= uint64_t{1} << (gram % 64);
}

std::vector<uint32_t> CommonGrams::grams() const {
  std::vector<uint32_t> grams;
  for (size_t i = 0; i < words_.size(); ++i) {
    for (uint64_t left = words_[i]; left != 0; left &= left - 1)
      grams.push_back(static_cast<uint32_t>(i * 64) + static_cast<uint32_t>(std::countr_zero(left)));
  }
  return grams;
}

void GramSet::Add(std::string_view text) {
  uint64_t* const words = words_.data();
  if (list_.size() < size_ + 2 * text.size() + 1) list_.resize(2 * (size_ + 2 * text.size() + 1));
  uint32_t* next = list_.data() + size_;
  ForEachGram(text, [&](uint32_t gram, bool is_kept) {
    uint64_t& word = words[gram / 64];
    const uint64_t bit = uint64_t{is_kept} << (gram % 64);
    *next = gram;
    next += (bit & ~word) != 0;
    word |= bit;
  });
  size_ = static_cast<size_t>(next - list_.data());
}

void GramSet::Clear() {
  for (size_t i = 0; i < size_; ++i) words_[list_[i] / 64] = 0;
  size_ = 0;
}

void GramSet::Finish(const CommonGrams& common, double density, std::vector<uint64_t>& out) {
  size_t count = 0;
  for (size_t i = 0; i < size_; ++i) count += !common.Has(list_[i]);
  // So many bits, hit at random by `count` grams, are set to that share.
  const double bits = static_cast<double>(count) / -std::log1p(-density);
  const auto words = static_cast<uint64_t>(std::clamp(bits / 64 + 1, 1.0, static_cast<double>(kMostFilterWords)));
  const size_t begin = out.size();
  out.resize(begin + words, 0);
  uint64_t* const set = out.data() + begin;
  for (size_t i = 0; i < size_; ++i) {
    const uint64_t bit = list_[i] * (words * 64) >> kGramBits;
    set[bit / 64] |= uint64_t{!common.Has(list_[i])} << (bit % 64);
  }
  Clear();
}

void GramCensus::Add(GramSet& set) {
  if (texts_ == std::numeric_limits<uint16_t>::max()) return;
  ++texts_;
  for (size_t i = 0; i < set.size_; ++i) ++counts_[set.list_[i]];
  set.Clear();
}

CommonGrams GramCensus::Common() const {
  std::vector<uint32_t> common;
  for (uint32_t gram = 0; gram < kGrams; ++gram)
    if (texts_ > 0 && counts_[gram] * 4U >= texts_ * 3U) common.push_back(gram);
  return CommonGrams(common);
}

}  // namespace quarry
