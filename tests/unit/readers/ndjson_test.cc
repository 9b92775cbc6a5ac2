// The NDJSON reader: columns, types, broken input, blocks, and the same rows with and without prefilter.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "readers/reader.h"
#include "scan_rows.h"

namespace quarry {
namespace {

class Ndjson : public testing::Test {
 protected:
  Scanned Run(std::string_view content, std::vector<ScanColumn> columns, LiteralFilter filter = LiteralFilter::Any(),
              bool use_prefilter = true, int workers = 1) {
    ScanSpec spec;
    spec.columns = std::move(columns);
    spec.prefilter = std::move(filter);
    spec.use_prefilter = use_prefilter;
    const InputFile file = FileOf(folder_.Write("in.ndjson", content));
    return ScanAll(*FindReader("ndjson")->open({file}), spec, workers);
  }
  std::vector<std::string> Rows(std::string_view content, std::vector<ScanColumn> columns) {
    return Run(content, std::move(columns)).rows;
  }
  TemporaryFolder folder_;
};

using Lines = std::vector<std::string>;

TEST_F(Ndjson, ReadsStringsByNameInAnyOrder) {
  EXPECT_EQ(
      Rows("{\"a\":\"1\",\"b\":\"x\"}\n{ \"b\" : \"y\" , \"a\" : \"2\" }\r\n\n{\"b\":\"z\"}", {Field("a"), Field("b")}),
      (Lines{"\"1\" | \"x\"", "\"2\" | \"y\"", "null | \"z\""}));
}

TEST_F(Ndjson, ResolvesEscapesAndRepairsInvalidText) {
  EXPECT_EQ(Rows(R"({"a":"\u0041\n\"\\\/é\ud83d\ude00"})"
                 "\n"
                 R"({"a":"\ud83d x"})"
                 "\n{\"a\":\"b\xff\xc3\"}\n"
                 R"({"\u0061":"key"})",
                 {Field("a")}),
            (Lines{"\"A\\n\\\"\\\\/\xc3\xa9\xf0\x9f\x98\x80\"", "\"\xef\xbf\xbd x\"", "\"b\xef\xbf\xbd\xef\xbf\xbd\"",
                   "\"key\""}));
}

TEST_F(Ndjson, TheLastOfEqualNamesCounts) {
  EXPECT_EQ(Rows(R"({"a":"1","a":"2"})"
                 "\n"
                 R"({"o":{"x":"1"},"o":{"y":"2"}})",
                 {Field("a"), Field("o.x")}),
            (Lines{"\"2\" | null", "null | null"}));
}

TEST_F(Ndjson, FollowsPathsIntoObjectsArraysAndJsonText) {
  EXPECT_EQ(Rows(R"({"o":{"p":[10,{"q":"deep"}],"r":null}})"
                 "\n"
                 R"({"o":"{\"p\":[1,{\"q\":\"text\"}]}"})"
                 "\n"
                 R"({"o":"{\"p\":[1,{\"q\":\"cut\"}"})"
                 "\n"
                 R"({"o":[1]})",
                 {Field("o.p[1].q"), Field("o.p[-1]", Type::kDynamic)}),
            (Lines{"\"deep\" | {\"q\":\"deep\"}", "\"text\" | {\"q\":\"text\"}", "null | null", "null | null"}));
}

TEST_F(Ndjson, TakesTheFirstPathThatIsPresent) {
  ScanColumn column = Field("a.b");
  JsonStep flat;
  flat.name = "a.b";
  column.paths.insert(column.paths.begin(), {flat});
  EXPECT_EQ(Rows(R"({"a":{"b":"nested"},"a.b":"flat"})"
                 "\n"
                 R"({"a":{"b":"nested"}})"
                 "\n"
                 R"({"a.b":null,"a":{"b":"nested"}})",
                 {column}),
            (Lines{"\"flat\"", "\"nested\"", "null"}));
}

TEST_F(Ndjson, ConvertsToTheTypeOfTheColumn) {
  EXPECT_EQ(Rows(R"({"v":443})"
                 "\n"
                 R"({"v":"443"})"
                 "\n"
                 R"({"v":443.0})"
                 "\n"
                 R"({"v":443.5})"
                 "\n"
                 R"({"v":"0x1bb"})"
                 "\n"
                 R"({"v":true})"
                 "\n"
                 R"({"v":99999999999})",
                 {Field("v", Type::kInt), Field("v", Type::kReal), Field("v"), Field("v", Type::kBool)}),
            (Lines{"443 | 443.0 | \"443\" | null", "443 | 443.0 | \"443\" | null", "443 | 443.0 | \"443.0\" | null",
                   "null | 443.5 | \"443.5\" | null", "443 | null | \"0x1bb\" | null", "null | null | \"true\" | true",
                   "null | 99999999999.0 | \"99999999999\" | null"}));
  EXPECT_EQ(
      Rows(R"({"t":"2024-05-01T10:00:00.1234567Z"})"
           "\n"
           R"({"t":1714557600})"
           "\n"
           R"({"t":"1714557600123"})"
           "\n"
           R"({"t":1714557600.5})"
           "\n"
           R"({"t":"soon"})"
           "\n"
           R"({"t":1714557600000000000})",
           {Field("t", Type::kDateTime)}),
      (Lines{"\"2024-05-01T10:00:00.1234567Z\"", "\"2024-05-01T10:00:00.0000000Z\"", "\"2024-05-01T10:00:00.1230000Z\"",
             "\"2024-05-01T10:00:00.5000000Z\"", "null", "\"2024-05-01T10:00:00.0000000Z\""}));
  EXPECT_EQ(Rows(R"({"v":{"a" : [1, 2],"s":"x y"}})"
                 "\n"
                 R"({"v":"{\"a\": 1}"})"
                 "\n"
                 R"({"v":"plain"})"
                 "\n"
                 R"({"v":[]})",
                 {Field("v", Type::kDynamic), Field("v")}),
            (Lines{R"({"a":[1,2],"s":"x y"} | "{\"a\":[1,2],\"s\":\"x y\"}")", R"({"a":1} | "{\"a\": 1}")",
                   R"("plain" | "plain")", R"([] | "[]")"}));
  EXPECT_EQ(Rows(R"({"g":"{ABCDEF00-1111-2222-3333-444444444444}"})"
                 "\n"
                 R"({"g":"nope"})",
                 {Field("g", Type::kGuid)}),
            (Lines{"\"abcdef00-1111-2222-3333-444444444444\"", "null"}));
}

TEST_F(Ndjson, AStringColumnMayTakeAbsenceAsEmpty) {
  ScanColumn column = Field("a");
  column.null_as_empty = true;
  EXPECT_EQ(Rows(R"({"b":1})"
                 "\n"
                 R"({"a":null})",
                 {column}),
            (Lines{"\"\"", "\"\""}));
}

TEST_F(Ndjson, GivesTheWholeEventItsLineAndItsFile) {
  const Scanned out =
      Run("\xef\xbb\xbf{\"a\": 1}\n\n{\"b\":\"x  y\"}\n",
          {Special(ScanColumn::Kind::kEvent), Special(ScanColumn::Kind::kRecord), Special(ScanColumn::Kind::kFile)});
  const std::string file = "\"" + folder_.path() + "/in.ndjson\"";
  EXPECT_EQ(out.rows, (Lines{"{\"a\":1} | 1 | " + file, "{\"b\":\"x  y\"} | 3 | " + file}));
}

TEST_F(Ndjson, CountsBrokenLinesAndGoesOn) {
  const Scanned out =
      Run("{\"a\":\"1\"}\n{\"a\":\"2\"\n[1]\nnonsense\n{\"a\":\"3\"} x\n{\"a\":01}\n{\"a\":\"4\"}\n{\"a\":\"5",
          {Field("a")});
  EXPECT_EQ(out.rows, (Lines{"\"1\"", "\"4\""}));
  EXPECT_EQ(out.statistics.records_skipped, 6u);
  EXPECT_EQ(out.statistics.records_seen, 8u);
  const std::string path = folder_.path() + "/in.ndjson";
  EXPECT_EQ(
      out.statistics.problems,
      (Lines{path + ": line 2, column 9: the text ends in the middle of an object",
             path + ": line 3, column 1: not a JSON object", path + ": line 4, column 1: not a JSON object",
             path + ": line 5, column 11: other text follows the JSON object",
             path + ": line 6, column 7: `,` or `}` is missing", path + ": line 8, column 8: a string does not end"}));
}

TEST_F(Ndjson, RefusesDeepNesting) {
  const Scanned out = Run("{\"a\":" + std::string(100000, '[') + "\n{\"a\":\"1\"}\n", {Field("a")});
  EXPECT_EQ(out.rows, (Lines{"\"1\""}));
  EXPECT_EQ(out.statistics.records_skipped, 1u);
}

TEST_F(Ndjson, LeavesOutHugeLines) {
  const Scanned out = Run("{\"a\":\"1\"}\n{\"a\":\"" + std::string(20 << 20, 'x') + "\"}\n{\"a\":\"2\"}\n{\"a\":\"" +
                              std::string(2 << 20, 'y') + "\"}\n{\"a\":\"3\"}",
                          {Special(ScanColumn::Kind::kRecord)}, LiteralFilter::Any(), true, 2);
  Lines rows = out.rows;
  std::sort(rows.begin(), rows.end());
  EXPECT_EQ(rows, (Lines{"1", "3", "4", "5"}));
  EXPECT_EQ(out.statistics.records_skipped, 1u);
  ASSERT_EQ(out.statistics.problems.size(), 1u);
  EXPECT_EQ(out.statistics.problems[0], folder_.path() + "/in.ndjson: line at byte 10: longer than 8 MiB, left out");
}

TEST_F(Ndjson, EveryLineComesOnceWhateverTheBlocks) {
  std::string content;
  std::mt19937 random(3);
  for (int i = 1; i <= 6000; ++i)
    content += "{\"n\":" + std::to_string(i) + ",\"pad\":\"" + std::string(random() % 400, 'p') + "\"}\n";
  for (const int workers : {1, 3}) {
    const Scanned out = Run(content, {Field("n", Type::kLong), Special(ScanColumn::Kind::kRecord)},
                            LiteralFilter::Any(), true, workers);
    ASSERT_EQ(out.rows.size(), 6000u);
    Lines rows = out.rows;
    std::sort(rows.begin(), rows.end());
    EXPECT_EQ(std::unique(rows.begin(), rows.end()), rows.end());
    for (const std::string& row : rows) {
      const size_t bar = row.find(" | ");
      EXPECT_EQ(row.substr(0, bar), row.substr(bar + 3));
    }
    EXPECT_EQ(out.statistics.records_seen, 6000u);
    EXPECT_EQ(out.statistics.bytes_read, content.size());
  }
}

TEST_F(Ndjson, EmptyAndMissingFiles) {
  EXPECT_TRUE(Run("", {Field("a")}).rows.empty());
  ScanSpec spec;
  spec.columns = {Field("a")};
  const std::string here = folder_.Write("b.ndjson", "{\"a\":\"1\"}");
  const Scanned out =
      ScanAll(*FindReader("ndjson")->open({{"/nowhere/x.ndjson", 10, Codec::kPlain}, FileOf(here)}), spec);
  EXPECT_EQ(out.rows, (Lines{"\"1\""}));
  EXPECT_EQ(out.statistics.problems, (Lines{"/nowhere/x.ndjson: cannot open: No such file or directory"}));
}

// Writes a character as JSON may: as it stands, by \u, or by its short escape.
void AppendMutated(char c, std::mt19937& random, std::string& out) {
  const unsigned kind = random() % 12;
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (kind == 0) {
    char text[8];
    std::snprintf(text, sizeof text, random() % 2 ? "\\u%04x" : "\\u%04X",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += text;
  } else if (c == '/' && kind < 6) {
    out += "\\/";
  } else {
    out += c;
  }
}

std::string Mutated(std::string_view text, bool escapes, std::mt19937& random) {
  std::string out = "\"";
  for (const char c : text) {
    if (escapes)
      AppendMutated(c, random, out);
    else if (c == '"' || c == '\\')
      (out += '\\') += c;
    else
      out += c;
  }
  return out + "\"";
}

TEST_F(Ndjson, PrefilterNeverChangesTheMatchingRows) {
  std::mt19937 random(11);
  const Lines words = {"x.workers.dev",
                       "X.WORKERS.DEV",
                       "C:\\Windows\\Temp\\a.exe",
                       "https://pages.dev/x?y",
                       "benign",
                       "say \"hi\" pages.dev",
                       ""};
  std::string content;
  for (int i = 0; i < 4000; ++i) {
    const auto space = [&] { return std::string(random() % 8 == 0 ? 1 + random() % 2 : 0, ' '); };
    std::vector<std::pair<std::string, std::string>> members;
    const bool escapes = random() % 3 == 0;
    const std::string host = words[random() % words.size()], other = words[random() % words.size()];
    members.push_back({"host", Mutated(host, escapes, random)});
    if (random() % 5 == 0) members.push_back({"host", Mutated(other, escapes, random)});
    members.push_back({"n", std::to_string(i)});
    std::string inner =
        "{\"k\":" + Mutated(words[random() % words.size()], escapes, random) + "," + space() + "\"p\": 443}";
    if (random() % 2) inner = Mutated(inner, escapes && random() % 2, random);
    members.push_back({"extra", inner});
    if (random() % 3 == 0) std::swap(members.front(), members.back());
    std::string line = space() + "{";
    for (size_t m = 0; m < members.size(); ++m) {
      if (m) line += space() + "," + space();
      line += Mutated(members[m].first, escapes, random) + space() + ":" + space() + members[m].second;
    }
    line += space() + "}" + space();
    if (random() % 40 == 0) line.resize(random() % line.size());
    content += line + (random() % 9 == 0 ? "\r\n" : "\n");
  }
  const std::vector<ScanColumn> columns = {Field("host"), Field("extra.k"), Field("extra", Type::kDynamic),
                                           Field("n", Type::kLong), Special(ScanColumn::Kind::kRecord)};
  const std::vector<std::pair<LiteralFilter, std::string>> filters = {
      {LiteralFilter::Literal("workers.dev", true), "workers.dev"},
      {LiteralFilter::Literal("C:\\Windows\\Temp", true), "c:\\windows\\temp"},
      {LiteralFilter::Literal("https://pages.dev/x", true), "https://pages.dev/x"},
      {LiteralFilter::And({LiteralFilter::Literal("say \"hi\"", true), LiteralFilter::Literal("dev", true)}),
       "say \"hi\""},
  };
  for (const auto& [filter, needle] : filters) {
    // What a query would keep: rows with the needle in one of the decoded texts.
    const auto matching = [&, needle = needle](const Scanned& scanned) {
      std::string quoted;
      AppendJsonString(needle, quoted);
      const std::string wanted = quoted.substr(1, quoted.size() - 2);
      Lines out;
      for (const std::string& row : scanned.rows) {
        std::string lowered = row;
        for (char& c : lowered) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (lowered.find(wanted) != std::string::npos) out.push_back(row);
      }
      std::sort(out.begin(), out.end());
      return out;
    };
    // With so many escapes the search would not be chosen.
    ::setenv("QUARRY_SCAN_WAY", "literals", 1);
    const Scanned with = Run(content, columns, filter, true, 2), without = Run(content, columns, filter, false);
    ::unsetenv("QUARRY_SCAN_WAY");
    const Lines expected = matching(without), found = matching(with);
    Lines lost;
    std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(), std::back_inserter(lost));
    EXPECT_TRUE(lost.empty()) << needle << " loses " << lost.size() << ", first " << lost.front();
    EXPECT_EQ(found.size(), expected.size());
    EXPECT_FALSE(matching(with).empty()) << needle;
    EXPECT_LT(with.rows.size(), without.rows.size());
  }
}

// Lines of which those in `matching(number)` hold the text that is searched for; a sample is taken at each quarter.
std::string LinesWith(size_t count, bool (*matching)(size_t number, size_t count)) {
  std::string content;
  for (size_t number = 0; number < count; ++number) {
    content += "{\"n\":" + std::to_string(100000 + number) + ",\"host\":\"";
    content += matching(number, count) ? "a.workers.dev" : "a.example.com";
    content += "\",\"text\":\"" + std::string(150, 'x') + "\"}\n";
  }
  return content;
}

TEST_F(Ndjson, ChangesItsWayWhereTheSampleWasWrong) {
  const LiteralFilter filter = LiteralFilter::Literal("workers.dev", true);
  const auto matching = [](const Scanned& scanned) {
    Lines out = scanned.rows;
    std::erase_if(out, [](const std::string& row) { return row.find("workers.dev") == std::string::npos; });
    return out;
  };
  // All of the sample, and hardly anything else.
  const std::string rare = LinesWith(80000, [](size_t number, size_t count) { return number % (count / 4) < 60; });
  const Scanned taken_up = Run(rare, {Field("n"), Field("host")}, filter);
  EXPECT_TRUE(taken_up.statistics.ways[0].starts_with("every record")) << taken_up.statistics.ways[0];
  EXPECT_TRUE(taken_up.statistics.ways[0].ends_with("; searched where few records pass"))
      << taken_up.statistics.ways[0];
  EXPECT_LT(taken_up.rows.size(), 79000u);
  EXPECT_EQ(matching(taken_up).size(), 240u);
  EXPECT_EQ(taken_up.statistics.records_seen, 80000u);
  // Hardly anything of the sample, and all else: given up there, and taken up again behind it.
  const std::string often = LinesWith(80000, [](size_t number, size_t count) {
    return number > count / 8 && number < count * 3 / 8 && number % (count / 4) >= 60;
  });
  const Scanned given_up = Run(often, {Field("n"), Field("host")}, filter);
  EXPECT_TRUE(given_up.statistics.ways[0].starts_with("literals")) << given_up.statistics.ways[0];
  EXPECT_TRUE(
      given_up.statistics.ways[0].ends_with("; searched where few records pass; given up where most records pass"))
      << given_up.statistics.ways[0];
  EXPECT_EQ(matching(given_up), matching(Run(often, {Field("n"), Field("host")}, filter, false)));
}

// All rows are asked for, so that the file is read, not mapped.
TEST_F(Ndjson, AFileThatChangesWhileItIsRead) {
  const std::string content = LinesWith(40000, [](size_t, size_t) { return false; });
  const auto read = [&](const std::string& name, const auto& change) {
    const std::string path = folder_.Write(name, content);
    ScanSpec spec;
    spec.columns = {Field("n"), Field("host")};
    const auto scan = FindReader("ndjson")->open({FileOf(path)})->Open(spec);
    const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
    Batch batch;
    for (const ScanColumn& column : spec.columns) batch.columns.emplace_back(column.type);
    size_t rows = 0;
    for (bool changed = false; worker->Next(batch); changed = true) {
      rows += batch.rows;
      if (!changed) change(path);
    }
    return std::pair(rows, (*scan)->statistics());
  };
  const auto [fewer, shortened] =
      read("shrinks.ndjson", [&](const std::string& path) { std::filesystem::resize_file(path, content.size() / 2); });
  EXPECT_GT(fewer, 19000u);
  EXPECT_LE(fewer, 20001u);
  ASSERT_FALSE(shortened.problems.empty());
  EXPECT_TRUE(shortened.problems[0].ends_with("became shorter while it was read") ||
              shortened.problems[0].find("shrinks.ndjson: line ") != std::string::npos)
      << shortened.problems[0];
  const auto [same, grown] = read("grows.ndjson", [](const std::string& path) {
    std::ofstream(path, std::ios::app) << "{\"n\":\"new\"}\n{\"n\":";
  });
  EXPECT_EQ(same, 40000u);
  EXPECT_TRUE(grown.problems.empty());
}

}  // namespace
}  // namespace quarry
