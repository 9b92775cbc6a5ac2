// The text forms that results are written in.
#include "types/cell_text.h"

#include <gtest/gtest.h>

#include <limits>

#include "types/ticks.h"

namespace quarry {
namespace {

std::string Json(Type type, const Cell& cell) {
  std::string out;
  AppendCellJson(type, cell, out);
  return out;
}

std::string Text(Type type, const Cell& cell) {
  std::string out;
  AppendCellText(type, cell, out);
  return out;
}

TEST(CellText, JsonForms) {
  EXPECT_EQ(Json(Type::kLong, Cell::Null()), "null");
  EXPECT_EQ(Json(Type::kBool, Cell::Bool(true)), "true");
  EXPECT_EQ(Json(Type::kLong, Cell::Integer(std::numeric_limits<int64_t>::min())), "-9223372036854775808");
  EXPECT_EQ(Json(Type::kReal, Cell::Real(std::numeric_limits<double>::quiet_NaN())), "\"NaN\"");
  EXPECT_EQ(Json(Type::kReal, Cell::Real(-std::numeric_limits<double>::infinity())), "\"-Infinity\"");
  EXPECT_EQ(Json(Type::kDecimal, Cell::Text("1.50")), "\"1.50\"");
  EXPECT_EQ(Json(Type::kString, Cell::Text("a\"b\n")), "\"a\\\"b\\n\"");
  EXPECT_EQ(Json(Type::kDynamic, Cell::Text("{\"a\":[1]}")), "{\"a\":[1]}");
  EXPECT_EQ(Json(Type::kDateTime, Cell::Integer(*ParseDateTime("2024-05-01T10:00:00.1234567Z"))),
            "\"2024-05-01T10:00:00.1234567Z\"");
  EXPECT_EQ(Json(Type::kTimeSpan, Cell::Integer(-kTicksPerDay - kTicksPerSecond)), "\"-1.00:00:01\"");
}

TEST(CellText, PlainForms) {
  EXPECT_EQ(Text(Type::kString, Cell::Null()), "");
  EXPECT_EQ(Text(Type::kDynamic, Cell::Text("\"a\\tb\"")), "a\tb");
  EXPECT_EQ(Text(Type::kDynamic, Cell::Text("[\"a\"]")), "[\"a\"]");
  EXPECT_EQ(Text(Type::kReal, Cell::Real(5)), "5");
}

}  // namespace
}  // namespace quarry
