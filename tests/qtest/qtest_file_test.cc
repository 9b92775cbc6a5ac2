// The parser of .qtest files and the comparison of rows.
#include "qtest/qtest_file.h"

#include <gtest/gtest.h>

#include "qtest/outcome.h"

namespace quarry::qtest {
namespace {

constexpr char kWhole[] = R"(qtest 1
about   terms
# a comment
now 2024-05-01T10:00:00Z

table Proc (Pid:long, Cmd:string)
  12    "Power\"Shell"
  null  ""

case first
kql
  Proc

  | take 1
cql from=Proc
  Cmd=/a/
rows ordered Pid:long, Cmd:string
  12 "x"

case second
skip clickhouse because="arrays are missing"
approx 1e-9
param name="a b"
kql
  Proc
error Q0203
  error[Q0203]: no
warn Q0401
)";

TEST(QtestFile, ReadsEveryPart) {
  Result<File> file = Parse("f.qtest", kWhole);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->about, "terms");
  EXPECT_TRUE(file->setup.now.has_value());
  ASSERT_EQ(file->setup.tables.size(), 1u);
  const Table& table = file->setup.tables[0];
  EXPECT_EQ(table.name, "Proc");
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0][1].text(), "Power\"Shell");
  EXPECT_TRUE(table.rows[1][0].is_null());
  ASSERT_EQ(file->cases.size(), 2u);
  const Case& first = file->cases[0];
  ASSERT_EQ(first.queries.size(), 2u);
  EXPECT_EQ(first.queries[0].text, "Proc\n\n| take 1");
  EXPECT_EQ(first.queries[1].from, "Proc");
  EXPECT_TRUE(first.expectations[0].ordered);
  ASSERT_EQ(first.expectations[0].columns.size(), 2u);
  const Case& second = file->cases[1];
  EXPECT_TRUE(second.skip_because.empty()) << "clickhouse is not what runs";
  EXPECT_EQ(second.parameters.at("name"), "a b");
  EXPECT_EQ(second.expectations.size(), 2u);
}

TEST(QtestFile, SaysWhatIsWrongAndWhere) {
  const std::pair<const char*, const char*> wrong[] = {
      {"case x\n", "f.qtest:1: the first line must be `qtest 1`"},
      {"qtest 1\nrows a:long\n", "f.qtest:2: `rows` stands before the first case"},
      {"qtest 1\ncase x\nkql\n T\n", "f.qtest:4: content is indented by two spaces"},
      {"qtest 1\ncase x\nkql\n  T\nrows a:long\n  x\n", "f.qtest:5: row `x`: `x` is no long"},
      {"qtest 1\ncase x\nkql\n  T\nrows a:long\n  1 2\n", "f.qtest:5: row `1 2` has too many cells"},
      {"qtest 1\ncase x\nkql\n  T\nskip duckdb\nrows a:long\n", "f.qtest:5: `skip` needs because=\"...\""},
      {"qtest 1\ncase x\nkql\n  T\n", "f.qtest:2: case `x` expects nothing"},
      {"qtest 1\ncase x\nspl\n  T\n", "f.qtest:3: unknown keyword `spl`"},
  };
  for (const auto& [text, message] : wrong) {
    Result<File> file = Parse("f.qtest", text);
    ASSERT_FALSE(file) << text;
    EXPECT_EQ(file.error().message, message);
  }
}

Outcome Rows(std::vector<std::vector<Value>> rows) {
  Outcome out;
  out.columns = {{"a", Type::kReal, ""}};
  out.rows = std::move(rows);
  return out;
}

TEST(CompareRows, AsAMultisetOrInOrder) {
  Expectation expected;
  expected.columns = {{"a", Type::kReal, ""}};
  expected.rows = {{Value::Real(1)}, {Value::Real(2)}};
  EXPECT_EQ(CompareRows(expected, Rows({{Value::Real(2)}, {Value::Real(1)}}), 0), "");
  EXPECT_NE(CompareRows(expected, Rows({{Value::Real(1)}, {Value::Real(1)}}), 0), "");
  EXPECT_NE(CompareRows(expected, Rows({{Value::Real(2)}}), 0), "");
  EXPECT_NE(CompareRows(expected, Rows({{Value::Real(1)}, {Value::Null(Type::kReal)}}), 0), "");
  EXPECT_EQ(CompareRows(expected, Rows({{Value::Real(1 + 1e-12)}, {Value::Real(2)}}), 1e-9), "");
  expected.ordered = true;
  EXPECT_NE(CompareRows(expected, Rows({{Value::Real(2)}, {Value::Real(1)}}), 0), "");
}

}  // namespace
}  // namespace quarry::qtest
