#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

TEST(FoldConstants, EvaluatesWhatIsConstant) {
  EXPECT_EQ(
      After("fold_constants",
            MakeFilter(Table(), Call("greater", {A(), Call("add", {Long(1), Call("multiply", {Long(2), Long(3)})})}))),
      "filter A > 7\n  scan T [A:long, S:string, D:dynamic]\n");
}

TEST(FoldConstants, SimplifiesLogic) {
  const ExprPtr some = Call("greater", {A(), Long(1)});
  EXPECT_EQ(After("fold_constants", MakeFilter(Table(), Call("and", {Bool(true), some}))),
            "filter A > 1\n  scan T [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After("fold_constants", MakeFilter(Table(), Call("or", {some, Call("equals", {Text("a"), Text("a")})}))),
            "filter true\n  scan T [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After("fold_constants", MakeFilter(Table(), Call("iff", {Bool(false), Bool(true), some}))),
            "filter A > 1\n  scan T [A:long, S:string, D:dynamic]\n");
}

TEST(FoldConstants, ReachesIntoSubqueries) {
  RelPtr inner = MakeProject(Table("U", 10), {{20, "x", Call("add", {Long(1), Long(1)})}});
  EXPECT_EQ(After("fold_constants", MakeFilter(Table(), MakeInQuery(A(), inner, false))),
            "filter A in (query 1)\n  scan T [A:long, S:string, D:dynamic]\n  query 1:\n    project x = 2\n      scan "
            "U [A:long, S:string, D:dynamic]\n");
}

}  // namespace
}  // namespace quarry::testing
