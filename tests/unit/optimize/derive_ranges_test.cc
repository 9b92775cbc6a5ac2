#include <gtest/gtest.h>

#include <cmath>

#include "plan/event_time.h"
#include "types/ticks.h"
#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

constexpr ColumnId kA = 1, kS = 2, kTime = 3, kOther = 4, kReal = 5, kKqlText = 6;

ExprPtr Time(ColumnId id = kTime) {
  return MakeColumn(id, Type::kDateTime);
}
ExprPtr At(std::string_view text) {
  return MakeLiteral(Value::Integer(Type::kDateTime, *ParseDateTime(text)));
}
ExprPtr Length(std::string_view text) {
  return MakeLiteral(Value::Integer(Type::kTimeSpan, *ParseTimeSpan(text)));
}
ExprPtr Real(double v) {
  return MakeLiteral(Value::Real(v));
}

// A:long, S:string, Time:datetime, Other:datetime, R:real, K:string that is "" where it is absent.
RelPtr Events() {
  const std::vector<OutputColumn> output = {{kA, "A", Type::kLong},           {kS, "S", Type::kString},
                                            {kTime, "Time", Type::kDateTime}, {kOther, "Other", Type::kDateTime},
                                            {kReal, "R", Type::kReal},        {kKqlText, "K", Type::kString}};
  std::vector<ScanColumn> columns;
  for (const OutputColumn& column : output) {
    ScanColumn scan;
    scan.name = column.name;
    scan.type = column.type;
    JsonStep step;
    step.name = column.name;
    scan.paths.push_back({step});
    scan.null_as_empty = column.name == "K";
    columns.push_back(std::move(scan));
  }
  return MakeScan(std::make_shared<NamedSource>("E"), output, columns);
}

std::string RangesOf(const RelPtr& scan) {
  std::string text;
  for (const ScanRange& range : scan->ranges) {
    text += (text.empty() ? "" : "; ") + DescribeRange(range);
    if (range.read_by_query) text += " (read)";
  }
  return text;
}
std::string Ranges(const ExprPtr& condition) {
  ColumnIds ids;
  for (const RuleDef* rule : AllOptimizerRules()) {
    if (rule->name != "derive_ranges") continue;
    const RelPtr plan = rule->apply(MakeFilter(Events(), condition), ids);
    return RangesOf(plan->inputs[0]);
  }
  return "no such rule";
}
ExprPtr After(ExprPtr time) {
  return Call("greater_equal", {std::move(time), At("2024-05-01")});
}

TEST(DeriveRanges, FromComparisonsWithConstants) {
  EXPECT_EQ(Ranges(Call("greater_equal", {Time(), At("2024-05-01")})), "Time 2024-05-01T00:00:00.0000000Z ..");
  EXPECT_EQ(Ranges(Call("greater", {Time(), At("2024-05-01")})), "Time 2024-05-01T00:00:00.0000001Z ..");
  EXPECT_EQ(Ranges(Call("less", {Time(), At("2024-05-01")})), "Time ... 2024-04-30T23:59:59.9999999Z");
  EXPECT_EQ(Ranges(Call("less_equal", {At("2024-05-01"), Time()})), "Time 2024-05-01T00:00:00.0000000Z ..");
  EXPECT_EQ(Ranges(Call("greater", {At("2024-05-01"), Time()})), "Time ... 2024-04-30T23:59:59.9999999Z");
  EXPECT_EQ(Ranges(Call("equals", {A(), Long(443)})), "A = 443");
  EXPECT_EQ(Ranges(Call("equals", {Text("x"), S()})), "S = \"x\"");
  EXPECT_EQ(Ranges(Call("less", {MakeColumn(kReal, Type::kReal), Real(1.5)})), "R ... 1.5");
  EXPECT_EQ(Ranges(Call("in", {A(), Long(443), Long(80), Long(8080)})), "A 80 .. 8080");
}

TEST(DeriveRanges, OfSeveralConditions) {
  const ExprPtr from = After(Time()), to = Call("less_equal", {Time(), At("2024-05-02")});
  EXPECT_EQ(Ranges(Call("and", {from, to})), "Time 2024-05-01T00:00:00.0000000Z .. 2024-05-02T00:00:00.0000000Z");
  EXPECT_EQ(Ranges(Call("and", {from, Call("equals", {A(), Long(1)})})), "Time 2024-05-01T00:00:00.0000000Z ..; A = 1");
  EXPECT_EQ(Ranges(Call("or", {Call("equals", {A(), Long(1)}), Call("equals", {A(), Long(9)})})), "A 1 .. 9");
  EXPECT_EQ(Ranges(Call("or", {from, to})), "");  // each is open where the other ends
  EXPECT_EQ(Ranges(Call("or", {from, Call("equals", {A(), Long(1)})})), "");
  EXPECT_EQ(Ranges(Call("or", {Call("and", {from, Call("equals", {A(), Long(1)})}), from})),
            "Time 2024-05-01T00:00:00.0000000Z ..");
}

TEST(DeriveRanges, SaysNothingWhereItIsNotSound) {
  EXPECT_EQ(Ranges(Call("not", {After(Time())})), "");
  EXPECT_EQ(Ranges(Call("not_equals", {A(), Long(1)})), "");
  EXPECT_EQ(Ranges(Call("greater", {Time(), Time(kOther)})), "");
  EXPECT_EQ(Ranges(Call("greater", {Call("add", {A(), Long(1)}), Long(5)})), "");  // wraps around
  EXPECT_EQ(Ranges(Call("greater", {MakeColumn(kReal, Type::kReal), Real(std::nan(""))})), "");
  // Absent is "" there.
  EXPECT_EQ(Ranges(Call("equals", {MakeColumn(kKqlText, Type::kString), Text("")})), "");
  EXPECT_EQ(Ranges(Call("less", {MakeColumn(kKqlText, Type::kString), Text("b")})), "");
  EXPECT_EQ(Ranges(Call("equals", {MakeColumn(kKqlText, Type::kString), Text("b")})), "K = \"b\"");
  EXPECT_EQ(Ranges(Call("in", {A(), Long(1), A()})), "");
}

TEST(DeriveRanges, ThroughFunctionsThatKeepTheOrder) {
  EXPECT_EQ(Ranges(After(Call("add", {Time(), Length("1h")}))), "Time 2024-04-30T23:00:00.0000000Z ..");
  EXPECT_EQ(Ranges(After(Call("add", {Length("1h"), Time()}))), "Time 2024-04-30T23:00:00.0000000Z ..");
  EXPECT_EQ(Ranges(After(Call("subtract", {Time(), Length("1h")}))), "Time 2024-05-01T01:00:00.0000000Z ..");
  EXPECT_EQ(Ranges(Call("less", {Call("subtract", {At("2024-05-02"), Time()}), Length("1h")})),
            "Time 2024-05-01T23:00:00.0000001Z ..");
  EXPECT_EQ(Ranges(Call("less_equal", {Call("subtract", {Time(), At("2024-05-02")}), Length("1h")})),
            "Time ... 2024-05-02T01:00:00.0000000Z");
  EXPECT_EQ(Ranges(Call("equals", {Call("bin", {Time(), Length("1h")}), At("2024-05-01")})),
            "Time 2024-05-01T00:00:00.0000000Z .. 2024-05-01T00:59:59.9999999Z");
  EXPECT_EQ(Ranges(Call("equals", {Call("startofday", {Time()}), At("2024-05-01")})),
            "Time 2024-05-01T00:00:00.0000000Z .. 2024-05-02T00:00:00.0000000Z");
  EXPECT_EQ(Ranges(Call("less", {Call("to_real", {A()}), Real(10.5)})), "A ... 10");
  EXPECT_EQ(Ranges(Call("greater", {Call("to_real", {A()}), Real(1e300)})), "");
}

TEST(DeriveRanges, OfTimesThatTheQueryReads) {
  EXPECT_EQ(Ranges(After(Call("to_datetime", {S()}))), "S 2024-05-01T00:00:00.0000000Z .. (read)");
  // Rounded to milliseconds, in either direction.
  EXPECT_EQ(Ranges(After(DateTimeFromText(S()))), "S 2024-04-30T23:59:59.9990000Z .. (read)");
  EXPECT_EQ(Ranges(Call("greater_equal", {Call("cql_number", {EpochMillisecondsText(Time())}), Real(1714521600000)})),
            "Time 2024-04-30T23:59:59.9990000Z ..");
  EXPECT_EQ(Ranges(After(Call("to_datetime", {A()}))), "");
}

TEST(DeriveRanges, OfChoices) {
  EXPECT_EQ(Ranges(After(Call("coalesce", {Time(), Time(kOther)}))), "Time | Other 2024-05-01T00:00:00.0000000Z ..");
  EXPECT_EQ(Ranges(After(Call("coalesce", {Call("to_datetime", {S()}), Time()}))),
            "S | Time 2024-05-01T00:00:00.0000000Z .. (read)");
  EXPECT_EQ(Ranges(After(Call("coalesce", {Time(), At("2025-01-01")}))), "");
  EXPECT_EQ(
      Ranges(After(Call("iff", {Call("equals", {A(), Long(1)}), Time(), MakeLiteral(Value::Null(Type::kDateTime))}))),
      "Time 2024-05-01T00:00:00.0000000Z ..");
}

}  // namespace
}  // namespace quarry::testing
