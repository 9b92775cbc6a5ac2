// Builders, printer and validator of plans.
#include <gtest/gtest.h>

#include "plan/rel.h"

namespace quarry {
namespace {

ExprPtr A(ColumnId id = 1) {
  return MakeColumn(id, Type::kLong);
}
ExprPtr Long(int64_t v) {
  return MakeLiteral(Value::Integer(Type::kLong, v));
}
RelPtr Numbers(ColumnId id = 1, std::string name = "A") {
  return MakeValues({{id, std::move(name), Type::kLong}},
                    {{Value::Integer(Type::kLong, 1)}, {Value::Integer(Type::kLong, 2)}});
}

TEST(PrintExpr, OperatorsAndLiterals) {
  const struct {
    ExprPtr expr;
    const char* text;
  } kCases[] = {
      {MakeCall("and", {MakeCall("or", {MakeCall("equals", {A(), Long(1)}), MakeCall("less", {A(), Long(2)})}),
                        MakeCall("not", {MakeCall("equals", {A(), Long(3)})})}),
       "(A == 1 or A < 2) and not(A == 3)"},
      {MakeCall("multiply", {MakeCall("add", {A(), Long(1)}), Long(2)}), "(A + 1) * 2"},
      {MakeCall("subtract", {A(), MakeCall("subtract", {A(), Long(1)})}), "A - (A - 1)"},
      {MakeCall("subtract", {MakeCall("subtract", {A(), Long(1)}), A()}), "A - 1 - A"},
      {MakeCall("equals", {MakeCall("equals", {A(), Long(1)}), MakeLiteral(Value::Bool(true))}), "(A == 1) == true"},
      {MakeLiteral(Value::String("a\"b\n")), "\"a\\\"b\\n\""},
      {MakeLiteral(Value::Null(Type::kDateTime)), "datetime(null)"},
      {MakeLiteral(Value::Integer(Type::kTimeSpan, 36'000'000'000)), "timespan(01:00:00)"},
      {MakeLiteral(Value::Real(2)), "2.0"},
      {MakeLiteral(Value::Text(Type::kDynamic, "[1,2]")), "dynamic([1,2])"},
      {MakeColumn(7, Type::kLong), "#7"},
  };
  const RelPtr names = Numbers();
  for (const auto& test : kCases) EXPECT_EQ(PrintExpr(*test.expr, names.get()), test.text);
}

TEST(PrintPlan, NamesNodesThatAreUsedTwice) {
  RelPtr shared = Numbers();
  RelPtr plan = MakeJoin(JoinKind::kInner, MakeProject(shared, {{2, "L", A()}}), MakeProject(shared, {{3, "R", A()}}),
                         {{A(2), A(3)}});
  EXPECT_EQ(PrintPlan(*plan),
            "join inner on L == R\n  project L = A\n    [1] values [A:long] 2 rows\n  project R = A\n    shared 1\n");
}

TEST(ValidatePlan, FindsWhatIsUnsound) {
  EXPECT_EQ(ValidatePlan(*MakeFilter(Numbers(), MakeCall("equals", {A(), Long(1)}))), "");
  EXPECT_EQ(ValidatePlan(*MakeFilter(Numbers(), MakeCall("equals", {A(9), Long(1)}))),
            "filter: no input delivers column 9");
  EXPECT_EQ(ValidatePlan(*MakeFilter(Numbers(), A())), "filter: a condition is long");
  EXPECT_EQ(ValidatePlan(*MakeFilter(Numbers(), MakeCall("equals", {MakeColumn(1, Type::kString), Long(1)}))),
            "filter: column `A` is long and read as string");
  EXPECT_EQ(ValidatePlan(*MakeJoin(JoinKind::kInner, Numbers(), Numbers(), {})),
            "join: both sides deliver column `A` (1)");
  EXPECT_EQ(ValidatePlan(*MakeUnion({Numbers()}, {{5, "x", Type::kLong}}, {{4}})),
            "union: input 1 does not deliver `x`");
  EXPECT_EQ(ValidatePlan(*MakeValues({{1, "A", Type::kLong}}, {{Value::String("x")}})),
            "values: a cell of `A` is string");
  EXPECT_EQ(ValidatePlan(*MakeProject(Numbers(), {{2, "x", A()}, {2, "y", A()}})),
            "project: column id 2 stands twice in the output");
}

TEST(Expressions, SplitAndCollectAndCompare) {
  const ExprPtr one = MakeCall("equals", {A(1), Long(1)}), two = MakeCall("less", {A(2), Long(1)}),
                three = MakeCall("less", {A(3), Long(1)});
  std::vector<ExprPtr> terms;
  SplitAnd(MakeCall("and", {MakeCall("and", {one, two}), three}), terms);
  EXPECT_EQ(terms, (std::vector<ExprPtr>{one, two, three}));
  std::vector<ColumnId> columns;
  CollectColumns(*MakeAnd(terms), columns);
  EXPECT_EQ(columns, (std::vector<ColumnId>{1, 2, 3}));
  EXPECT_TRUE(SameExpr(*one, *MakeCall("equals", {A(1), Long(1)})));
  EXPECT_FALSE(SameExpr(*one, *MakeCall("equals", {A(1), Long(2)})));
  EXPECT_EQ(PrintExpr(*MakeAnd({})), "true");
}

}  // namespace
}  // namespace quarry
