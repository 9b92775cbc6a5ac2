// The CSV reader.
#include <gtest/gtest.h>

#include <algorithm>

#include "readers/reader.h"
#include "scan_rows.h"

namespace quarry {
namespace {

using Lines = std::vector<std::string>;

class Csv : public testing::Test {
 protected:
  Scanned Run(std::string_view content, std::vector<ScanColumn> columns, LiteralFilter filter = LiteralFilter::Any()) {
    ScanSpec spec;
    spec.columns = std::move(columns);
    spec.prefilter = std::move(filter);
    return ScanAll(*FindReader("csv")->open({FileOf(folder_.Write("in.csv", content))}), spec, 2);
  }
  TemporaryFolder folder_;
};

TEST_F(Csv, ReadsFieldsByTheHeader) {
  EXPECT_EQ(Run("\xef\xbb\xbf"
                "a,b\r\n1,x\r\n\r\n\"2\",\"y \"\"q\"\", z\"\r\n,\"line\nbreak\"",
                {Field("b"), Field("a", Type::kLong), Special(ScanColumn::Kind::kRecord)})
                .rows,
            (Lines{"\"x\" | 1 | 2", "\"y \\\"q\\\", z\" | 2 | 4", "\"line\\nbreak\" | null | 5"}));
}

TEST_F(Csv, FindsTheDelimiter) {
  EXPECT_EQ(Run("a;b,c;d\n1;2;3\n", {Field("b,c")}).rows, (Lines{"\"2\""}));
  EXPECT_EQ(Run("a\tb\n1\t2,3\n", {Field("b")}).rows, (Lines{"\"2,3\""}));
}

TEST_F(Csv, ReadsPortalExports) {
  EXPECT_EQ(
      Run("\"TimeGenerated [UTC]\",Extra\n\"5/1/2024, 10:00:00.123 AM\",\"{\"\"k\"\": {\"\"n\"\": 7}}\"\n",
          {Field("TimeGenerated", Type::kDateTime), Field("Extra.k.n", Type::kLong), Field("Extra", Type::kDynamic)})
          .rows,
      (Lines{"\"2024-05-01T10:00:00.1230000Z\" | 7 | {\"k\":{\"n\":7}}"}));
}

TEST_F(Csv, QuotesCountAtTheBeginningOfAFieldOnly) {
  EXPECT_EQ(Run("a,b\n5\" pipe,x\ny,\"z\"w\n", {Field("a"), Field("b")}).rows,
            (Lines{"\"5\\\" pipe\" | \"x\"", "\"y\" | \"zw\""}));
}

TEST_F(Csv, RefusesRowsThatDoNotFitTheHeader) {
  const Scanned out = Run("a,b\n1\n1,2\n1,2,3\n1,2,,\n\"1,2\n", {Field("b")});
  EXPECT_EQ(out.rows, (Lines{"\"2\"", "\"2\""}));
  EXPECT_EQ(out.statistics.records_skipped, 3u);
  const std::string path = folder_.path() + "/in.csv";
  EXPECT_EQ(out.statistics.problems,
            (Lines{path + ": row 2: 1 fields where the header has 2", path + ": row 4: 3 fields where the header has 2",
                   path + ": row 6: a quote is never closed"}));
}

TEST_F(Csv, GivesTheEventAsJson) {
  EXPECT_EQ(Run("a,b,c\n1,,\"x\"\"\"\n", {Special(ScanColumn::Kind::kEvent)}).rows, (Lines{R"({"a":"1","c":"x\""})"}));
}

TEST_F(Csv, GoesThroughFilesLargerThanABlock) {
  std::string content = "n,text\n";
  for (int i = 0; i < 4000; ++i)
    content += std::to_string(i) + ",\"" + (i % 50 ? "other" : "nee\ndle") + std::string(i % 300, 'p') + "\n,\"\n";
  const Scanned all = Run(content, {Field("n", Type::kLong), Special(ScanColumn::Kind::kRecord)});
  ASSERT_EQ(all.rows.size(), 4000u);
  for (const std::string& row : all.rows) EXPECT_EQ(std::stoi(row) + 2, std::stoi(row.substr(row.find(" | ") + 3)));
  EXPECT_EQ(Run(content, {Field("n")}, LiteralFilter::Literal("nee\ndle", true)).rows.size(), 80u);
}

}  // namespace
}  // namespace quarry
