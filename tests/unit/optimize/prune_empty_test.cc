#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

constexpr const char* kRule = "prune_empty";
RelPtr Nothing(ColumnId first = 1) {
  return MakeFilter(Table("T", first), Bool(false));
}

TEST(PruneEmpty, DecidedFilters) {
  EXPECT_EQ(After(kRule, MakeFilter(Table(), Bool(true))), "scan T [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After(kRule, Nothing()), "values [A:long, S:string, D:dynamic] 0 rows\n");
  EXPECT_EQ(After(kRule, MakeFilter(Table(), MakeLiteral(Value::Null(Type::kBool)))),
            "values [A:long, S:string, D:dynamic] 0 rows\n");
}

TEST(PruneEmpty, WhatStandsOverNothing) {
  EXPECT_EQ(After(kRule, MakeSort(MakeProject(Nothing(), {{5, "x", A()}}), {{A(5), true, false}})),
            "values [x:long] 0 rows\n");
  EXPECT_EQ(After(kRule, MakeLimit(Table(), 0)), "values [A:long, S:string, D:dynamic] 0 rows\n");
}

TEST(PruneEmpty, Unions) {
  EXPECT_EQ(After(kRule, MakeUnion({Nothing(), Table("U", 11)}, {{21, "X", Type::kLong}}, {{1}, {11}})),
            "project X = A\n  scan U [A:long, S:string, D:dynamic]\n");
}

TEST(PruneEmpty, Joins) {
  const auto join = [](JoinKind kind, RelPtr left, RelPtr right) {
    return MakeJoin(kind, std::move(left), std::move(right), {{A(1), A(11)}});
  };
  EXPECT_EQ(After(kRule, join(JoinKind::kInner, Table(), Nothing(11))).substr(0, 6), "values");
  EXPECT_EQ(After(kRule, join(JoinKind::kLeft, Table(), Nothing(11))).substr(0, 9), "join left");
  EXPECT_EQ(After(kRule, join(JoinKind::kLeftAnti, Table(), Nothing(11))), "scan T [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After(kRule, join(JoinKind::kFull, Nothing(), Table("U", 11))).substr(0, 9), "join full");
}

}  // namespace
}  // namespace quarry::testing
