// UnorderedWalk: which lines it takes, and that it finds in them what the scanner finds.
#include "readers/json/unordered_walk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "json_lines.h"
#include "readers/block_buffer.h"
#include "readers/json/json_scanner.h"
#include "scan_rows.h"

namespace quarry {
namespace {

const std::vector<ScanColumn>& Columns() {
  static const std::vector<ScanColumn> columns = {Field("Timestamp"),
                                                  Field("DeviceName"),
                                                  Field("RemotePort"),
                                                  Field("RemoteUrl"),
                                                  Field("a"),
                                                  Field("Extra.a"),
                                                  Field("Extra.b[1]"),
                                                  Field("AdditionalFields"),
                                                  Field("AdditionalFields.Ttl[-1]")};
  return columns;
}

std::string TextOf(const FieldTree& tree, const std::vector<ScanColumn>& columns) {
  std::string out;
  for (size_t i = 0; i < columns.size(); ++i) {
    const JsonSlice* const value = tree.Find(i);
    out += value == nullptr ? "-" : std::to_string(static_cast<int>(value->kind)) + std::string(value->raw);
    if (value != nullptr && value->escaped) out += "\\";
    if (value != nullptr && value->spaced) out += "_";
    out += " | ";
  }
  return out;
}

// The values of a line by the scanner; nothing when it is not JSON.
std::optional<std::string> ByScanner(const std::string& line, const std::vector<ScanColumn>& columns) {
  FieldTree tree(columns);
  Arena arena;
  JsonScanner scanner(line);
  scanner.SkipSpaces();
  if (scanner.peek() != '{' || !tree.Walk(scanner, arena)) return std::nullopt;
  scanner.SkipSpaces();
  if (!scanner.at_end()) return std::nullopt;
  return TextOf(tree, columns);
}

// By the walk; nothing when it gives the line up. What follows the line is all quotes.
std::optional<std::string> ByWalk(const std::string& line, const std::vector<ScanColumn>& columns) {
  FieldTree tree(columns);
  UnorderedWalk walk(tree);
  Arena arena;
  StringIndex index;
  std::string text = line + "\n";
  const size_t size = text.size();
  text.append(kBlockPadding, '"');
  if (index.Build(std::string_view(text).substr(0, size)) != size) return std::nullopt;
  LearnedWalk::Place place;
  LearnedWalk::Object object;
  if (!walk.Walk(index, &place, &object, arena)) {
    EXPECT_EQ(place.at, 0u) << line;
    EXPECT_EQ(place.stop, 0u) << line;
    return std::nullopt;
  }
  EXPECT_EQ(place.at, size) << line;
  EXPECT_EQ(place.stop, index.stop_count()) << line;
  EXPECT_EQ(object.begin, 0u);
  EXPECT_EQ(text[object.end - 1], '}') << line;
  return TextOf(tree, columns);
}

TEST(UnorderedWalk, TakesStringsNumbersWordsAndNestedValuesInAnyOrder) {
  for (const std::string line : {
           R"({"a":"1"})",
           R"({"a":1})",
           R"({"a":null,"DeviceName":"x"})",
           R"({"RemotePort":443,"x":-0.5e+10,"DeviceName":"x","y":true,"z":false,"":12345678})",
           R"({"DeviceName":"","a":"","RemoteUrl":"https:\/\/x\"\\"})",
           R"({"a": "1", "RemotePort": 443, "DeviceName": "x", "z": null})",
           R"({"a":["x"],"DeviceName":"x"})",
           R"({"DeviceName":"x","tags":["x","y"],"a":1,"In":{"a":"b"}})",
           R"({"DeviceName":"x","a":[1,2,{}],"RemotePort":1,"y":[]})",
           R"({"Extra":{"a":"1","b":[1,"2"],"a":2},"DeviceName":"x","a":{ "b" : [ ] }})",
           R"({"Extra":"{\"a\":7}","AdditionalFields":{"Ttl":[1,2,3]}})",
           R"({"a": {"b": ["c"]}, "DeviceName": [ "x" ]})",
           R"({"a":"1","DeviceName":"x","a":"2"})",
           R"({"a":{"x":"y"},"a":"2"})",
           R"({"DeviceName\n":"x","\"a":1})",
       }) {
    const auto expected = ByScanner(line, Columns());
    ASSERT_TRUE(expected) << line;
    EXPECT_EQ(ByWalk(line, Columns()), expected) << line;
    EXPECT_EQ(ByWalk(line + "\r", Columns()), expected) << line;
  }
}

TEST(UnorderedWalk, LeavesOtherWhiteSpaceAndUnicodeEscapesToTheLearnedWalk) {
  for (const std::string line : {R"({})", R"({ "a":1})", R"({"a" :1})", R"({"a":1 ,"b":2})", R"({"a":1,"b": 2})",
                                 R"({"a": 1,"b": 2})", R"({"a":1} )", R"( {"a":1})", R"({"\u0061":1})",
                                 R"({"b":"\u0061"})", R"({"b":[1,"a"],"a":1})", "{\"a\":1,\t\"b\":2}"}) {
    EXPECT_TRUE(ByScanner(line, Columns())) << line;
    EXPECT_EQ(ByWalk(line, Columns()), std::nullopt) << line;
  }
}

TEST(UnorderedWalk, TakesNothingThatIsNotJson) {
  for (
      const std::string line :
      {R"({"a":1)",           R"({"a":"1")",           R"({"a":"1})",        R"({"a")",           R"({"a":})",
       R"({"a":,"b":1})",     R"({"a":01,"b":1})",     R"({"a":nul,"b":1})", R"({"a":1.,"b":1})", R"({"a":1:"b"})",
       R"({"a":"1""b":1})",   R"({"a":"1";"b":1})",    R"({"a","b"})",       R"({"a":"1":"b"})",  R"({"a":1,"b":2,})",
       R"({"a":[},"b":1})",   R"({"a":["x",],"b":1})", R"({"a":["x"}})",     R"({"a":["x"]]})",   R"({"a":["x"]"b":1})",
       R"({"a":["x"],b":1})", R"({"a":"1"}})",         R"({"a":"1"}x)",      R"({"a":"\x"})",     R"({"a":"\u00g1"})",
       R"({"a":"1","b"})",    R"({"a":"1",})",         R"({a":1})",          R"({"a:1})",         R"({"a":1,"b":["x"})",
       R"({"a":{"x":"y"})",   R"({"a":{"x":"y"},})",   R"({"a":"1"x"b":1})", R"({"a":1x,"b":1})", R"({"a":1,"b":x})"}) {
    EXPECT_EQ(ByScanner(line, Columns()), std::nullopt) << line;
    EXPECT_EQ(ByWalk(line, Columns()), std::nullopt) << line;
  }
}

TEST(UnorderedWalk, TellsNamesThatAreNearlyAlike) {
  const std::vector<ScanColumn> columns = {Field("InitiatingProcessVersionInfoOriginalFileName"),
                                           Field("TargetProcessId"), Field("ab"), Field("abc")};
  for (const std::string line : {
           R"({"InitiatingProcessVersionInfoInternalFileName":"1","InitiatingProcessVersionInfoOriginalFileName":"2"})",
           R"({"InitiatingProcessVersionInfoInternalFileName":"1","TargetProcessId":1,"SourceProcessId":2})",
           R"({"a":1,"abc":2,"abcd":3,"b":4})",
       }) {
    ASSERT_TRUE(ByScanner(line, columns));
    EXPECT_EQ(ByWalk(line, columns), ByScanner(line, columns)) << line;
  }
}

// Names are known by their first and last bytes; with others between these it is not told which one is meant.
TEST(UnorderedWalk, GivesUpNamesThatItCannotTell) {
  const std::vector<ScanColumn> columns = {Field("beginning_one_and_the_same_end_"), Field("x")};
  EXPECT_TRUE(ByWalk(R"({"beginning_one_and_the_same_end_":1,"x":2})", columns));
  EXPECT_FALSE(ByWalk(R"({"beginning_two_and_the_same_end_":1,"x":2})", columns));
  EXPECT_FALSE(
      ByWalk(R"({"x":1})", {Field("beginning_one_and_the_same_end_"), Field("beginning_two_and_the_same_end_")}));
  EXPECT_FALSE(ByWalk(R"({"x":1})", {Field("x"), Field(std::string(63, 'y'))}));
  EXPECT_FALSE(ByWalk(R"({"x":1})", {Field("x"), Field("a/b")}));
}

TEST(UnorderedWalk, FindsInShuffledAndDamagedLinesWhatTheScannerFinds) {
  const char* const rounds = std::getenv("QUARRY_PROPERTY_ROUNDS");
  const int lines = (rounds == nullptr ? 6 : std::atoi(rounds)) * 3000;
  static constexpr std::string_view kValues[] = {"\"\"",
                                                 "\"x\"",
                                                 "\"caf\xc3\xa9 \\\"\\\\\"",
                                                 "1",
                                                 "-12.5e3",
                                                 "123456789",
                                                 "null",
                                                 "true",
                                                 "false",
                                                 "[]",
                                                 "{}",
                                                 "[\"x\",\"y\"]",
                                                 "{\"a\":\"b\",\"b\":[1,2]}",
                                                 "\"{\\\"a\\\":[1]}\"",
                                                 "[1,2]"};
  std::vector<std::string> names = {"Timestamp",
                                    "DeviceName",
                                    "RemotePort",
                                    "RemoteUrl",
                                    "a",
                                    "Extra",
                                    "AdditionalFields",
                                    "",
                                    "b",
                                    "InitiatingProcessAccountName",
                                    "A rather long name of one that nobody asks for"};
  std::mt19937 random(7);
  int taken = 0, json = 0;
  for (int i = 0; i < lines; ++i) {
    std::shuffle(names.begin(), names.end(), random);
    const bool spaced = random() % 2;
    std::string line = "{";
    for (size_t member = 0, members = 1 + random() % names.size(); member < members; ++member) {
      if (member > 0) line += spaced ? ", " : ",";
      line += "\"" + names[random() % 8 == 0 ? 0 : member] + (spaced ? "\": " : "\":");
      line += kValues[random() % std::size(kValues)];
    }
    line += "}";
    for (unsigned changes = random() % 3; changes > 0; --changes) Mutate(line, random);
    if (line.find('\n') != std::string::npos) continue;
    const auto expected = ByScanner(line, Columns()), got = ByWalk(line, Columns());
    json += expected.has_value();
    taken += got.has_value();
    if (got) {
      ASSERT_EQ(got, expected) << line;
    }
  }
  EXPECT_GT(taken, json / 2);
  EXPECT_GT(json, lines / 3);
}

TEST(NameTable, FindsEachNameByItsNumberAndNoOther) {
  for (const size_t count : {size_t{0}, size_t{1}, size_t{9}, NameTable::kMostNames}) {
    std::vector<std::string> names;
    for (size_t i = 0; i < count; ++i) names.push_back("Name" + std::string(i % 30, 'x') + std::to_string(i));
    NameTable table;
    ASSERT_TRUE(table.Build(std::vector<std::string_view>(names.begin(), names.end())));
    const NameTable::Lookup lookup = table.lookup();
    const auto find = [&](const std::string& name, const std::string& before, const std::string& behind) {
      const std::string text = before + '"' + name + '"' + behind + std::string(8, '"');
      return lookup.Find(text.data(), before.size(), before.size() + name.size() + 1);
    };
    for (size_t i = 0; i < count; ++i) {
      EXPECT_EQ(find(names[i], "", ":1"), i + 1);
      EXPECT_EQ(find(names[i], "another text in front of it", ""), i + 1);
      EXPECT_EQ(find(names[i] + "x", "", ":1"), 0u);
      EXPECT_EQ(find("x" + names[i], "", ":1"), 0u);
    }
    EXPECT_EQ(find("", "", ""), 0u);
  }
  NameTable table;
  const std::vector<std::string_view> many(NameTable::kMostNames + 1);
  EXPECT_FALSE(table.Build(many));
}

}  // namespace
}  // namespace quarry
