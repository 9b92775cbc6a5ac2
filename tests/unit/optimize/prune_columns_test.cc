#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

constexpr const char* kRule = "prune_columns";

TEST(PruneColumns, DownToTheScan) {
  RelPtr plan = MakeProject(
      MakeFilter(MakeProject(Table(), {{5, "x", A()}, {6, "y", S()}, {7, "z", D()}}), Call("greater", {A(5), Long(1)})),
      {{8, "y", S(6)}});
  EXPECT_EQ(After(kRule, plan),
            "project y\n  filter x > 1\n    project x = A, y = S\n      scan T [A:long, S:string]\n");
}

TEST(PruneColumns, OfJoinsAndUnions) {
  RelPtr join = MakeJoin(JoinKind::kInner, Table(), Table("U", 11), {{A(1), A(11)}});
  EXPECT_EQ(After(kRule, MakeProject(join, {{20, "s", S(12)}})),
            "project s = S\n  join inner on A#1 == A#11\n    scan T [A:long]\n    scan U [A:long, S:string]\n");
  RelPtr both =
      MakeUnion({Table(), Table("U", 11)}, {{21, "A", Type::kLong}, {22, "S", Type::kString}}, {{1, 2}, {11, 12}});
  EXPECT_EQ(After(kRule, MakeProject(both, {{23, "S", S(22)}})),
            "project S\n  union [S:string]\n    scan T [S:string]\n    scan U [S:string]\n");
}

TEST(PruneColumns, KeepsWhatEachParentOfASharedNodeReads) {
  RelPtr shared = MakeProject(Table(), {{5, "a", A()}, {6, "s", S()}, {7, "d", D()}});
  RelPtr plan = MakeJoin(JoinKind::kLeftSemi, MakeProject(shared, {{8, "s", S(6)}}),
                         MakeProject(shared, {{9, "t", S(6)}, {10, "a", A(5)}}), {{S(8), S(9)}});
  EXPECT_EQ(After(kRule, plan),
            "join left semi on s == t\n  project s\n    [1] project s = S\n      scan T [S:string]\n  project t = s\n  "
            "  shared 1\n");
}

TEST(PruneColumns, LeavesThePlanThatItIsGivenAsItWas) {
  const RelPtr scan = Table();
  const RelPtr below = MakeProject(scan, {{5, "a", A()}, {6, "s", S()}, {7, "d", D()}});
  const RelPtr plan = MakeProject(MakeFilter(below, Call("greater", {A(5), Long(1)})), {{8, "s", S(6)}});
  const std::string before = PrintPlan(*plan);
  EXPECT_NE(After(kRule, plan), before);
  EXPECT_EQ(PrintPlan(*plan), before);
  EXPECT_EQ(scan->scan_columns.size(), 3u);
  EXPECT_EQ(below->projections.size(), 3u);
}

TEST(PruneColumns, CountsReadNothing) {
  const FunctionDef* count = FindFunction("count");
  if (count == nullptr) GTEST_SKIP();
  EXPECT_EQ(After(kRule, MakeAggregate(Table(), {}, {{6, "N", Type::kLong, count, {}, nullptr, {}}})),
            "aggregate N = count()\n  scan T []\n");
}

TEST(PruneColumns, DropsAsofJoinsThatNothingReads) {
  RelPtr join = MakeAsofJoin(Table(), Table("U", 11), {{S(2), S(12)}}, A(1), A(11), 0, 10);
  EXPECT_EQ(After(kRule, MakeProject(join, {{20, "s", S(2)}})), "project s = S\n  scan T [A:long, S:string]\n");
}

TEST(PruneColumns, KeepsTheResultAsItIs) {
  EXPECT_EQ(After(kRule, Table()), "scan T [A:long, S:string, D:dynamic]\n");
}

}  // namespace
}  // namespace quarry::testing
