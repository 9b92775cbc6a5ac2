// What runs directly, what goes to DuckDB, and what is handed over in between. That both give the same rows is what
// RunRows and the conformance tests compare.
#include "exec/direct/direct.h"

#include <gtest/gtest.h>

#include "exec/rows_source.h"
#include "unit/exec/test_functions.h"

namespace quarry {
namespace {

using namespace quarry::testing;

AggregateCall Aggregate(ColumnId id, std::string_view function, std::vector<ExprPtr> args, Type type = Type::kLong) {
  return {id, "A" + std::to_string(id), type, FindFunction(function), std::move(args), nullptr, {}};
}

RelPtr Table(size_t rows) {
  return MakeScan(std::make_shared<RowsSource>(std::make_shared<RowsSource::Rows>(NumberedRows(rows)), 500),
                  NumberedColumns(),
                  {RowsSource::Column("Id", Type::kLong, 0), RowsSource::Column("Name", Type::kString, 1)});
}
ExprPtr Name() {
  return MakeColumn(2, Type::kString);
}

TEST(Direct, TakesFiltersProjectionsSortsGroupsAndUnions) {
  RelPtr plan = MakeFilter(Table(5000), Call(kGreaterNative, {LongColumn(1), Long(10)}));
  plan = MakeProject(plan, {{3, "Id", LongColumn(1)}, {4, "Upper", Call(kUpper, {Name()})}});
  EXPECT_TRUE(CanRunDirectly(*plan));
  EXPECT_EQ(RunRows(plan).size(), 4989u);
  const RelPtr top = MakeSort(plan, {{MakeColumn(4, Type::kString), true, false}}, 7);
  EXPECT_TRUE(CanRunDirectly(*top));
  EXPECT_EQ(RunRows(top).size(), 7u);
  const RelPtr both = MakeUnion({MakeLimit(Table(5000), 3), MakeLimit(Table(10), 2, 4)},
                                {{8, "Id", Type::kLong}, {9, "Name", Type::kString}}, {{1, 2}, {1, 2}});
  EXPECT_TRUE(CanRunDirectly(*both));
  EXPECT_EQ(RunRows(both).size(), 5u);
}

TEST(Direct, Groups) {
  const RelPtr plan = MakeAggregate(
      Table(5000), {{3, "Name", Name()}},
      {Aggregate(4, "count", {}), Aggregate(5, "sum", {LongColumn(1)}), Aggregate(6, "min", {LongColumn(1)}),
       Aggregate(7, "max", {Name()}, Type::kString), Aggregate(8, "dcount", {LongColumn(1)})});
  EXPECT_TRUE(CanRunDirectly(*plan));
  EXPECT_EQ(RunRows(plan).size(), 14u);
  const RelPtr none =
      MakeAggregate(MakeFilter(Table(5), Call(kGreaterNative, {LongColumn(1), Long(10)})), {},
                    {Aggregate(4, "count", {}), Aggregate(5, "sum", {LongColumn(1)}),
                     Aggregate(6, "min", {LongColumn(1)}), Aggregate(7, "max", {Name()}, Type::kString)});
  EXPECT_EQ(RunRows(none), (std::vector<std::string>{"0|0|null|"}));
}

TEST(Direct, LeavesToDuckdbWhatHasNoDirectForm) {
  EXPECT_FALSE(CanRunDirectly(*MakeAggregate(Table(5), {}, {{3, "N", Type::kLong, &kCount, {}, nullptr, {}}})));
  EXPECT_FALSE(CanRunDirectly(*MakeRange({1, "x", Type::kLong}, Long(0), Long(9), Long(1))));
  const RelPtr reals = MakeValues({{1, "R", Type::kReal}}, {{Value::Real(-0.0)}, {Value::Real(0.0)}});
  EXPECT_FALSE(CanRunDirectly(*MakeAggregate(reals, {{2, "R", MakeColumn(1, Type::kReal)}}, {})));
  const RelPtr others = MakeValues({{2, "R", Type::kReal}}, {{Value::Real(0.0)}});
  EXPECT_FALSE(CanRunDirectly(
      *MakeJoin(JoinKind::kInner, reals, others, {{MakeColumn(1, Type::kReal), MakeColumn(2, Type::kReal)}})));
}

// What runs in one thread, or depends on the order of the rows.
TEST(Direct, TakesJoinsAndTheLikeOnlyOverLittle) {
  const auto join = [](size_t rows) {
    return MakeJoin(JoinKind::kInner, Table(rows), Table(5), {{LongColumn(1), LongColumn(1)}});
  };
  EXPECT_TRUE(CanRunDirectly(*join(5)));
  EXPECT_FALSE(CanRunDirectly(*join(100'000)));  // 6.4 MB
  const auto both = [](size_t rows) {
    const RelPtr shared = Table(rows);
    return MakeUnion({shared, shared}, {{8, "Id", Type::kLong}, {9, "Name", Type::kString}}, {{1, 2}, {1, 2}});
  };
  EXPECT_TRUE(CanRunDirectly(*both(5)));
  EXPECT_FALSE(CanRunDirectly(*both(100'000)));
  const auto sum = [](size_t rows) {
    const RelPtr reals = MakeProject(Table(rows), {{3, "Real", MakeCall("to_real", {LongColumn(1)})}});
    return MakeAggregate(reals, {}, {Aggregate(4, "sum", {MakeColumn(3, Type::kReal)}, Type::kReal)});
  };
  EXPECT_TRUE(CanRunDirectly(*sum(5)));
  EXPECT_FALSE(CanRunDirectly(*sum(100'000)));
}

TEST(Direct, HandsOverWhatTurnsOutToBeMuch) {
  const RelPtr plan = MakeSort(Table(500'000), {{LongColumn(1), true, false}});
  ASSERT_TRUE(CanRunDirectly(*plan));
  DirectRun run(plan, {});
  const Result<bool> done = run.Compute();
  ASSERT_TRUE(done.has_value());
  EXPECT_FALSE(*done);
  const std::vector<std::string> rows = RunRows(plan);
  ASSERT_EQ(rows.size(), 500'000u);
  EXPECT_EQ(rows.front().substr(0, 7), "499999|");
}

TEST(Direct, KeepsOnlyTheFirstRowsOfManyThatAreSorted) {
  // Ties on the name are settled by the number; each thread gives its rows in an order of its own.
  const RelPtr plan = MakeSort(Table(90'000), {{Name(), false, false}}, 25);
  ASSERT_TRUE(CanRunDirectly(*plan));
  EXPECT_EQ(RunRows(plan).size(), 25u);
  const RelPtr cut = MakeLimit(MakeFilter(Table(90'000), Call(kGreaterNative, {LongColumn(1), Long(10)})), 3000, 2500);
  ASSERT_TRUE(CanRunDirectly(*cut));
  EXPECT_EQ(RunRows(cut).size(), 3000u);
}

TEST(Direct, HandsOverManyRowsOfMuchDataBeforeTheyAreAllRead) {
  const RelPtr plan = MakeFilter(Table(400'000), Call(kGreaterNative, {LongColumn(1), Long(10)}));
  DirectRun run(plan, {});
  const Result<bool> done = run.Compute();
  ASSERT_TRUE(done.has_value());
  EXPECT_FALSE(*done);
  EXPECT_LT(run.Reports().at(0).statistics.records_seen, 400'000u);
}

TEST(Direct, LeavesTheErrorOfASumThatOverflowsToDuckdb) {
  const RelPtr numbers = MakeValues({{1, "N", Type::kLong}}, {{LongValue(INT64_MAX)}, {LongValue(INT64_MAX)}});
  const RelPtr plan = MakeAggregate(numbers, {}, {Aggregate(3, "sum", {LongColumn(1)})});
  ASSERT_TRUE(CanRunDirectly(*plan));
  const std::vector<std::string> rows = RunRows(plan);
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].substr(0, 7), "error: ");
}

TEST(Direct, StopsWhenCancelled) {
  std::atomic<bool> cancelled{true};
  ExecuteOptions options;
  options.cancelled = &cancelled;
  DirectRun run(MakeSort(Table(5000), {{LongColumn(1), true, false}}), options);
  const Result<bool> done = run.Compute();
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().message, "cancelled");
}

TEST(Direct, CountsWhatItsScansRead) {
  DirectRun run(MakeFilter(Table(1000), Call(kGreaterNative, {LongColumn(1), Long(989)})), {});
  ASSERT_TRUE(*run.Compute());
  ASSERT_EQ(run.Reports().size(), 1u);
  EXPECT_EQ(run.Reports()[0].statistics.records_seen, 1000u);
  EXPECT_EQ(run.Reports()[0].passed, 1000u);  // the filter is the plan's, not the scan's
}

}  // namespace
}  // namespace quarry
