// Plans get an order where the query leaves it open.
#include "engine/stable_order.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

class Records : public Source {
 public:
  std::string Describe() const override { return "records"; }
  uint64_t estimated_bytes() const override { return 0; }
  Result<std::unique_ptr<Scan>> Open(const ScanSpec&) const override { return Error{"not to be opened"}; }
};

RelPtr ScanOfTwo() {
  return MakeScan(std::make_shared<Records>(), {{1, "a", Type::kLong}, {2, "b", Type::kString}},
                  std::vector<ScanColumn>(2));
}

std::vector<ColumnId> KeysOf(const Rel& sort) {
  std::vector<ColumnId> keys;
  for (const SortKey& key : sort.sort_keys) keys.push_back(key.expr->column);
  return keys;
}

TEST(StableOrder, AnUnorderedResultIsSortedByItsColumns) {
  BoundQuery query;
  query.plan = ScanOfTwo();
  RelPtr plan = WithStableOrder(query);
  ASSERT_EQ(plan->kind, Rel::Kind::kSort);
  EXPECT_EQ(KeysOf(*plan), (std::vector<ColumnId>{1, 2}));
  query.time = 2;
  EXPECT_EQ(KeysOf(*WithStableOrder(query)), (std::vector<ColumnId>{2, 1}));
}

TEST(StableOrder, SortSettlesEqualKeys) {
  BoundQuery query;
  query.plan = MakeSort(ScanOfTwo(), {{MakeColumn(2, Type::kString), true, false}});
  query.ordered = true;
  RelPtr plan = WithStableOrder(query);
  EXPECT_EQ(KeysOf(*plan), (std::vector<ColumnId>{2, 1}));
  EXPECT_TRUE(plan->sort_keys[0].descending);
}

TEST(StableOrder, TakeOfUnorderedRowsTakesTheFirst) {
  BoundQuery query;
  query.plan = MakeLimit(MakeAggregate(ScanOfTwo(), {{5, "k", MakeColumn(2, Type::kString)}}, {}), 3);
  RelPtr plan = WithStableOrder(query);
  ASSERT_EQ(plan->kind, Rel::Kind::kLimit);
  EXPECT_EQ(plan->inputs[0]->kind, Rel::Kind::kSort);
}

// The executor cuts it in the order of the input.
TEST(StableOrder, TakeStraightFromAScanStopsEarly) {
  BoundQuery query;
  query.plan = MakeLimit(ScanOfTwo(), 3);
  EXPECT_EQ(WithStableOrder(query), query.plan);
}

TEST(StableOrder, LiteralRowsKeepTheirOrder) {
  BoundQuery query;
  query.plan =
      MakeValues({{1, "a", Type::kLong}}, {{Value::Integer(Type::kLong, 2)}, {Value::Integer(Type::kLong, 1)}});
  EXPECT_EQ(WithStableOrder(query), query.plan);
}

}  // namespace
}  // namespace quarry
