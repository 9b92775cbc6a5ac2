#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

ExprPtr Big(ColumnId id = 1) {
  return Call("greater", {A(id), Long(1)});
}
ExprPtr Has(ColumnId id = 2) {
  return Call("has_term", {S(id), Text("x")});
}
constexpr const char* kRule = "push_filter_down";

TEST(PushFilterDown, ThroughProjectionsByTheirExpressions) {
  RelPtr plan = MakeFilter(MakeProject(Table(), {{5, "B", Call("add", {A(), Long(1)})}, {6, "S", S()}}),
                           Call("and", {Big(5), Has(6)}));
  EXPECT_EQ(
      After(kRule, plan),
      "project B = A + 1, S\n  filter A + 1 > 1 and has_term(S, \"x\")\n    scan T [A:long, S:string, D:dynamic]\n");
}

TEST(PushFilterDown, MergesFilters) {
  EXPECT_EQ(After(kRule, MakeFilter(MakeFilter(Table(), Big()), Has())),
            "filter A > 1 and has_term(S, \"x\")\n  scan T [A:long, S:string, D:dynamic]\n");
}

TEST(PushFilterDown, ToTheSidesOfJoinsWhereSound) {
  const auto join = [](JoinKind kind) { return MakeJoin(kind, Table(), Table("U", 11), {{A(1), A(11)}}); };
  const ExprPtr both = Call("and", {Big(1), Has(12), Call("less", {A(1), A(11)})});
  EXPECT_EQ(
      After(kRule, MakeFilter(join(JoinKind::kInner), both)),
      "filter A#1 < A#11\n  join inner on A#1 == A#11\n    filter A > 1\n      scan T [A:long, S:string, D:dynamic]\n"
      "    filter has_term(S, \"x\")\n      scan U [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After(kRule, MakeFilter(join(JoinKind::kLeft), both)),
            "filter has_term(S#12, \"x\") and A#1 < A#11\n  join left on A#1 == A#11\n    filter A > 1\n      scan T "
            "[A:long, S:string, D:dynamic]\n"
            "    scan U [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After(kRule, MakeFilter(join(JoinKind::kFull), Big(1))),
            "filter A#1 > 1\n  join full on A#1 == A#11\n    scan T [A:long, S:string, D:dynamic]\n    scan U [A:long, "
            "S:string, D:dynamic]\n");
}

TEST(PushFilterDown, IntoTheInputsOfUnions) {
  RelPtr plan = MakeFilter(MakeUnion({Table(), Table("U", 11)}, {{21, "A", Type::kLong}}, {{1}, {11}}), Big(21));
  EXPECT_EQ(After(kRule, plan),
            "union [A:long]\n  filter A > 1\n    scan T [A:long, S:string, D:dynamic]\n  filter A > 1\n    scan U "
            "[A:long, S:string, D:dynamic]\n");
}

TEST(PushFilterDown, OnKeysOfGroupsOnly) {
  const FunctionDef* count = FindFunction("count");
  if (count == nullptr) GTEST_SKIP();
  RelPtr group = MakeAggregate(Table(), {{5, "S", S()}}, {{6, "N", Type::kLong, count, {}, nullptr, {}}});
  EXPECT_EQ(After(kRule, MakeFilter(group, Call("and", {Has(5), Big(6)}))),
            "filter N > 1\n  aggregate N = count() by S\n    filter has_term(S, \"x\")\n      scan T [A:long, "
            "S:string, D:dynamic]\n");
}

TEST(PushFilterDown, NotBelowALimit) {
  EXPECT_EQ(After(kRule, MakeFilter(MakeLimit(Table(), 3), Big())),
            "filter A > 1\n  limit 3\n    scan T [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After(kRule, MakeFilter(MakeSort(Table(), {{A(), true, false}}), Big())),
            "sort A desc nulls last\n  filter A > 1\n    scan T [A:long, S:string, D:dynamic]\n");
  EXPECT_EQ(After(kRule, MakeFilter(MakeSort(Table(), {{A(), true, false}}, 3), Big())),
            "filter A > 1\n  top 3 by A desc nulls last\n    scan T [A:long, S:string, D:dynamic]\n");
}

TEST(PushFilterDown, NotIntoWhatAnotherParentReads) {
  RelPtr shared = MakeProject(Table(), {{5, "A", A()}});
  RelPtr left = MakeFilter(shared, Big(5));
  RelPtr right = MakeProject(shared, {{6, "B", A(5)}});
  EXPECT_EQ(After(kRule, MakeJoin(JoinKind::kInner, left, right, {{A(5), A(6)}})),
            "join inner on A == B\n  filter A > 1\n    [1] project A\n      scan T [A:long, S:string, D:dynamic]\n  "
            "project B = A\n    shared 1\n");
}

TEST(PushFilterDown, BelowUnnestingWhenItDoesNotReadTheElements) {
  RelPtr unnest = MakeUnnest(Table(), {{5, "E", Type::kDynamic, D()}}, false, "", 0, std::nullopt);
  EXPECT_EQ(
      After(kRule, MakeFilter(unnest, Call("and", {Big(), Call("is_not_null", {D(5)})}))),
      "filter is_not_null(E)\n  unnest E:dynamic = D\n    filter A > 1\n      scan T [A:long, S:string, D:dynamic]\n");
}

}  // namespace
}  // namespace quarry::testing
