#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

constexpr const char* kRule = "push_limit_down";

TEST(PushLimitDown, BelowProjectionsAndIntoSorts) {
  EXPECT_EQ(After(kRule, MakeLimit(MakeProject(Table(), {{5, "x", A()}}), 3)),
            "project x = A\n  limit 3\n    scan T [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After(kRule, MakeLimit(MakeSort(Table(), {{A(), true, false}}), 3)),
            "top 3 by A desc nulls last\n  scan T [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After(kRule, MakeLimit(MakeLimit(Table(), 5), 3)), "limit 3\n  scan T [A:long, S:string, D:dynamic]\n");
}

TEST(PushLimitDown, IntoEachInputOfAUnion) {
  RelPtr both = MakeUnion({Table(), Table("U", 11)}, {{21, "A", Type::kLong}}, {{1}, {11}});
  EXPECT_EQ(After(kRule, MakeLimit(both, 3, 2)),
            "limit 3 offset 2\n  union [A:long]\n    limit 5\n      scan T [A:long, S:string, D:dynamic]\n    limit "
            "5\n      scan U [A:long, S:string, D:dynamic]\n");
}

TEST(PushLimitDown, NotBelowAFilter) {
  RelPtr plan = MakeLimit(MakeFilter(Table(), Call("greater", {A(), Long(1)})), 3);
  EXPECT_EQ(After(kRule, plan), PrintPlan(*plan));
}

}  // namespace
}  // namespace quarry::testing
