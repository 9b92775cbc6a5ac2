// The JSON document reader.
#include <gtest/gtest.h>

#include <algorithm>

#include "readers/reader.h"
#include "scan_rows.h"

namespace quarry {
namespace {

using Lines = std::vector<std::string>;

class Json : public testing::Test {
 protected:
  Scanned Run(std::string_view content, std::vector<ScanColumn> columns, LiteralFilter filter = LiteralFilter::Any()) {
    ScanSpec spec;
    spec.columns = std::move(columns);
    spec.prefilter = std::move(filter);
    return ScanAll(*FindReader("json")->open({FileOf(folder_.Write("in.json", content))}), spec, 2);
  }
  Lines Rows(std::string_view content) { return Run(content, {Field("a"), Special(ScanColumn::Kind::kRecord)}).rows; }
  TemporaryFolder folder_;
};

TEST_F(Json, ReadsTheElementsOfAnArray) {
  EXPECT_EQ(Rows("\xef\xbb\xbf [ {\"a\":\"1\"},\n\n {\"a\":\"]}\\\"\"} ]\n"), (Lines{"\"1\" | 1", "\"]}\\\"\" | 2"}));
  EXPECT_EQ(Rows("[]"), (Lines{}));
}

TEST_F(Json, ReadsTheRecordsOfAWrapper) {
  EXPECT_EQ(Rows("{\"context\":\"x\",\"count\":2,\"value\":[{\"a\":\"1\"},{\"a\":\"2\"}],\"next\":{\"a\":\"no\"}}"),
            (Lines{"\"1\" | 1", "\"2\" | 2"}));
  EXPECT_EQ(Rows("{\"Records\":[{\"a\":\"1\"}]}\n{\"Records\":[{\"a\":\"2\"}]}"), (Lines{"\"1\" | 1", "\"2\" | 2"}));
}

TEST_F(Json, ReadsObjectsInAnyLayout) {
  EXPECT_EQ(Rows("{\n  \"a\": \"1\",\n  \"value\": [1, 2]\n}\n{\"a\":\"2\"}{\"a\":\"3\"}\n"),
            (Lines{"\"1\" | 1", "\"2\" | 2", "\"3\" | 3"}));
  // Only the first object says whether the document is a wrapper.
  EXPECT_EQ(Rows("{\"a\":\"1\"}\n{\"a\":\"2\",\"value\":[{\"a\":\"inner\"}]}"), (Lines{"\"1\" | 1", "\"2\" | 2"}));
}

TEST_F(Json, CountsWhatIsBroken) {
  Scanned out = Run("[{\"a\":\"1\"}, {\"a\":nope}, 5, {\"a\":\"2\"}, {\"a\":\"3", {Field("a")});
  EXPECT_EQ(out.rows, (Lines{"\"1\"", "\"2\""}));
  EXPECT_EQ(out.statistics.records_skipped, 3u);
  EXPECT_EQ(out.statistics.problems.front().substr(folder_.path().size()),
            "/in.json: record 2, byte 17: a value is neither string, number, object, array, true, false nor null");
  out = Run("hello world\n{\"a\":\"1\"}", {Field("a")});
  EXPECT_EQ(out.rows, (Lines{"\"1\""}));
  EXPECT_EQ(out.statistics.records_skipped, 1u);
}

TEST_F(Json, GoesThroughDocumentsLargerThanABlock) {
  std::string content = "{\"head\":\"" + std::string(300000, 'h') + "\",\"records\" : [";
  for (int i = 0; i < 5000; ++i)
    content += (i ? ",\n" : "") + std::string("{\"a\":\"") + (i % 100 ? "other" : "needle") +
               "\",\"n\":" + std::to_string(i) + ",\"p\":\"" + std::string(i % 700, 'p') + "\"}";
  content += "],\"tail\":[1,2,{}]}";
  const Scanned all = Run(content, {Field("n", Type::kLong), Special(ScanColumn::Kind::kRecord)});
  EXPECT_EQ(all.rows.size(), 5000u);
  for (const std::string& row : all.rows) {
    const size_t bar = row.find(" | ");
    EXPECT_EQ(std::stoi(row.substr(0, bar)) + 1, std::stoi(row.substr(bar + 3)));
  }
  EXPECT_EQ(all.statistics.records_skipped, 0u);
  const Scanned some = Run(content, {Field("n", Type::kLong)}, LiteralFilter::Literal("NEEDLE", true));
  EXPECT_EQ(some.rows.size(), 50u);
  EXPECT_EQ(some.statistics.records_seen, 5000u);
}

}  // namespace
}  // namespace quarry
