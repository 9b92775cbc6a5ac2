// What direct execution does over little data: joins, unnesting, windows, subqueries, shared nodes, aggregates of many
// values. RunRows compares each with DuckDB.
#include <gtest/gtest.h>

#include "exec/direct/direct.h"
#include "unit/exec/test_functions.h"

namespace quarry {
namespace {

using namespace quarry::testing;

ExprPtr Column(ColumnId id, Type type) {
  return MakeColumn(id, type);
}
Value Time(int64_t seconds) {
  return Value::Integer(Type::kDateTime, seconds * 10'000'000);
}
Value Dynamic(std::string_view json) {
  return Value::Text(Type::kDynamic, json);
}

std::vector<std::string> Rows(const RelPtr& plan) {
  EXPECT_TRUE(CanRunDirectly(*plan)) << PrintPlan(*plan);
  return RunRows(plan);
}
size_t CountRows(const RelPtr& plan) {
  return Rows(plan).size();
}

// Key (column 1), Text (2); keys repeat, one is null.
RelPtr Left() {
  return MakeValues({{1, "Key", Type::kLong}, {2, "Text", Type::kString}},
                    {{LongValue(1), Value::String("a")},
                     {LongValue(2), Value::String("b")},
                     {LongValue(2), Value::String("c")},
                     {Value::Null(Type::kLong), Value::String("d")},
                     {LongValue(5), Value::String("")}});
}
// Key (3), Number (4).
RelPtr Right() {
  return MakeValues({{3, "Key", Type::kLong}, {4, "Number", Type::kLong}}, {{LongValue(2), LongValue(20)},
                                                                            {LongValue(2), LongValue(21)},
                                                                            {LongValue(1), Value::Null(Type::kLong)},
                                                                            {Value::Null(Type::kLong), LongValue(40)},
                                                                            {LongValue(9), LongValue(90)}});
}

TEST(DirectLittle, JoinsInAllKinds) {
  const std::vector<JoinKey> keys = {{LongColumn(1), LongColumn(3)}};
  const auto rows = [&](JoinKind kind) { return CountRows(MakeJoin(kind, Left(), Right(), keys)); };
  EXPECT_EQ(rows(JoinKind::kInner), 5u);
  EXPECT_EQ(rows(JoinKind::kLeft), 7u);
  EXPECT_EQ(rows(JoinKind::kRight), 7u);
  EXPECT_EQ(rows(JoinKind::kFull), 9u);
  EXPECT_EQ(rows(JoinKind::kLeftSemi), 3u);
  EXPECT_EQ(rows(JoinKind::kLeftAnti), 2u);
  EXPECT_EQ(rows(JoinKind::kRightSemi), 3u);
  EXPECT_EQ(rows(JoinKind::kRightAnti), 2u);
  EXPECT_EQ(CountRows(MakeJoin(JoinKind::kInner, Left(), Right(), {})), 25u);
}

TEST(DirectLittle, JoinsUnderAFurtherCondition) {
  const std::vector<JoinKey> keys = {{LongColumn(1), LongColumn(3)}};
  const ExprPtr condition = MakeCall("greater", {LongColumn(4), Long(20)});
  const auto rows = [&](JoinKind kind) { return CountRows(MakeJoin(kind, Left(), Right(), keys, condition)); };
  EXPECT_EQ(rows(JoinKind::kInner), 2u);
  EXPECT_EQ(rows(JoinKind::kLeft), 5u);
  EXPECT_EQ(rows(JoinKind::kRight), 6u);
  EXPECT_EQ(rows(JoinKind::kFull), 9u);
  EXPECT_EQ(rows(JoinKind::kLeftSemi), 2u);
  EXPECT_EQ(rows(JoinKind::kLeftAnti), 3u);
  EXPECT_EQ(rows(JoinKind::kRightSemi), 1u);
  EXPECT_EQ(rows(JoinKind::kRightAnti), 4u);
}

TEST(DirectLittle, JoinsMoreRowsThanABatchHolds) {
  const auto numbers = [](ColumnId id, size_t count) {
    std::vector<std::vector<Value>> rows;
    for (size_t i = 0; i < count; ++i) rows.push_back({LongValue(static_cast<int64_t>(i % 3))});
    return MakeValues({{id, "N", Type::kLong}}, std::move(rows));
  };
  EXPECT_EQ(CountRows(MakeJoin(JoinKind::kInner, numbers(1, 300), numbers(2, 90), {{LongColumn(1), LongColumn(2)}})),
            9000u);
  EXPECT_EQ(CountRows(MakeJoin(JoinKind::kFull, numbers(1, 5000), numbers(2, 1), {{LongColumn(1), LongColumn(2)}})),
            5000u);
}

TEST(DirectLittle, AsofJoinTakesTheNewestAndSettlesTies) {
  const RelPtr left = MakeValues({{1, "Host", Type::kString}, {2, "Time", Type::kDateTime}},
                                 {{Value::String("a"), Time(100)},
                                  {Value::String("a"), Time(50)},
                                  {Value::String("a"), Time(500)},
                                  {Value::String("b"), Time(100)},
                                  {Value::String("a"), Value::Null(Type::kDateTime)}});
  const RelPtr right =
      MakeValues({{3, "Host", Type::kString}, {4, "Time", Type::kDateTime}, {5, "Name", Type::kString}},
                 {{Value::String("a"), Time(90), Value::String("old")},
                  {Value::String("a"), Time(101), Value::String("z")},
                  {Value::String("a"), Time(101), Value::String("m")},
                  {Value::String("a"), Time(110), Value::String("later")},
                  {Value::String("a"), Value::Null(Type::kDateTime), Value::String("never")}});
  const RelPtr plan = MakeAsofJoin(left, right, {{Column(1, Type::kString), Column(3, Type::kString)}},
                                   Column(2, Type::kDateTime), Column(4, Type::kDateTime), 20'000'000, 1'000'000'000);
  std::vector<std::string> names;
  for (const std::string& row : Rows(plan)) names.push_back(row.substr(row.rfind('|') + 1));
  EXPECT_EQ(names, (std::vector<std::string>{"null", "m", "null", "null", "null"}));
}

TEST(DirectLittle, UnnestsInStep) {
  const RelPtr input = MakeValues({{1, "Id", Type::kLong}, {2, "A", Type::kDynamic}, {3, "B", Type::kDynamic}},
                                  {{LongValue(1), Dynamic("[1,2,3]"), Dynamic(R"(["x","y"])")},
                                   {LongValue(2), Dynamic("[]"), Dynamic(R"({"k":1,"l":[2]})")},
                                   {LongValue(3), Value::Null(Type::kDynamic), Dynamic("7")},
                                   {LongValue(4), Dynamic("[]"), Dynamic("[]")}});
  const auto unnest = [&](bool empty_gives_row, std::optional<uint64_t> limit) {
    return MakeUnnest(
        input, {{4, "a", Type::kLong, Column(2, Type::kDynamic)}, {5, "b", Type::kString, Column(3, Type::kDynamic)}},
        empty_gives_row, "i", 6, limit);
  };
  EXPECT_EQ(CountRows(unnest(false, std::nullopt)), 6u);
  EXPECT_EQ(CountRows(unnest(true, std::nullopt)), 7u);
  EXPECT_EQ(CountRows(unnest(false, 1)), 3u);
}

TEST(DirectLittle, NumbersRowsAndLooksAtNeighbours) {
  const auto window = [](std::string_view function, std::vector<ExprPtr> args, Type type) {
    return WindowCall{10, "W", type, FindFunction(function), std::move(args), {}};
  };
  const RelPtr sorted = MakeSort(Left(), {{Column(2, Type::kString), true, false}});
  for (const RelPtr& input : {Left(), sorted}) {
    EXPECT_EQ(CountRows(MakeWindow(input, {window("row_number", {}, Type::kLong)}, {}, {})), 5u);
    EXPECT_EQ(CountRows(MakeWindow(input, {window("prev", {Column(2, Type::kString)}, Type::kString)}, {}, {})), 5u);
    EXPECT_EQ(CountRows(MakeWindow(input, {window("next", {LongColumn(1), Long(2), Long(-1)}, Type::kLong)}, {}, {})),
              5u);
  }
  EXPECT_EQ(CountRows(MakeWindow(Left(), {window("cql_row_number", {}, Type::kLong)}, {LongColumn(1)},
                                 {{Column(2, Type::kString), true, false}})),
            5u);
}

TEST(DirectLittle, SubqueriesAreConstants) {
  const RelPtr values = MakeValues({{7, "V", Type::kString}}, {{Value::String("B")}, {Value::String("x")}});
  const auto filtered = [&](bool ignore_case) {
    return MakeFilter(Left(), MakeInQuery(Column(2, Type::kString), values, ignore_case));
  };
  EXPECT_EQ(CountRows(filtered(false)), 0u);
  EXPECT_EQ(CountRows(filtered(true)), 1u);
  const RelPtr none = MakeValues({{7, "V", Type::kLong}}, {});
  EXPECT_EQ(CountRows(MakeFilter(Left(), MakeInQuery(LongColumn(1), none, false))), 0u);
  const AggregateCall most{8, "M", Type::kLong, FindFunction("max"), {LongColumn(4)}, nullptr, {}};
  const ExprPtr scalar = MakeSubquery(MakeAggregate(Right(), {}, {most}), Type::kLong);
  EXPECT_EQ(Rows(MakeProject(Left(), {{9, "M", scalar}})).front(), "90");
  EXPECT_EQ(Rows(MakeProject(Left(), {{9, "N", MakeSubquery(none, Type::kLong)}})).front(), "null");
}

TEST(DirectLittle, ComputesSharedNodesOnce) {
  const RelPtr shared = MakeFilter(Left(), MakeCall("is_not_null", {LongColumn(1)}));
  const RelPtr both = MakeUnion({shared, shared, MakeSort(shared, {{LongColumn(1), true, false}}, 1)},
                                {{8, "Key", Type::kLong}, {9, "Text", Type::kString}}, {{1, 2}, {1, 2}, {1, 2}});
  EXPECT_EQ(CountRows(both), 9u);
}

AggregateCall Call(ColumnId id, std::string_view function, std::vector<ExprPtr> args, Type type,
                   ExprPtr filter = nullptr) {
  return {id, "A" + std::to_string(id), type, FindFunction(function), std::move(args), std::move(filter), {}};
}

TEST(DirectLittle, AggregatesOfManyValues) {
  const RelPtr input = MakeProject(
      Right(), {{3, "Key", LongColumn(3)},
                {4, "Number", LongColumn(4)},
                {5, "Text", MakeCall("to_string", {LongColumn(4)})},
                {6, "Real", MakeCall("divide", {MakeCall("to_real", {LongColumn(4)}), MakeLiteral(Value::Real(7))})},
                {7, "Big", MakeCall("greater", {LongColumn(4), Long(20)})}});
  const ExprPtr number = LongColumn(4), text = Column(5, Type::kString), real = Column(6, Type::kReal),
                big = Column(7, Type::kBool);
  const std::vector<AggregateCall> calls = {
      Call(10, "make_set", {text}, Type::kDynamic),
      Call(11, "make_set", {number, Long(1)}, Type::kDynamic),
      Call(12, "make_set_if", {real, big}, Type::kDynamic),
      Call(13, "sum", {real}, Type::kReal),
      Call(14, "avg", {number}, Type::kReal),
      Call(15, "minif", {text, big}, Type::kString),
      Call(16, "take_any", {text}, Type::kString),
      Call(17, "arg_max", {number, text}, Type::kString),
      Call(18, "cql_sum", {real}, Type::kReal),
      Call(19, "cql_max", {real}, Type::kReal),
      Call(20, "cql_collect", {text, Text(","), Long(1)}, Type::kString, MakeCall("is_not_null", {text})),
      Call(21, "cql_min_by", {real, text}, Type::kString),
      Call(22, "count_distinctif", {number, big}, Type::kLong),
  };
  EXPECT_EQ(CountRows(MakeAggregate(input, {{30, "Key", LongColumn(3)}}, calls)), 4u);
  const RelPtr none = MakeFilter(input, MakeCall("greater", {number, Long(1000)}));
  EXPECT_EQ(CountRows(MakeAggregate(none, {}, calls)), 1u);
}

TEST(DirectLittle, BeaconsOfNewestEvents) {
  std::vector<std::vector<Value>> rows;
  for (int64_t i = 0; i < 300; ++i) rows.push_back({Time(60 * i), LongValue(i % 5 == 0 ? 900 : 100)});
  const RelPtr input = MakeValues({{1, "Time", Type::kDateTime}, {2, "Bytes", Type::kLong}}, std::move(rows));
  const ExprPtr time = Column(1, Type::kDateTime);
  EXPECT_EQ(CountRows(MakeAggregate(
                input, {},
                {Call(3, "beacon", {time}, Type::kDynamic), Call(4, "beacon", {time, LongColumn(2)}, Type::kDynamic),
                 Call(5, "beacon_score", {time, LongColumn(2)}, Type::kReal)})),
            1u);
}

}  // namespace
}  // namespace quarry
