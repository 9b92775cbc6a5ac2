// LineShape: which lines have the shape of another one, and what it finds in them.
#include "readers/json/line_shape.h"

#include <gtest/gtest.h>

#include "readers/file_blocks.h"
#include "readers/json/json_scanner.h"
#include "scan_rows.h"

namespace quarry {
namespace {

// A first line, whose shape is learned, and lines to compare with it.
class Shaped {
 public:
  explicit Shaped(std::string_view first, const std::vector<ScanColumn>& columns = {}) : tree_(columns), first_(first) {
    Use({});
    learned_ = shape_.Learn(index_, 0, 0, tree_);
  }
  bool learned() const { return learned_; }
  const LineShape& shape() const { return shape_; }
  const StringIndex& index() const { return index_; }
  size_t stop() const { return stop_; }

  bool Fits(std::string_view line) {
    Use(line);
    return shape_.Fits(index_, first_.size() + 1, stop_) && IsWhole(line);
  }
  bool FitsLoosely(std::string_view line) {
    Use(line);
    return shape_.FitsLoosely(index_, first_.size() + 1, stop_) && IsWhole(line);
  }

 private:
  bool IsWhole(std::string_view line) const {
    EXPECT_EQ(index_.stops()[stop_ + shape_.stops() - 1], first_.size() + 1 + line.size());
    JsonScanner scanner(line);
    EXPECT_TRUE(scanner.SkipValue()) << line;
    scanner.SkipSpaces();
    EXPECT_TRUE(scanner.at_end()) << line;
    return true;
  }
  // Indexes the first line and another one behind it.
  void Use(std::string_view line) {
    text_ = first_ + "\n" + std::string(line) + "\n";
    const size_t size = text_.size();
    text_.append(kBlockPadding, '"');
    EXPECT_EQ(index_.Build(std::string_view(text_).substr(0, size)), size);
    for (stop_ = 0; index_.stops()[stop_] <= first_.size();) ++stop_;
  }

  FieldTree tree_;
  std::string first_, text_;
  StringIndex index_;
  LineShape shape_;
  size_t stop_ = 0;
  bool learned_ = false;
};

constexpr std::string_view kLine = R"({"Name":"a","Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})";

TEST(LineShape, IsThatOfLinesWithOtherStringsNumbersAndWords) {
  Shaped shaped(kLine);
  ASSERT_TRUE(shaped.learned());
  EXPECT_TRUE(shaped.Fits(kLine));
  EXPECT_TRUE(
      shaped.Fits(R"({"Name":"","Port":-0.5e+3,"Up":null,"In":{"x":"1234567","y":[12345678901]},"Last":"\\"})"));
  EXPECT_TRUE(
      shaped.Fits(R"({"Name":"say \"a\",\"Port\":","Port":0,"Up":false,"In":{"x":"\\\"","y":[1]},"Last":"é"})"));
}

TEST(LineShape, IsNotThatOfOtherLines) {
  Shaped shaped(kLine);
  for (const std::string_view line : {
           R"({"Name":"a","Port":"443","Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a","Port":443,"Up":true,"In":{"x":"1","y":[]},"Last":"z"})",
           R"({"Name":"a","Port":443,"Up":true,"In":{"x":"1","y":[2,3]},"Last":"z"})",
           R"({"Name":"a","Port":443,"Up":true,"In":{"x":"1","z":[2]},"Last":"z"})",
           R"({"Name":"a","Port":443,"Up":true,"In":null,"Last":"z"})",
           R"({"Name":"a","Port":443,"Up":true,"Last":"z"})",
           R"({"Port":443,"Name":"a","Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a", "Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a\u0041","Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a\x","Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a","Port":0443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a","Port":,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a","Port":4x3,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a","Port":443,"Up":truer,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a","Port":443,"Up":nul,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a\","Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"a","Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z)",
           R"({"Name":"a","Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"}})",
           "{\"Name\":\"a\tb\",\"Port\":443,\"Up\":true,\"In\":{\"x\":\"1\",\"y\":[2]},\"Last\":\"z\"}",
           "{\"Name\":\"a\",\"Port\":443,\"Up\":true,\"In\":{\"x\":\"1\",\"y\":[2]},\"Last\":\"z\"}\r",
           "",
           "{}",
           "\"",
           "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"",
       }) {
    EXPECT_FALSE(shaped.Fits(line)) << line;
  }
}

TEST(LineShape, KeepsWhiteSpaceAndLineEndsAsTheyAre) {
  const std::string line = "{ \"a\" : \"x\" , \"b\" : 1 }\r";
  Shaped shaped(line);
  ASSERT_TRUE(shaped.learned());
  EXPECT_TRUE(shaped.shape().spaced());
  EXPECT_TRUE(shaped.Fits("{ \"a\" : \"other\" , \"b\" : 234 }\r"));
  EXPECT_FALSE(shaped.Fits("{ \"a\" : \"other\" , \"b\" : 234 }"));
  EXPECT_FALSE(shaped.Fits("{ \"a\" : \"other\" , \"b\" :  234 }\r"));
}

TEST(LineShape, TakesLongKeysAndManyMembers) {
  std::string line = "{";
  for (int i = 0; i < 180; ++i)
    line += "\"" + std::string(static_cast<size_t>(i), 'k') + std::to_string(i) + "\":" + (i % 3 ? "\"v\"," : "1,");
  line += "\"end\":null}";
  Shaped few(R"({"a key of a length that no single comparison of sixty-four bytes can take":"x","b":"y"})");
  ASSERT_TRUE(few.learned());
  EXPECT_TRUE(few.Fits(R"({"a key of a length that no single comparison of sixty-four bytes can take":"xx","b":""})"));
  EXPECT_FALSE(few.Fits(R"({"a key of a length that no single comparison of sixty-four bytes can tale":"xx","b":""})"));
  Shaped many(line);
  ASSERT_TRUE(many.learned());
  EXPECT_TRUE(many.Fits(line));
  EXPECT_FALSE(Shaped("{\"" + std::string(500, 'k') + "\":1}").learned());
}

TEST(LineShape, IsNotLearnedWhereTheWalkHasToLookCloser) {
  for (const std::string_view line :
       {R"({"a":[1,2]})", R"({"a":"\u0041"})", R"({"\u0061":1})", R"({"a":{"b\n":1}})", R"([1])", R"({"a":1} )"}) {
    EXPECT_FALSE(Shaped(line).learned()) << line;
  }
  const std::vector<ScanColumn> columns = {Field("a"), Field("l[-1]")};
  EXPECT_FALSE(Shaped(R"({"a":"x","a":"y"})", columns).learned());
  EXPECT_FALSE(Shaped(R"({"l":["x"]})", columns).learned());
}

TEST(LineShape, FindsTheColumnsOfItsLines) {
  std::vector<ScanColumn> columns = {Field("Name"), Field("In.y[0]"), Field("In"), Field("None")};
  columns[3].paths.push_back(PathOf("Up"));
  Shaped shaped(kLine, columns);
  ASSERT_TRUE(shaped.learned() && shaped.shape().lies_open());
  ASSERT_TRUE(shaped.Fits(R"({"Name":"a\\","Port":1,"Up":null,"In":{"x":"","y":[345]},"Last":""})"));
  const auto text = [&](size_t column) {
    const JsonSlice value = shaped.shape().Slice(shaped.shape().column(column), shaped.index(), shaped.stop());
    return std::string(value.raw) + (value.escaped ? " escaped" : "");
  };
  EXPECT_EQ(text(0), "a\\\\ escaped");
  EXPECT_EQ(text(1), "345");
  EXPECT_EQ(text(2), R"({"x":"","y":[345]})");
  EXPECT_EQ(text(3), "null");
}

TEST(LineShape, IsLooselyThatOfLinesWithWordsInPlaceOfStrings) {
  std::vector<ScanColumn> columns = {Field("Name"), Field("Port"), Field("Up"),
                                     Field("In"),   Field("In.x"), Field("Last")};
  Shaped shaped(kLine, columns);
  ASSERT_TRUE(shaped.learned());
  const auto values = [&] {
    std::string all;
    for (size_t i = 0; i < columns.size(); ++i) {
      const JsonSlice value = shaped.shape().Slice(shaped.shape().column(i), shaped.index(), shaped.stop());
      all += std::string(value.raw) + (value.kind == JsonSlice::Kind::kString ? "s|" : "|");
    }
    return all;
  };
  ASSERT_TRUE(shaped.FitsLoosely(kLine));
  EXPECT_EQ(values(), "as|443|true|{\"x\":\"1\",\"y\":[2]}|1s|zs|");
  ASSERT_TRUE(shaped.FitsLoosely(R"({"Name":null,"Port":"443","Up":"","In":{"x":12,"y":["2"]},"Last":false})"));
  EXPECT_EQ(values(), "null|443s|s|{\"x\":12,\"y\":[\"2\"]}|12|false|");
  for (const std::string_view line : {
           R"({"Name":nul,"Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":null"Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":null,"Port":443,"Up":true,"In":{"x":"1","y":[]},"Last":"z"})",
           R"({"Name":null","Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":"null,"Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":null,"Port":"443,"Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":null,"Port":443","Up":true,"In":{"x":"1","y":[2]},"Last":"z"})",
           R"({"Name":null,"Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":"\u0041"})",
           R"({"Name":null,"Port":443,"Up":true,"In":{"x":"1","y":[2]},"Last":null)",
           R"({"Name":null,"Port":443,"Up":true,"In":null,"Last":"z"})",
           "",
       }) {
    EXPECT_FALSE(shaped.FitsLoosely(line)) << line;
  }
}

TEST(LineShape, LeavesJsonInStringsToTheTree) {
  Shaped shaped(R"({"A":"{\"x\":1}","B":"y"})", {Field("A.x"), Field("B")});
  ASSERT_TRUE(shaped.learned());
  EXPECT_FALSE(shaped.shape().lies_open());
}

}  // namespace
}  // namespace quarry
