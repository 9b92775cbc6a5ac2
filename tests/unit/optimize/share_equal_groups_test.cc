#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

// count() and max(A) by S over one source, bound anew with its own column numbers.
RelPtr Groups(const std::shared_ptr<const Source>& source, ColumnId first, std::string_view text = "x") {
  auto scan = std::make_shared<Rel>(*Table("T", first));
  scan->source = source;
  const RelPtr rows = MakeFilter(scan, Call("equals", {MakeColumn(first + 1, Type::kString), Text(text)}));
  AggregateCall count;
  count.id = first + 11;
  count.name = "N";
  count.type = Type::kLong;
  count.function = FindFunction("count");
  return MakeAggregate(rows, {{first + 10, "K", MakeColumn(first + 1, Type::kString)}}, {count});
}

RelPtr Joined(const RelPtr& left, const RelPtr& right) {
  return MakeJoin(JoinKind::kInner, left, right,
                  {{MakeColumn(left->output[0].id, Type::kString), MakeColumn(right->output[0].id, Type::kString)}});
}

RelPtr AfterSharing(const RelPtr& plan) {
  ColumnIds ids;
  for (const RuleDef* def : AllOptimizerRules())
    if (def->name == "share_equal_groups") return def->apply(plan, ids);
  return nullptr;
}

TEST(ShareEqualGroups, EqualGroupingsBecomeOneNode) {
  const auto source = std::make_shared<NamedSource>("T");
  const RelPtr left = Groups(source, 1);
  const RelPtr plan = AfterSharing(Joined(left, Groups(source, 101)));
  ASSERT_EQ(plan->inputs[1]->kind, Rel::Kind::kProject);
  EXPECT_EQ(plan->inputs[1]->inputs[0], left);
  EXPECT_EQ(ValidatePlan(*plan), "");
  EXPECT_EQ(AfterSharing(plan), plan);
}

TEST(ShareEqualGroups, OfSeveralTheLargestPartIsShared) {
  const auto source = std::make_shared<NamedSource>("T");
  const auto outer = [&](ColumnId first) {
    return MakeAggregate(Groups(source, first), {{first + 20, "M", MakeColumn(first + 11, Type::kLong)}}, {});
  };
  const RelPtr a = outer(1), b = outer(101);
  const RelPtr plan =
      AfterSharing(MakeJoin(JoinKind::kInner, a, b, {{MakeColumn(21, Type::kLong), MakeColumn(121, Type::kLong)}}));
  EXPECT_EQ(plan->inputs[1]->inputs[0], a);
}

TEST(ShareEqualGroups, OtherFiltersAndOtherSourcesStayApart) {
  const auto source = std::make_shared<NamedSource>("T");
  const RelPtr filters = Joined(Groups(source, 1), Groups(source, 101, "y"));
  EXPECT_EQ(AfterSharing(filters), filters);
  const RelPtr sources = Joined(Groups(source, 1), Groups(std::make_shared<NamedSource>("U"), 101));
  EXPECT_EQ(AfterSharing(sources), sources);
}

}  // namespace
}  // namespace quarry::testing
