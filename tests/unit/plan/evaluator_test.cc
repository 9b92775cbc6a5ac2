#include "plan/evaluator.h"

#include <gtest/gtest.h>

#include "plan/rel.h"

namespace quarry {
namespace {

ExprPtr Long(int64_t v) {
  return MakeLiteral(Value::Integer(Type::kLong, v));
}
ExprPtr Null() {
  return MakeLiteral(Value::Null(Type::kBool));
}
ExprPtr Bool(bool v) {
  return MakeLiteral(Value::Bool(v));
}

std::string Constant(const ExprPtr& expr) {
  const std::optional<Value> value = EvaluateConstant(*expr);
  return value ? PrintExpr(*MakeLiteral(*value)) : "not constant";
}

TEST(EvaluateConstant, ThreeValuedLogic) {
  EXPECT_EQ(Constant(MakeCall("and", {Null(), Bool(false)})), "false");
  EXPECT_EQ(Constant(MakeCall("and", {Null(), Bool(true)})), "bool(null)");
  EXPECT_EQ(Constant(MakeCall("or", {Null(), Bool(true)})), "true");
  EXPECT_EQ(Constant(MakeCall("or", {Null(), Bool(false)})), "bool(null)");
  EXPECT_EQ(Constant(MakeCall("iff", {Null(), Long(1), Long(2)})), "2");
  EXPECT_EQ(Constant(MakeCall("case", {Bool(false), Long(1), Bool(true), Long(2), Long(3)})), "2");
}

TEST(EvaluateConstant, OnlyWhatIsConstant) {
  EXPECT_EQ(Constant(MakeCall("add", {Long(1), MakeColumn(1, Type::kLong)})), "not constant");
  EXPECT_EQ(Constant(MakeCall("add", {Long(1), Long(2)})), "3");
}

TEST(Evaluator, FiltersABatch) {
  Batch batch;
  batch.columns.emplace_back(Type::kString);
  batch.columns.emplace_back(Type::kLong);
  batch.Clear();
  batch.rows = 100;
  for (size_t i = 0; i < batch.rows; ++i) {
    batch.columns[0].Set(i, Cell::Text(i % 2 ? "odd one" : "even one"));
    if (i % 5) batch.columns[1].Set(i, Cell::Integer(static_cast<int64_t>(i)));
  }
  Evaluator evaluator({7, 9});
  const ExprPtr odd = MakeCall("has_term", {MakeColumn(7, Type::kString), MakeLiteral(Value::String("ODD"))});
  const ExprPtr small = MakeCall("less", {MakeColumn(9, Type::kLong), Long(8)});
  std::vector<uint32_t> rows(batch.rows);
  for (uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
  const ExprPtr both = MakeCall("and", {odd, small});
  evaluator.Filter(*both, batch, rows);
  EXPECT_EQ(rows, (std::vector<uint32_t>{1, 3, 7}));
  EXPECT_TRUE(evaluator.Evaluate(*both, batch, 3).boolean);
}

}  // namespace
}  // namespace quarry
