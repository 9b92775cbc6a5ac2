#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

TEST(PushFilterIntoScan, NativeConditionsAndNoOthers) {
  RelPtr inner = MakeProject(Table("U", 10), {{20, "x", A(10)}});
  const ExprPtr condition = Call("and", {Call("has_term", {S(), Text("x")}), MakeInQuery(A(), inner, false)});
  EXPECT_EQ(After("push_filter_into_scan", MakeFilter(Table(), condition)),
            "filter A in (query 1)\n  scan T [A:long, S:string, D:dynamic] where has_term(S, \"x\")\n  query 1:\n    "
            "project x = A\n      scan U [A:long, S:string, D:dynamic]\n");
}

}  // namespace
}  // namespace quarry::testing
