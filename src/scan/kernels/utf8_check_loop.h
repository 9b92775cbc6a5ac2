// The part of the UTF-8 check that all vector instruction sets share. Included by the kernels' own files behind their
// target pragma and kept in an unnamed namespace, as string_index.h is.
//
// Nearly all that can be wrong shows in two bytes that follow each other: in the two halves of the first and the upper
// half of the second. Each mistake is a bit in a table for each of the three halves; a mistake was made where all three
// have its bit. What is left are the third and fourth byte of a sequence, which must continue it, and only they may
// follow another byte that continues one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace quarry {
namespace {

// Sets of halves: bit n stands for n.
constexpr uint16_t HalvesFrom(int least, int greatest) {
  return static_cast<uint16_t>((2u << greatest) - (1u << least));
}
constexpr uint16_t kAnyHalf = HalvesFrom(0, 15), kContinuing = HalvesFrom(8, 11);

struct Utf8Mistake {
  uint16_t first_high, first_low, second_high;
};
constexpr Utf8Mistake kUtf8Mistakes[8] = {
    {HalvesFrom(12, 15), kAnyHalf, static_cast<uint16_t>(~kContinuing)},  // nothing continues what begins
    {HalvesFrom(0, 7), kAnyHalf, kContinuing},                            // nothing began that it could continue
    {HalvesFrom(12, 12), HalvesFrom(0, 1), kContinuing},                  // two bytes for less than U+0080
    {HalvesFrom(14, 14), HalvesFrom(0, 0), HalvesFrom(8, 9)},             // three for less than U+0800
    {HalvesFrom(14, 14), HalvesFrom(13, 13), HalvesFrom(10, 11)},         // surrogates
    {HalvesFrom(15, 15), HalvesFrom(4, 15), HalvesFrom(9, 11)},           // above U+10FFFF
    // Four bytes for less than U+10000, and those above U+10FFFF that the row before leaves.
    {HalvesFrom(15, 15), HalvesFrom(0, 0) | HalvesFrom(5, 15), HalvesFrom(8, 8)},
    {kContinuing, kAnyHalf, kContinuing},  // right at the third and fourth byte, and only there
};
constexpr uint8_t kTwoContinuing = 0x80;  // the bit of the last row

constexpr std::array<uint8_t, 16> Utf8Table(uint16_t Utf8Mistake::* halves) {
  std::array<uint8_t, 16> table{};
  for (size_t half = 0; half < table.size(); ++half) {
    for (size_t i = 0; i < std::size(kUtf8Mistakes); ++i) {
      if (kUtf8Mistakes[i].*halves >> half & 1) table[half] = static_cast<uint8_t>(table[half] | 1u << i);
    }
  }
  return table;
}
alignas(16) constexpr std::array<uint8_t, 16> kFirstHigh = Utf8Table(&Utf8Mistake::first_high),
                                              kFirstLow = Utf8Table(&Utf8Mistake::first_low),
                                              kSecondHigh = Utf8Table(&Utf8Mistake::second_high);

// The bytes before the text and behind it are taken for zeros, so that a sequence that is cut off there is seen.
constexpr size_t kUtf8Margin = 3;

// `Check` looks at Check::kBytes bytes: Add(at) at those from `at` on, where kUtf8Margin bytes before may be read,
// AllAscii(at) tells whether these and the margin are ASCII, Failed() whether a mistake was seen.
template <typename Check>
inline bool IsUtf8InBlocks(const char* data, size_t size) {
  constexpr size_t kBytes = Check::kBytes;
  Check check;
  // The first bytes, with a margin before them; of a short text all, with one behind it.
  char edge[kUtf8Margin + kBytes] = {};
  size_t at = size < kBytes ? size : kBytes;
  if (at > 0) std::memcpy(edge + kUtf8Margin, data, at);
  check.Add(edge + kUtf8Margin);
  if (size < kBytes) return !check.Failed();
  for (; size - at >= kBytes; at += kBytes) {
    if (!check.AllAscii(data + at)) check.Add(data + at);
  }
  // What is left, with both margins.
  std::memset(edge, 0, sizeof edge);
  std::memcpy(edge, data + at - kUtf8Margin, kUtf8Margin + (size - at));
  check.Add(edge + kUtf8Margin);
  return !check.Failed();
}

}  // namespace
}  // namespace quarry
