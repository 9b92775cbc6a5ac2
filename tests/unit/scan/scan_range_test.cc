#include "scan/scan_range.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

ScanRange Of(std::string_view name, std::optional<int64_t> min, std::optional<int64_t> max) {
  ScanRange range;
  range.name = name;
  JsonStep step;
  step.name = name;
  range.paths = {{step}};
  range.type = Type::kLong;
  range.min = min ? Value::Integer(Type::kLong, *min) : Value::Null(Type::kLong);
  range.max = max ? Value::Integer(Type::kLong, *max) : Value::Null(Type::kLong);
  return range;
}
std::string Text(const std::vector<ScanRange>& ranges) {
  std::string text;
  for (const ScanRange& range : ranges) text += DescribeRange(range) + ";";
  return text;
}

TEST(ScanRange, AllOfNarrowsAndAnyOfWidens) {
  EXPECT_EQ(Text(AllOf({Of("A", 1, 9)}, {Of("A", 5, std::nullopt), Of("B", 1, 1)})), "A 5 .. 9;B = 1;");
  EXPECT_EQ(Text(AnyOf({Of("A", 1, 9), Of("B", 1, 1)}, {Of("A", 5, 20)})), "A 1 .. 20;");
  EXPECT_EQ(Text(AnyOf({Of("A", 1, 9)}, {Of("A", 5, std::nullopt)})), "A 1 ..;");
  EXPECT_EQ(Text(AnyOf({Of("A", 1, std::nullopt)}, {Of("A", std::nullopt, 0)})), "");
  EXPECT_EQ(Text(AnyOf({Of("A", 1, 9)}, {})), "");
  EXPECT_EQ(Text(AllOf({Of("A", 7, 9)}, {Of("A", 1, 3)})), "A 7 .. 3;");  // no row passes
}

TEST(ScanRange, OtherReadingsOfAFieldAreOtherFields) {
  ScanRange read = Of("A", 1, 9);
  read.read_by_query = true;
  EXPECT_FALSE(SameField(Of("A", 1, 9), read));
  EXPECT_FALSE(SameField(Of("A", 1, 9), Of("B", 1, 9)));
  EXPECT_TRUE(SameField(Of("A", 1, 9), Of("A", 2, 3)));
}

}  // namespace
}  // namespace quarry
