// End to end through DuckDB: each kind of node over small tables.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

#include "exec/rows_source.h"
#include "unit/exec/test_functions.h"

namespace quarry {
namespace {

using namespace quarry::testing;
using Rows = std::vector<std::string>;

RelPtr Numbers() {
  return MakeValues(
      {{1, "Id", Type::kLong}, {2, "Name", Type::kString}},
      {{LongValue(3), Value::String("c")}, {LongValue(1), Value::String("a")}, {LongValue(2), Value::String("b")}});
}

RelPtr ScanOf(size_t rows, bool with_predicate = false) {
  auto source = std::make_shared<RowsSource>(std::make_shared<RowsSource::Rows>(NumberedRows(rows)), 100);
  RelPtr scan = MakeScan(source, NumberedColumns(),
                         {RowsSource::Column("Id", Type::kLong, 0), RowsSource::Column("Name", Type::kString, 1)});
  if (!with_predicate) return scan;
  auto copy = std::make_shared<Rel>(*scan);
  copy->scan_predicate = Call(kGreaterNative, {LongColumn(1), Long(static_cast<int64_t>(rows) - 4)});
  return copy;
}

TEST(Executor, FiltersAndProjectsValues) {
  RelPtr plan = MakeFilter(Numbers(), Call(kGreaterNative, {LongColumn(1), Long(1)}));
  plan = MakeProject(plan, {{3, "Upper", Call(kUpper, {MakeColumn(2, Type::kString)})},
                            {4, "Twice", Call(kAdd, {LongColumn(1), LongColumn(1)})}});
  EXPECT_EQ(RunRows(plan), (Rows{"C|6", "B|4"}));
}

TEST(Executor, LowersToSqlWhereAFunctionHasAForm) {
  EXPECT_EQ(RunRows(MakeFilter(Numbers(), Call(kGreaterSql, {LongColumn(1), Long(2)}))), (Rows{"3|c"}));
}

TEST(Executor, SortsAndCutsAndKeepsTheOrderAbove) {
  RelPtr plan = MakeSort(Numbers(), {{LongColumn(1), true, false}}, 2);
  plan = MakeProject(plan, {{5, "Name", MakeColumn(2, Type::kString)}});
  EXPECT_EQ(RunRows(plan), (Rows{"c", "b"}));
  RelPtr all = MakeProject(MakeSort(ScanOf(5000), {{LongColumn(1), true, false}}),
                           {{6, "Name", MakeColumn(2, Type::kString)}, {7, "X", Long(1)}});
  Rows rows = RunRows(all);
  ASSERT_EQ(rows.size(), 5000u);
  EXPECT_EQ(rows[0], "name1|1");
  EXPECT_EQ(rows[4999], "name0 with a text that is not inlined|1");
}

TEST(Executor, ScansASourceWithItsPredicate) {
  EXPECT_EQ(RunRows(ScanOf(1000, true)), (Rows{"997|name3", "998|name4 with a text that is not inlined", "999|name5"}));
  EXPECT_EQ(RunRows(ScanOf(10'000)).size(), 10'000u);
  EXPECT_EQ(RunRows(MakeLimit(ScanOf(10'000), 2)), (Rows{"0|name0 with a text that is not inlined", "1|name1"}));
}

TEST(Executor, CountsWithoutReadingAColumn) {
  EXPECT_EQ(RunRows(MakeAggregate(ScanOf(12'345), {}, {{3, "N", Type::kLong, &kCount, {}, nullptr, {}}})),
            (Rows{"12345"}));
}

TEST(Executor, Groups) {
  RelPtr plan = MakeAggregate(
      ScanOf(700), {{3, "Name", MakeColumn(2, Type::kString)}},
      {{4, "N", Type::kLong, &kCount, {}, nullptr, {}},
       {5, "S", Type::kLong, &kSum, {LongColumn(1)}, Call(kGreaterNative, {LongColumn(1), Long(690)}), {}}});
  Rows rows = RunRows(plan);
  ASSERT_EQ(rows.size(), 14u);
  EXPECT_EQ(rows[0], "name0|50|693");
}

TEST(Executor, JoinsOfEveryKind) {
  const auto left = [] {
    return MakeValues({{1, "A", Type::kLong}}, {{LongValue(1)}, {LongValue(2)}, {Value::Null(Type::kLong)}});
  };
  const auto right = [] {
    return MakeValues({{2, "A", Type::kLong}}, {{LongValue(2)}, {LongValue(3)}, {Value::Null(Type::kLong)}});
  };
  const auto run = [&](JoinKind kind) {
    return RunRows(MakeJoin(kind, left(), right(), {{LongColumn(1), LongColumn(2)}}));
  };
  EXPECT_EQ(run(JoinKind::kInner), (Rows{"2|2"}));
  EXPECT_EQ(run(JoinKind::kLeft), (Rows{"1|null", "2|2", "null|null"}));
  EXPECT_EQ(run(JoinKind::kRight), (Rows{"2|2", "null|3", "null|null"}));
  EXPECT_EQ(run(JoinKind::kFull), (Rows{"1|null", "2|2", "null|3", "null|null", "null|null"}));
  EXPECT_EQ(run(JoinKind::kLeftSemi), (Rows{"2"}));
  EXPECT_EQ(run(JoinKind::kLeftAnti), (Rows{"1", "null"}));
  EXPECT_EQ(run(JoinKind::kRightSemi), (Rows{"2"}));
  EXPECT_EQ(run(JoinKind::kRightAnti), (Rows{"3", "null"}));
}

TEST(Executor, AsofJoinTakesTheNewestThatIsNotTooOld) {
  RelPtr left = MakeValues({{1, "K", Type::kString}, {2, "T", Type::kDateTime}},
                           {{Value::String("x"), Value::Integer(Type::kDateTime, 100)},
                            {Value::String("x"), Value::Integer(Type::kDateTime, 900)},
                            {Value::String("y"), Value::Integer(Type::kDateTime, 100)}});
  RelPtr right = MakeValues({{3, "K", Type::kString}, {4, "T", Type::kDateTime}, {5, "V", Type::kLong}},
                            {{Value::String("x"), Value::Integer(Type::kDateTime, 90), LongValue(1)},
                             {Value::String("x"), Value::Integer(Type::kDateTime, 102), LongValue(2)},
                             {Value::String("x"), Value::Integer(Type::kDateTime, 400), LongValue(3)}});
  RelPtr plan = MakeAsofJoin(left, right, {{MakeColumn(1, Type::kString), MakeColumn(3, Type::kString)}},
                             MakeColumn(2, Type::kDateTime), MakeColumn(4, Type::kDateTime), 5, 200);
  plan = MakeProject(
      plan,
      {{6, "K", MakeColumn(1, Type::kString)}, {7, "T", MakeColumn(2, Type::kDateTime)}, {8, "V", LongColumn(5)}});
  EXPECT_EQ(RunRows(plan), (Rows{"x|100|2", "x|900|null", "y|100|null"}));
}

TEST(Executor, UnionsByPosition) {
  RelPtr other = MakeValues({{3, "B", Type::kString}, {4, "A", Type::kLong}}, {{Value::String("z"), LongValue(9)}});
  RelPtr plan = MakeUnion({MakeLimit(Numbers(), 1), other}, {{5, "Id", Type::kLong}, {6, "Name", Type::kString}},
                          {{1, 2}, {4, 3}});
  EXPECT_EQ(RunRows(plan), (Rows{"3|c", "9|z"}));
}

TEST(Executor, UnnestsInStep) {
  const auto dynamic = [](const char* t) { return Value::Text(Type::kDynamic, t); };
  RelPtr input = MakeValues({{1, "Id", Type::kLong}, {2, "D", Type::kDynamic}, {3, "E", Type::kDynamic}},
                            {{LongValue(1), dynamic("[1,\"a,]\",null]"), dynamic("[true]")},
                             {LongValue(2), dynamic("{\"k\":[1,2],\"l\":2}"), dynamic("[]")},
                             {LongValue(3), Value::Null(Type::kDynamic), Value::Null(Type::kDynamic)},
                             {LongValue(4), dynamic("[]"), dynamic("[]")},
                             {LongValue(5), dynamic("7"), dynamic("[]")}});
  const auto plan = [&](bool empty) {
    return MakeUnnest(input,
                      {{4, "D", Type::kDynamic, MakeColumn(2, Type::kDynamic)},
                       {5, "E", Type::kDynamic, MakeColumn(3, Type::kDynamic)}},
                      empty, "i", 6, 10);
  };
  const auto shown = [&](bool empty) {
    return RunRows(MakeProject(plan(empty), {{7, "Id", LongColumn(1)},
                                             {8, "i", LongColumn(6)},
                                             {9, "D", MakeColumn(4, Type::kDynamic)},
                                             {10, "E", MakeColumn(5, Type::kDynamic)}}));
  };
  EXPECT_EQ(shown(false), (Rows{"1|0|1|true", "1|1|\"a,]\"|null", "1|2|null|null", "2|0|{\"k\":[1,2]}|null",
                                "2|1|{\"l\":2}|null", "3|0|null|null", "5|0|7|null"}));
  EXPECT_EQ(shown(true).size(), 8u);
}

TEST(Executor, Ranges) {
  EXPECT_EQ(RunRows(MakeRange({1, "x", Type::kLong}, Long(1), Long(7), Long(3))), (Rows{"1", "4", "7"}));
  EXPECT_EQ(RunRows(MakeRange({1, "x", Type::kLong}, Long(3), Long(1), Long(-1))), (Rows{"3", "2", "1"}));
  EXPECT_EQ(RunRows(MakeRange({1, "x", Type::kReal}, MakeLiteral(Value::Real(1)), MakeLiteral(Value::Real(2)),
                              MakeLiteral(Value::Real(0.5)))),
            (Rows{"1.000000", "1.500000", "2.000000"}));
  EXPECT_EQ(
      RunRows(MakeRange({1, "x", Type::kLong}, MakeSubquery(MakeLimit(Numbers(), 1), Type::kLong), Long(4), Long(1)))[0]
          .substr(0, 7),
      "invalid");
}

TEST(Executor, Windows) {
  RelPtr plan = MakeWindow(
      Numbers(), {{3, "n", Type::kLong, &kRowNumber, {}, {}}, {4, "s", Type::kLong, &kSum, {LongColumn(1)}, {}}}, {},
      {{LongColumn(1), true, false}});
  plan = MakeSort(plan, {{LongColumn(3), false, false}});
  EXPECT_EQ(RunRows(plan), (Rows{"3|c|1|3", "2|b|2|5", "1|a|3|6"}));
}

TEST(Executor, WindowsKeepTheOrderOfLiteralRows) {
  RelPtr plan = MakeWindow(Numbers(), {{3, "n", Type::kLong, &kRowNumber, {}, {}}}, {}, {});
  EXPECT_EQ(RunRows(plan), (Rows{"3|c|1", "1|a|2", "2|b|3"}));
}

TEST(Executor, Subqueries) {
  RelPtr ids =
      MakeProject(MakeFilter(Numbers(), Call(kGreaterNative, {LongColumn(1), Long(1)})), {{10, "Id", LongColumn(1)}});
  RelPtr other = MakeValues({{11, "X", Type::kLong}}, {{LongValue(1)}, {LongValue(2)}, {Value::Null(Type::kLong)}});
  EXPECT_EQ(RunRows(MakeFilter(other, MakeInQuery(LongColumn(11), ids, false))), (Rows{"2"}));
  RelPtr first = MakeProject(MakeSort(Numbers(), {{LongColumn(1), true, false}}), {{12, "Id", LongColumn(1)}});
  EXPECT_EQ(RunRows(MakeProject(other, {{13, "m", MakeSubquery(first, Type::kLong)}}))[0], "3");
}

TEST(Executor, SharedNodesAreOneCommonTable) {
  RelPtr shared = MakeFilter(ScanOf(1000), Call(kGreaterNative, {LongColumn(1), Long(996)}));
  RelPtr left = MakeProject(shared, {{20, "L", LongColumn(1)}});
  RelPtr right = MakeProject(shared, {{21, "R", LongColumn(1)}});
  RelPtr plan = MakeJoin(JoinKind::kInner, left, right, {{LongColumn(20), LongColumn(21)}});
  EXPECT_EQ(RunRows(plan), (Rows{"997|997", "998|998", "999|999"}));
  auto executor = std::move(*Executor::Create());
  const std::string sql = *executor->ExplainSql(plan);
  EXPECT_NE(sql.find("WITH \"shared1\" AS MATERIALIZED"), std::string::npos) << sql;
  EXPECT_EQ(sql.find("quarry_scan(2)"), std::string::npos) << sql;
}

TEST(Executor, LargeLiteralTables) {
  EXPECT_EQ(RunRows(MakeAggregate(MakeValues(NumberedColumns(), NumberedRows(5000)), {},
                                  {{3, "N", Type::kLong, &kSum, {LongColumn(1)}, nullptr, {}}})),
            (Rows{"12497500"}));
}

TEST(Executor, EmptyInputs) {
  EXPECT_EQ(RunRows(MakeValues({{1, "Id", Type::kLong}}, {})), Rows{});
  EXPECT_EQ(RunRows(MakeUnion({}, {{1, "Id", Type::kLong}}, {})), Rows{});
  EXPECT_EQ(RunRows(MakeProject(MakeValues({}, {{}}), {{1, "x", Long(-5)}})), (Rows{"-5"}));
}

TEST(Executor, ExtremeLiterals) {
  RelPtr plan = MakeProject(MakeValues({}, {{}}), {{1, "a", Long(INT64_MIN)},
                                                   {2, "b", MakeLiteral(Value::Real(-1.0 / 0.0))},
                                                   {3, "c", Text(std::string("it's \0 \"q\"", 10))},
                                                   {4, "d", MakeLiteral(Value::Null(Type::kDateTime))}});
  EXPECT_EQ(RunRows(plan), (Rows{std::string("-9223372036854775808|-inf|it's \0 \"q\"|null", 41)}));
}

TEST(Executor, StatesOneNameForColumnsThatDifferInCaseOnly) {
  RelPtr plan = MakeProject(Numbers(), {{3, "id", LongColumn(1)}, {4, "ID", Call(kAdd, {LongColumn(1), Long(1)})}});
  EXPECT_EQ(RunRows(plan), (Rows{"3|4", "1|2", "2|3"}));
}

TEST(Executor, IsCancelled) {
  std::atomic<bool> cancelled{true};
  ExecuteOptions options;
  options.cancelled = &cancelled;
  RelPtr big = MakeRange({1, "a", Type::kLong}, Long(0), Long(100'000'000'000), Long(1));
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(RunRows(MakeAggregate(big, {}, {{3, "N", Type::kLong, &kSum, {LongColumn(1)}, nullptr, {}}}), options),
            (Rows{"error: cancelled"}));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(Executor, KeepsToItsMemoryBySpilling) {
  ExecuteOptions options;
  options.memory_limit = 64 << 20;
  options.threads = 1;
  RelPtr big = MakeRange({1, "a", Type::kLong}, Long(0), Long(3'000'000), Long(1));
  RelPtr wide = MakeProject(big, {{2, "a", LongColumn(1)},
                                  {3, "b", Call(kAdd, {LongColumn(1), Long(1)})},
                                  {4, "c", Call(kAdd, {LongColumn(1), Long(2)})}});
  RelPtr plan = MakeAggregate(
      MakeFilter(MakeSort(wide, {{LongColumn(2), true, false}}), Call(kGreaterNative, {LongColumn(3), Long(0)})), {},
      {{9, "N", Type::kLong, &kCount, {}, nullptr, {}}});
  EXPECT_EQ(RunRows(plan, options), (Rows{"3000001"}));
  RunRows(Numbers());  // back to the defaults
}

TEST(Executor, SumsTheStatisticsOfItsScans) {
  auto executor = std::move(*Executor::Create());
  auto stream = executor->Run(ScanOf(321), {});
  ASSERT_TRUE(stream) << stream.error().message;
  Batch batch;
  do ASSERT_TRUE((*stream)->Next(batch));
  while (batch.rows > 0);
  EXPECT_EQ((*stream)->statistics().records_seen, 321u);
}

}  // namespace
}  // namespace quarry
