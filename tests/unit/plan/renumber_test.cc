// A renumbered plan is the same plan with numbers of its own.
#include "plan/renumber.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

ExprPtr Number(ColumnId id) {
  return MakeColumn(id, Type::kLong);
}
RelPtr Rows(ColumnId first, const char* a = "a", const char* b = "b") {
  return MakeValues({{first, a, Type::kLong}, {first + 1, b, Type::kLong}}, {});
}

// Every kind of node that holds numbers of columns.
RelPtr Plan() {
  const RelPtr shared = MakeFilter(Rows(1), MakeCall("greater", {Number(1), Number(2)}));
  const RelPtr groups = MakeAggregate(shared, {{3, "k", Number(1)}},
                                      {{4, "n", Type::kLong, FindFunction("count"), {}, nullptr, {}},
                                       {5, "m", Type::kLong, FindFunction("max"), {Number(2)}, nullptr, {}}});
  const RelPtr joined = MakeJoin(JoinKind::kInner, groups, Rows(6), {{Number(3), Number(6)}},
                                 MakeCall("greater", {Number(5), Number(7)}));
  const RelPtr timed = MakeAsofJoin(joined, Rows(8, "c", "d"), {{Number(3), Number(8)}}, Number(4), Number(9), 1, 2);
  const RelPtr lists =
      MakeProject(timed, {{10, "d", MakeCall("pack_array", {Number(4), Number(5)})},
                          {11, "k", MakeSubquery(MakeProject(shared, {{12, "x", Number(1)}}), Type::kLong)}});
  const RelPtr elements =
      MakeUnnest(lists, {{13, "e", Type::kLong, MakeColumn(10, Type::kDynamic)}}, false, "i", 14, std::nullopt);
  const RelPtr window = MakeWindow(elements, {{15, "r", Type::kLong, FindFunction("row_number"), {}, {}}}, {Number(11)},
                                   {{Number(13), true, false}});
  const RelPtr sorted = MakeSort(window, {{Number(15), false, false}}, 5);
  const RelPtr both = MakeUnion({sorted, shared}, {{16, "u", Type::kLong}}, {{13}, {2}});
  return MakeLimit(both, 3);
}

TEST(Renumber, KeepsThePlanAndRaisesItsNumbers) {
  const RelPtr plan = Plan(), copy = Renumbered(plan, 100);
  ASSERT_EQ(ValidatePlan(*plan), "");
  EXPECT_EQ(ValidatePlan(*copy), "");
  EXPECT_EQ(copy->output[0].id, 116u);
  EXPECT_EQ(copy->inputs[0]->union_columns, (std::vector<std::vector<ColumnId>>{{113}, {102}}));
  // The printer shows numbers only where names are not enough.
  EXPECT_EQ(PrintPlan(*copy), PrintPlan(*plan));
  // Both stand side by side in one plan.
  const RelPtr both = MakeJoin(JoinKind::kInner, plan, copy, {{Number(16), Number(116)}});
  EXPECT_EQ(ValidatePlan(*both), "");
}

TEST(Renumber, LeavesSharedNodesShared) {
  const RelPtr copy = Renumbered(Plan(), 7);
  const RelPtr& both = copy->inputs[0];
  const Rel* node = both->inputs[0].get();
  while (node->kind != Rel::Kind::kAggregate) node = node->inputs[0].get();
  EXPECT_EQ(node->inputs[0], both->inputs[1]);
}

}  // namespace
}  // namespace quarry
