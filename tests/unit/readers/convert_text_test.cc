// Fast conversions give what the general ones give.
#include "readers/convert_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "readers/json/json_number.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {
namespace {

TEST(IsoDateTimes, ReadWhatTheParserReads) {
  std::mt19937 random(1);
  const std::string_view forms[] = {
      "2026-05-12T17:51:35.0858617Z",   "2026-05-12T17:51:35Z",         "2024-02-29 23:59:59.9",
      "0001-01-01T00:00:00.123456789Z", "9999-12-31T23:59:59.9999999z", "2026-05-12T17:51:35+02:00",
      "2026-05-12T17:51:35.123-0530",   "2026-05-12T17:51:35",          "2026-05-12"};
  IsoDateTimes times;
  for (int round = 0; round < 200000; ++round) {
    std::string text(forms[random() % std::size(forms)]);
    for (unsigned changes = random() % 4; changes > 0; --changes) {
      const size_t at = random() % text.size();
      if (random() % 8 == 0)
        text.erase(at, 1);
      else
        text[at] = "0123456789:-.TtZz+ \\xff"[random() % 20];
    }
    ASSERT_EQ(times.Read(text), ParseIsoDateTime(text)) << text;
  }
}

TEST(JsonNumber, IsReadAsTheParserReadsIt) {
  std::mt19937 random(2);
  for (int round = 0; round < 200000; ++round) {
    std::string text;
    for (size_t size = 1 + random() % 20; size > 0; --size)
      text += random() % 30 ? "0123456789"[random() % 10] : "-.eE+x"[random() % 6];
    const size_t size = text.size();
    const std::string padded = text + ",        ";
    const int64_t number = PlainNumber(padded.data(), size);
    const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
    if (digits && size <= 16)
      ASSERT_EQ(number, *ParseInteger(text)) << text;
    else
      ASSERT_EQ(number, -1) << text;
    // By the grammar, character by character.
    size_t at = 0;
    const auto pass = [&] {
      const size_t from = at;
      while (at < size && text[at] >= '0' && text[at] <= '9') ++at;
      return at - from;
    };
    at += text[0] == '-';
    const bool zero = at < size && text[at] == '0';
    const size_t whole = pass();
    bool valid = whole == 1 || (whole > 1 && !zero);
    if (valid && at < size && text[at] == '.') ++at, valid = pass() > 0;
    if (valid && at < size && (text[at] == 'e' || text[at] == 'E')) {
      ++at;
      if (at < size && (text[at] == '+' || text[at] == '-')) ++at;
      valid = pass() > 0;
    }
    ASSERT_EQ(IsNumberOrWord(padded.data(), size), valid && at == size) << text;
  }
  for (const std::string_view word : {"null", "true", "false"})
    EXPECT_TRUE(IsNumberOrWord(std::string(word).append(8, ',').data(), word.size()));
  for (const std::string_view word : {"nul", "nulll", "True", "fals", "falsey", "x", ""})
    EXPECT_FALSE(IsNumberOrWord(std::string(word).append(8, ',').data(), word.size())) << word;
}

}  // namespace
}  // namespace quarry
