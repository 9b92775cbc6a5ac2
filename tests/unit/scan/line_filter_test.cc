// LineFilter and its kernels: every kernel finds what plain searching finds; escapes never hide a match.
#include "scan/line_filter.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "base/ascii.h"

namespace quarry {
namespace {

using Filter = LiteralFilter;

std::vector<std::string> LinesFound(const LineFilter& filter, std::string_view text) {
  std::vector<std::string> out;
  LineFilter::Line line;
  for (size_t from = 0; from < text.size() && filter.Next(text, from, &line); from = line.end + 1) {
    out.emplace_back(text.substr(line.begin, line.end - line.begin));
  }
  return out;
}

TEST(Kernels, CountAndFindAsTheGenericOnesDo) {
  std::mt19937 random(7);
  std::string text(5000, ' ');
  for (char& c : text) c = "abcdeABCDE\n\\u0"[random() % 14];
  for (const size_t length : {size_t{1}, size_t{2}, size_t{3}, size_t{4}, size_t{6}}) {
    std::vector<SearchLiteral> literals;
    for (int i = 0; i < 11; ++i) literals.push_back({text.substr(random() % 4000, length), i % 2 == 0});
    for (const KernelTable* kernels : AvailableKernels()) {
      const LiteralSearch expected(literals, text, kGenericKernels), actual(literals, text, *kernels);
      for (size_t from = 0; from < 200; from += 7) {
        const std::string_view part = std::string_view(text).substr(from, 4000);
        EXPECT_EQ(kernels->count_byte(part.data(), part.size(), 'a'),
                  kGenericKernels.count_byte(part.data(), part.size(), 'a'));
        size_t a = 0, b = 0;
        LiteralSearch::Match found{}, wanted{};
        while (expected.Next(part, &a, &wanted)) {
          ASSERT_TRUE(actual.Next(part, &b, &found)) << kernels->name;
          EXPECT_EQ(found.position, wanted.position);
          EXPECT_EQ(found.literal, wanted.literal);
        }
        EXPECT_FALSE(actual.Next(part, &b, &found));
      }
    }
  }
}

TEST(Kernels, MarkStringStopsAsTheGenericOnesDo) {
  std::mt19937 random(8);
  for (size_t size = 0; size < 300; ++size) {
    std::string text(size, ' ');
    for (char& c : text) c = random() % 3 ? static_cast<char>(random()) : "\"\\\x1f !\x7f\x80"[random() % 7];
    std::vector<uint64_t> expected((size + 63) / 64 + 1), actual(expected.size());
    kGenericKernels.mark_string_stops(text.data(), size, expected.data());
    for (size_t i = 0; i < size; ++i) {
      const bool stop = text[i] == '"' || text[i] == '\\' || static_cast<unsigned char>(text[i]) < 0x20;
      EXPECT_EQ(expected[i / 64] >> (i % 64) & 1, stop);
    }
    for (const KernelTable* kernels : AvailableKernels()) {
      kernels->mark_string_stops(text.data(), size, actual.data());
      EXPECT_EQ(actual, expected) << kernels->name;
    }
  }
}

TEST(Kernels, IndexStringsByTheirDefinition) {
  std::mt19937 random(9);
  for (int round = 0; round < 3000; ++round) {
    const size_t size = random() % 400;
    // From nothing but backslashes and quotes to none at all.
    const unsigned rare = 1 + random() % 20;
    std::string text(size, 'x');
    for (char& c : text) {
      c = random() % rare ? static_cast<char>('a' + random() % 26) : "\\\\\"\"/bu\n\x01\x7f\x80\xff"[random() % 12];
    }
    std::vector<uint32_t> expected;
    std::vector<uint64_t> backslashes((size + 63) / 64);
    bool ascii = true, escaped = false;
    for (size_t i = 0; i < size; ++i) {
      const unsigned char c = static_cast<unsigned char>(text[i]);
      ascii &= c < 0x80;
      if (c == '\\') backslashes[i / 64] |= uint64_t{1} << (i % 64);
      const bool plain_escape = std::string_view("\"\\/bfnrt").find(text[i]) != std::string_view::npos;
      if (c < 0x20 || (escaped ? !plain_escape : c == '"')) expected.push_back(static_cast<uint32_t>(i));
      escaped = c == '\\' && !escaped;
    }
    for (const KernelTable* kernels : AvailableKernels()) {
      std::vector<uint32_t> stops(size + kStopPadding);
      std::vector<uint64_t> found_backslashes(backslashes.size());
      bool found_ascii = false;
      stops.resize(kernels->index_strings(text.data(), size, stops.data(), found_backslashes.data(), &found_ascii));
      ASSERT_EQ(stops, expected) << kernels->name << " " << text;
      ASSERT_EQ(found_backslashes, backslashes) << kernels->name;
      ASSERT_EQ(found_ascii, ascii) << kernels->name;
    }
  }
}

TEST(Kernels, FindPairsByTheirDefinition) {
  std::mt19937 random(10);
  for (int round = 0; round < 2000; ++round) {
    const size_t size = random() % 400;
    const unsigned rare = 1 + random() % 20;
    std::string text(size, 'x');
    for (char& c : text) c = random() % rare ? static_cast<char>('a' + random() % 26) : "\\\\\"uxyz\0"[random() % 8];
    const PairPattern pattern{random() % 64, random() % 64, "xyz\""[random() % 4], "xyu"[random() % 3]};
    std::vector<uint32_t> expected;
    for (size_t i = 0; i < size; ++i) {
      const bool pair = i + std::max(pattern.first, pattern.second) < size &&
                        text[i + pattern.first] == pattern.first_byte &&
                        text[i + pattern.second] == pattern.second_byte;
      if (pair || text.compare(i, 2, "\\u") == 0) expected.push_back(static_cast<uint32_t>(i));
    }
    for (const KernelTable* kernels : AvailableKernels()) {
      std::vector<uint32_t> places(size + kStopPadding);
      places.resize(kernels->find_pairs(pattern, text.data(), size, places.data()));
      ASSERT_EQ(places, expected) << kernels->name << " " << text;
    }
  }
}

TEST(Kernels, MatchTextsByTheirDefinition) {
  std::mt19937 random(11);
  std::string text(4096, 'x');
  for (char& c : text) c = "ab"[random() % 2];
  for (int round = 0; round < 2000; ++round) {
    std::vector<uint32_t> places(8);
    for (uint32_t& place : places) place = 64 + static_cast<uint32_t>(random() % 3900);
    std::vector<ExpectedText> expected(1 + random() % 12);
    for (ExpectedText& one : expected) {
      one.size = 1 + static_cast<uint32_t>(random() % ExpectedText::kMaxSize);
      one.mask = ~uint64_t{0} >> (64 - one.size);
      one.place = static_cast<uint32_t>(random() % places.size());
      one.offset = static_cast<int32_t>(random() % 128) - 64;
      std::memcpy(one.text, one.At(text.data(), places.data()), one.size);
    }
    size_t matching = expected.size();
    if (random() % 2) {
      matching = random() % expected.size();
      expected[matching].text[random() % expected[matching].size] ^= 1;
    }
    for (const KernelTable* kernels : AvailableKernels()) {
      ASSERT_EQ(kernels->match_texts(expected.data(), expected.size(), text.data(), places.data()), matching)
          << kernels->name;
    }
  }
}

TEST(Kernels, FindAtStridesByTheirDefinition) {
  std::mt19937 random(12);
  for (int round = 0; round < 300; ++round) {
    std::string text(random() % 700, ' ');
    for (char& c : text) c = "abcdXYZ.\n"[random() % 9];
    StrideTable table;
    table.bits = 8 + static_cast<int>(random() % 10);
    table.words.resize((size_t{1} << table.bits) / 32);
    for (int i = 0; i < 5; ++i) table.Add(static_cast<uint32_t>(random()));
    std::vector<size_t> expected;
    for (size_t i = 0; i + 4 <= text.size(); i += 4) {
      uint32_t bytes;
      std::memcpy(&bytes, text.data() + i, 4);
      if (table.Has(StrideTable::Mixed(bytes | StrideTable::kFold))) expected.push_back(i);
    }
    for (const KernelTable* kernels : AvailableKernels()) {
      std::vector<size_t> found;
      for (size_t at = 0; (at = kernels->stride_find(table, text.data(), at, text.size())) != text.size(); ++at)
        found.push_back(at);
      ASSERT_EQ(found, expected) << kernels->name;
    }
  }
}

// Many literals, long and short, with and without case: the lines that plain searching finds.
TEST(LineFilter, FindsLinesWithOneOfManyLiterals) {
  std::mt19937 random(13);
  for (const size_t count : {size_t{20}, size_t{30}, size_t{300}, size_t{3000}}) {
    std::string text;
    for (int line = 0; line < 2000; ++line) {
      for (size_t i = random() % 60; i > 0; --i) text += "abcdefghABCDEFGH.-"[random() % 18];
      text += '\n';
    }
    std::vector<Filter> literals;
    while (literals.size() < count) {
      std::string literal;
      const size_t size = random() % 3 == 0 ? 5 + random() % 2 : 7 + random() % 12;
      if (random() % 4 == 0) {
        literal = text.substr(random() % (text.size() - size), size);
        if (literal.find('\n') != std::string::npos) continue;
      }
      while (literal.size() < size) literal += "abcdefghABCDEFGHxyz"[random() % 19];
      literals.push_back(Filter::Literal(literal, random() % 2 == 0));
    }
    std::vector<std::string> expected;
    for (size_t from = 0; from < text.size(); from = text.find('\n', from) + 1) {
      const std::string line = text.substr(from, text.find('\n', from) - from);
      const std::string lowered = AsciiLowered(line);
      bool found = false;
      for (const Filter& literal : literals) {
        found |= (literal.ignore_case ? lowered.find(AsciiLowered(literal.literal)) : line.find(literal.literal)) !=
                 std::string::npos;
      }
      if (found) expected.push_back(line);
    }
    for (const KernelTable* kernels : AvailableKernels()) {
      for (const std::string_view sample : {std::string_view(), std::string_view(text).substr(0, 8192)}) {
        const LineFilter filter(Filter::Or(literals), sample, *kernels);
        ASSERT_EQ(LinesFound(filter, text), expected) << kernels->name << " " << count;
      }
    }
  }
}

// Behind a condition that many lines meet, all of the literals are looked for at once, alone or beside a conjunction.
TEST(LineFilter, ChecksManyLiteralsBesideOtherConditions) {
  std::mt19937 random(17);
  std::string text;
  for (int line = 0; line < 3000; ++line) {
    for (size_t i = random() % 40; i > 0; --i) text += "abcdABCD.-"[random() % 10];
    text += "\n";
  }
  const auto literal = [&] {
    std::string made;
    for (size_t size = 1 + random() % 5; made.size() < size;) made += "abcdABCD.x"[random() % 10];
    return Filter::Literal(made, random() % 2 == 0);
  };
  const auto occurs = [](const Filter& wanted, const std::string& line) {
    const bool found = (wanted.ignore_case ? AsciiLowered(line).find(AsciiLowered(wanted.literal))
                                           : line.find(wanted.literal)) != std::string::npos;
    EXPECT_EQ(ContainsLiteral(line, {wanted.literal, wanted.ignore_case}), found) << wanted.literal;
    return found;
  };
  for (int round = 0; round < 40; ++round) {
    std::vector<Filter> many;
    for (size_t count = 2 + random() % 40; many.size() < count;) many.push_back(literal());
    const Filter first = literal(), second = literal(), third = literal();
    std::vector<Filter> with_both = many;
    with_both.push_back(Filter::And({second, third}));
    LineFilter made(Filter::And({first, Filter::Or(with_both)}));
    const LineFilter filter = std::move(made);  // what was compiled moves along
    std::vector<std::string> expected;
    for (size_t from = 0; from < text.size(); from = text.find('\n', from) + 1) {
      const std::string line = text.substr(from, text.find('\n', from) - from);
      bool any = occurs(second, line) && occurs(third, line);
      for (const Filter& one : many) any |= occurs(one, line);
      if (any && occurs(first, line)) expected.push_back(line);
    }
    ASSERT_EQ(LinesFound(filter, text), expected) << round;
  }
}

TEST(LiteralSearch, FindsManyLiteralsAtTheEdgesOfTheText) {
  std::vector<SearchLiteral> literals;
  for (int i = 0; i < 40; ++i) literals.push_back({"absent-literal-" + std::to_string(i), i % 2 == 0});
  literals.push_back({"seven77", false});
  literals.push_back({"Workers.dev", true});
  for (const KernelTable* kernels : AvailableKernels()) {
    const LiteralSearch search(literals, {}, *kernels);
    for (size_t before = 0; before < 140; ++before) {
      for (const std::string_view literal : {"seven77", "wORKERS.DEV"}) {
        const std::string text = std::string(before, 'x') + std::string(literal);
        size_t cursor = 0, other = 0;
        LiteralSearch::Match match{};
        ASSERT_TRUE(search.Next(text, &cursor, &match)) << before;
        EXPECT_EQ(match.position, before);
        EXPECT_FALSE(search.Next(text.substr(0, text.size() - 1), &other, &match));
      }
    }
  }
}

TEST(LiteralSearch, FindsEveryLiteralAtTheEdgesOfTheText) {
  for (const KernelTable* kernels : AvailableKernels()) {
    const LiteralSearch search({{"Workers.dev", true}, {"POST", false}}, {}, *kernels);
    for (size_t before = 0; before < 140; ++before) {
      const std::string text = std::string(before, 'x') + "wORKERS.DEV";
      size_t cursor = 0;
      LiteralSearch::Match match{};
      ASSERT_TRUE(search.Next(text, &cursor, &match)) << before;
      EXPECT_EQ(match.position, before);
      EXPECT_FALSE(search.Next(text, &cursor, &match));
      size_t other = 0;
      EXPECT_FALSE(search.Next(text.substr(0, text.size() - 1), &other, &match));
    }
  }
}

TEST(LineFilter, FindsLinesWithOneOfTheLiterals) {
  const LineFilter filter(Filter::Or({Filter::Literal("workers.dev", true), Filter::Literal("pages.dev", true)}));
  const std::string_view text = "{\"a\":\"x.Workers.DEV\"}\n{\"a\":\"b\"}\n\n{\"a\":\"pages.dev pages.dev\"}";
  EXPECT_EQ(LinesFound(filter, text),
            (std::vector<std::string>{"{\"a\":\"x.Workers.DEV\"}", "{\"a\":\"pages.dev pages.dev\"}"}));
}

TEST(LineFilter, ChecksTheWholeConjunction) {
  const LineFilter filter(Filter::And({Filter::Or({Filter::Literal("powershell", true), Filter::Literal("pwsh", true)}),
                                       Filter::Literal("DownloadString", false)}));
  EXPECT_EQ(LinesFound(filter, "pwsh DownloadString\npwsh downloadstring\nDownloadString\nPowerShell x DownloadString"),
            (std::vector<std::string>{"pwsh DownloadString", "PowerShell x DownloadString"}));
}

TEST(LineFilter, LetsEscapedCharactersOfTheLiteralsPass) {
  const LineFilter filter(Filter::Literal("workers.dev", true));
  EXPECT_EQ(LinesFound(filter, R"({"a":"\u0077orkers.dev"})"
                               "\n"
                               R"({"a":"\u0026"})"
                               "\n"
                               R"({"a":"\u0057x"})"
                               "\n"
                               R"({"a":"\\u0077x"})"
                               "\n"
                               R"({"a":"\u005cu0077"})"),
            (std::vector<std::string>{R"({"a":"\u0077orkers.dev"})", R"({"a":"\u0057x"})", R"({"a":"\\u0077x"})",
                                      R"({"a":"\u005cu0077"})"}));
}

TEST(LineFilter, CutsLiteralsWhereRawTextMayDiffer) {
  // Decoded text C:\Windows\Temp is C:\\Windows\\Temp in JSON and doubled again in JSON text within a string.
  const LineFilter filter(Filter::Literal("C:\\Windows\\Temp", true));
  EXPECT_TRUE(filter.MayMatch(R"({"a":"c:\\windows\\temp"})"));
  EXPECT_TRUE(filter.MayMatch(R"({"a":"{\"b\":\"c:\\\\windows\\\\temp\"}"})"));
  EXPECT_FALSE(filter.MayMatch(R"({"a":"c:\\windows"})"));
  EXPECT_TRUE(LineFilter(Filter::Literal("https://x.y/z", false)).MayMatch(R"({"a":"https:\/\/x.y\/z"})"));
  // White space between tokens of a nested object is not part of its text.
  EXPECT_TRUE(LineFilter(Filter::Literal("\"port\":443", false)).MayMatch(R"({"a":{"port": 443}})"));
  EXPECT_TRUE(LineFilter(Filter::Literal("://", false)).passes_all());
}

TEST(LineFilter, TreatsNonAsciiLiteralsAsEscapable) {
  const LineFilter filter(Filter::Literal("caf\xc3\xa9", false));
  EXPECT_TRUE(filter.MayMatch("caf\xc3\xa9"));
  EXPECT_TRUE(filter.MayMatch(R"(caf\u00e9)"));
  EXPECT_TRUE(filter.MayMatch(R"(x \u4e00)"));
  EXPECT_FALSE(filter.MayMatch(R"(cafe \u0026)"));
}

TEST(LineFilter, AnEscapeLateInALineCountsWhenAConjunctionFailsOnPlainText) {
  const LineFilter filter(Filter::And({Filter::Literal("powershell", false), Filter::Literal("zq", false)}));
  EXPECT_EQ(LinesFound(filter, "powershell \\u007aq\npowershell\n").size(), 1u);
}

TEST(LineFilter, SaysWhatItSearches) {
  EXPECT_EQ(
      LineFilter(Filter::And({Filter::Literal("a", true), Filter::Literal("Workers.dev", true)})).DescribeSearch(),
      "\"Workers.dev\" nocase");
  EXPECT_EQ(LineFilter(Filter::Any()).DescribeSearch(), "every record");
}

}  // namespace
}  // namespace quarry
