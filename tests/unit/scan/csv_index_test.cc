// Each form of the CSV index against its definition, one byte after the other.
#include "scan/kernels/csv_index.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace quarry {
namespace {

struct Expected {
  std::vector<uint32_t> ends, lines;
  bool regular = true, in_quotes = false, ascii = true;
};

Expected Define(std::string_view text, char delimiter) {
  Expected out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) > 127) out.ascii = false;
    if (c == '"') {
      const char before = i == 0 ? '\n' : text[i - 1];
      if (!out.in_quotes && before != delimiter && before != '\n' && before != '"') out.regular = false;
      out.in_quotes = !out.in_quotes;
    } else if (!out.in_quotes && (c == delimiter || c == '\n')) {
      if (c == '\n') out.lines.push_back(static_cast<uint32_t>(out.ends.size()));
      out.ends.push_back(static_cast<uint32_t>(i));
    }
  }
  return out;
}

TEST(CsvIndex, EachFormFindsWhatTheDefinitionFinds) {
  std::mt19937 random(11);
  for (int round = 0; round < 4000; ++round) {
    std::string text(random() % 400, ' ');
    // Long runs without any of the characters, and dense text.
    const std::string_view letters = round % 3 == 0 ? "abcdefgh,\"" : round % 3 == 1 ? ",\"\"\n\r;x" : "x\xc3\xa9,\n";
    for (char& c : text) c = letters[random() % letters.size()];
    const char delimiter = round % 2 ? ',' : ';';
    const Expected expected = Define(text, delimiter);
    for (const KernelTable* table : AvailableKernels()) {
      const CsvKernel& kernel = CsvKernelFor(*table);
      std::vector<uint32_t> ends(text.size() + kCsvPadding), lines(text.size() + kCsvPadding);
      const CsvIndex index = kernel.index(text.data(), text.size(), delimiter, ends.data(), lines.data());
      ASSERT_EQ(index.regular, expected.regular) << kernel.name << text;
      ASSERT_EQ(index.in_quotes, expected.in_quotes) << kernel.name << text;
      ASSERT_EQ(index.ascii, expected.ascii) << kernel.name << text;
      if (!expected.regular) continue;
      ASSERT_EQ(std::vector<uint32_t>(ends.begin(), ends.begin() + static_cast<ptrdiff_t>(index.ends)), expected.ends)
          << kernel.name << text;
      ASSERT_EQ(std::vector<uint32_t>(lines.begin(), lines.begin() + static_cast<ptrdiff_t>(index.lines)),
                expected.lines)
          << kernel.name << text;
      std::vector<uint32_t> line_ends;
      for (const uint32_t line : expected.lines) line_ends.push_back(expected.ends[line]);
      const CsvIndex only_lines = kernel.index(text.data(), text.size(), delimiter, ends.data(), nullptr);
      ASSERT_EQ(std::vector<uint32_t>(ends.begin(), ends.begin() + static_cast<ptrdiff_t>(only_lines.ends)), line_ends)
          << kernel.name << text;
      ASSERT_EQ(only_lines.lines, line_ends.size());
    }
  }
}

TEST(CsvIndex, HasAFormForEachInstructionSet) {
  for (const KernelTable* table : AvailableKernels())
    EXPECT_EQ(CsvKernelFor(*table).name, table->name.starts_with("avx512") ? "avx512" : table->name);
}

}  // namespace
}  // namespace quarry
