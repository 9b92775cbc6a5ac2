// Each form of the UTF-8 check against the definition of UTF-8, and against simdjson on the same bytes.
#include "scan/kernels/utf8_check.h"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace quarry {
namespace {

std::string Encoded(uint32_t point) {
  const auto byte = [](uint32_t value) { return static_cast<char>(value); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xc0 | point >> 6), byte(0x80 | (point & 63))};
  if (point < 0x10000) return {byte(0xe0 | point >> 12), byte(0x80 | (point >> 6 & 63)), byte(0x80 | (point & 63))};
  return {byte(0xf0 | point >> 18), byte(0x80 | (point >> 12 & 63)), byte(0x80 | (point >> 6 & 63)),
          byte(0x80 | (point & 63))};
}

bool IsSurrogate(uint32_t point) {
  return point >= 0xd800 && point < 0xe000;
}

// Text is UTF-8 when it consists of code points as Encoded writes them.
bool Define(std::string_view text) {
  while (!text.empty()) {
    const unsigned char lead = static_cast<unsigned char>(text[0]);
    const size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (size > text.size()) return false;
    uint32_t point = size == 1 ? lead : lead & (0x7fu >> size);
    for (size_t i = 1; i < size; ++i) point = point << 6 | (static_cast<unsigned char>(text[i]) & 63);
    if (point > 0x10ffff || IsSurrogate(point) || Encoded(point) != text.substr(0, size)) return false;
    text.remove_prefix(size);
  }
  return true;
}

// At the end of memory of its own size, so that AddressSanitizer sees what is read behind it.
void ExpectAll(std::string_view text) {
  const std::unique_ptr<char[]> exact(new char[text.size()]);
  std::copy(text.begin(), text.end(), exact.get());
  const bool expected = Define(text);
  ASSERT_EQ(simdjson::validate_utf8(text.data(), text.size()), expected) << testing::PrintToString(std::string(text));
  for (const KernelTable* table : AvailableKernels()) {
    const Utf8Kernel& kernel = Utf8KernelFor(*table);
    ASSERT_EQ(kernel.is_utf8(exact.get(), text.size()), expected)
        << kernel.name << " " << testing::PrintToString(std::string(text));
  }
  ASSERT_EQ(IsUtf8(text), expected);
}

TEST(Utf8Check, TakesEveryCodePointAndNoSurrogate) {
  for (uint32_t point = 0; point < 0x110000 + 0x1000; ++point) {
    const std::string text = Encoded(point);
    const bool valid = point < 0x110000 && !IsSurrogate(point);
    for (const KernelTable* table : AvailableKernels())
      ASSERT_EQ(Utf8KernelFor(*table).is_utf8(text.data(), text.size()), valid) << table->name << " " << point;
  }
}

TEST(Utf8Check, JudgesEverySequenceOfBytesAtWhichTheRulesChange) {
  const std::vector<unsigned char> bytes = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0,
                                            0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
                                            0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff};
  for (const unsigned char a : bytes)
    for (const unsigned char b : bytes)
      for (const unsigned char c : bytes)
        for (const unsigned char d : bytes) {
          const char text[] = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c), static_cast<char>(d)};
          for (size_t size = 1; size <= 4; ++size) ExpectAll({text, size});
        }
}

TEST(Utf8Check, SeesMistakesAtEveryPlaceOfABlock) {
  const std::vector<std::string> pieces = {
      "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\xa6\x86", "\xed\xa0\x80", "\xe2\x82", "\xf0\x9f\xa6",
      "\xc0\x80", "\x80",         "\xf4\x90\x80\x80", "\xe0\x9f\xbf", "\xff",     "\xc3"};
  for (const std::string& piece : pieces) {
    for (size_t before = 0; before < 140; ++before) {
      for (const size_t behind : {0, 1, 2, 31, 32, 33, 64, 100})
        ExpectAll(std::string(before, 'a') + piece + std::string(behind, 'b'));
    }
  }
}

TEST(Utf8Check, AgreesOnDamagedText) {
  std::mt19937 random(5);
  int valid = 0;
  for (int round = 0; round < 30000; ++round) {
    std::string text;
    const size_t points = random() % 120;
    for (size_t i = 0; i < points; ++i) {
      uint32_t point = random() % 0x110000u >> random() % 16;
      if (IsSurrogate(point)) point = 'x';
      text += Encoded(point);
    }
    for (unsigned changes = random() % 3; changes > 0 && !text.empty(); --changes) {
      const size_t at = random() % text.size();
      if (random() % 2)
        text[at] = static_cast<char>(random());
      else
        text.erase(at, 1);
    }
    ExpectAll(text);
    valid += Define(text);
  }
  EXPECT_GT(valid, 5000);
  EXPECT_LT(valid, 29000);
}

TEST(Utf8Check, HasAFormForEachInstructionSet) {
  for (const KernelTable* table : AvailableKernels())
    EXPECT_EQ(Utf8KernelFor(*table).name, table->name.starts_with("avx") ? "avx2" : table->name);
}

}  // namespace
}  // namespace quarry
