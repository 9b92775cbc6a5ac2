// Logic, comparison, arithmetic, conditionals and conversions: what every plan is made of.
#include <gtest/gtest.h>

#include "unit/functions/kernel_harness.h"

namespace quarry {
namespace {

const Value kNullLong = Value::Null(Type::kLong);
const Value kNullBool = Value::Null(Type::kBool);

TEST(PlanFunctions, Logic) {
  EXPECT_EQ(Call("and", {B(true), kNullBool}), "null");
  EXPECT_EQ(Call("and", {kNullBool, B(false)}), "false");
  EXPECT_EQ(Call("or", {kNullBool, B(true), B(false)}), "true");
  EXPECT_EQ(Call("or", {kNullBool, B(false)}), "null");
  EXPECT_EQ(Call("not", {kNullBool}), "null");
}

TEST(PlanFunctions, NullComparison) {
  EXPECT_EQ(Call("equals", {kNullLong, kNullLong}), "null");
  EXPECT_EQ(Call("equals", {kNullLong, L(5)}), "false");
  EXPECT_EQ(Call("not_equals", {kNullLong, L(5)}), "true");
  EXPECT_EQ(Call("less", {kNullLong, L(5)}), "null");
  EXPECT_EQ(Call("equals", {R(0.0 / 0.0), R(0.0 / 0.0)}), "false");
  EXPECT_EQ(Call("equals", {D("{\"a\":1,\"b\":2.0}"), D("{\"b\":2,\"a\":1}")}), "true");
  EXPECT_EQ(Call("less", {Value::Text(Type::kDecimal, "-10"), Value::Text(Type::kDecimal, "9.5")}), "true");
  EXPECT_EQ(Call("greater", {Value::Text(Type::kDecimal, "10"), Value::Text(Type::kDecimal, "9.5")}), "true");
}

TEST(PlanFunctions, Arithmetic) {
  EXPECT_EQ(Call("divide", {L(-5), L(2)}), "-2");
  EXPECT_EQ(Call("divide", {L(1), L(0)}), "null");
  EXPECT_EQ(Call("divide", {L(INT64_MIN), L(-1)}), "-9223372036854775808");
  EXPECT_EQ(Call("divide", {R(1), L(0)}), "Infinity");
  EXPECT_EQ(Call("modulo", {L(-5), L(3)}), "1");
  EXPECT_EQ(Call("modulo", {L(INT64_MIN), L(-1)}), "0");
  EXPECT_EQ(Call("add", {L(INT64_MAX), L(1)}), "-9223372036854775808");
  EXPECT_EQ(Call("add", {Time("9999-12-31"), Span("2d")}), "null");
  EXPECT_EQ(Call("subtract", {Time("2024-03-01"), Time("2024-02-28")}), "2.00:00:00");
  EXPECT_EQ(Call("divide", {Span("10m"), Span("1s")}), "600.0");
  EXPECT_EQ(Call("multiply", {R(1.5), Span("1h")}), "01:30:00");
  EXPECT_EQ(Call("add", {D("1"), L(2)}), "3");
  EXPECT_EQ(Call("add", {D("\"x\""), L(2)}), "null");
  EXPECT_EQ(Call("add", {D("1"), D("2.5")}), "3.5");
}

TEST(PlanFunctions, Conditionals) {
  EXPECT_EQ(Call("iff", {kNullBool, L(1), L(2)}), "2");
  EXPECT_EQ(Call("iff", {B(true), L(1), R(2.5)}), "1.0");
  EXPECT_EQ(Call("iff", {B(true), S("a"), L(1)}), "\"a\"");
  EXPECT_EQ(Call("case", {B(false), S("a"), B(true), S("b"), S("c")}), "\"b\"");
  EXPECT_TRUE(Call("case", {B(false), S("a"), B(true), S("b")}).starts_with("\"error:"));
  EXPECT_EQ(Call("coalesce", {S(""), S("b")}), "\"b\"");
  EXPECT_EQ(Call("coalesce", {Value(), S("")}), "\"\"");
  EXPECT_EQ(Call("is_empty", {D("\"\"")}), "true");
}

TEST(PlanFunctions, Conversions) {
  EXPECT_EQ(Call("to_int", {L(3000000000)}), "null");
  EXPECT_EQ(Call("to_long", {R(1e30)}), "null");
  EXPECT_EQ(Call("to_long", {S("0xff")}), "255");
  EXPECT_EQ(Call("to_string", {kNullLong}), "\"\"");
  EXPECT_EQ(Call("to_string", {D("\"a\\\"b\"")}), "\"a\"b\"");
  EXPECT_EQ(Call("to_string", {R(2)}), "\"2.0\"");
  EXPECT_EQ(Call("to_decimal", {S("1.2300e1")}), "12.3");
  EXPECT_EQ(Call("to_guid", {S("{74BE27DE-1E4E-49D9-B579-FE0B331D3642}")}), "74be27de-1e4e-49d9-b579-fe0b331d3642");
  EXPECT_EQ(Call("to_guid", {S("74be27de-1e4e-49d9-b579fe0b331d3642")}), "null");
  EXPECT_EQ(Call("to_bool", {S("TRUE")}), "true");
  EXPECT_EQ(Call("parse_json", {S("{\"a\": 1}")}), "{\"a\":1}");
  EXPECT_EQ(Call("parse_json", {S("no json")}), "\"no json\"");
  EXPECT_EQ(Call("parse_json", {S(" ")}), "null");
  EXPECT_EQ(Call("dynamic_member", {D("{\"a\":{\"b\":1}}"), S("a")}), "{\"b\":1}");
  EXPECT_EQ(Call("dynamic_index", {D("[1,2]"), L(-1)}), "2");
}

}  // namespace
}  // namespace quarry
