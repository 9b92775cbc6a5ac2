// Random plans: optimized and as they are bound they give the same rows. As filters move between DuckDB and the
// native scan, this compares the kernels of functions with their DuckDB forms, too.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "exec/executor.h"
#include "exec/rows_source.h"
#include "optimize/rule.h"

namespace quarry {
namespace {

class PlanMaker {
 public:
  explicit PlanMaker(uint32_t seed) : random_(seed) {}
  ColumnIds& ids() { return ids_; }

  RelPtr Plan(int depth) {
    if (depth == 0) return Pick(6) == 0 ? Literals() : Table();
    switch (Pick(10)) {
      case 0:
      case 1:
      case 2:
        return Filter(Plan(depth - 1));
      case 3:
        return Project(Plan(depth - 1));
      case 4:
        return Join(depth);
      case 5:
        return Union(depth);
      case 6:
        return Group(Plan(depth - 1));
      case 7:
        return Top(Plan(depth - 1));
      case 8:
        return Window(Plan(depth - 1));
      default:
        return Unnest(Plan(depth - 1));
    }
  }

 private:
  uint32_t Pick(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  template <typename T>
  T OneOf(std::initializer_list<T> of) {
    return *(of.begin() + Pick(static_cast<uint32_t>(of.size())));
  }

  static Value Long(int64_t v) { return Value::Integer(Type::kLong, v); }
  Value RandomLong() { return Pick(5) == 0 ? Value::Null(Type::kLong) : Long(static_cast<int64_t>(Pick(6))); }
  Value RandomText() {
    return Value::String(OneOf({"", "alpha", "Alpha beta", "beta-gamma", "gamma delta epsilon zeta", "ALPHA"}));
  }
  Value RandomDynamic() {
    const char* text =
        OneOf({"null", "[]", "[1,2,\"x\"]", "{\"k\":\"alpha\",\"n\":1}", "\"beta\"", "7", "[[1],{\"k\":null}]"});
    return std::string_view(text) == "null" ? Value::Null(Type::kDynamic) : Value::Text(Type::kDynamic, text);
  }
  std::vector<std::vector<Value>> Rows(size_t count) {
    std::vector<std::vector<Value>> rows;
    for (size_t i = 0; i < count; ++i) rows.push_back({RandomLong(), RandomText(), RandomDynamic()});
    return rows;
  }
  std::vector<OutputColumn> Columns() {
    return {{ids_.Next(), "A", Type::kLong}, {ids_.Next(), "S", Type::kString}, {ids_.Next(), "D", Type::kDynamic}};
  }

  RelPtr Literals() { return MakeValues(Columns(), Rows(Pick(4))); }
  RelPtr Table() {
    auto source = std::make_shared<RowsSource>(std::make_shared<RowsSource::Rows>(Rows(Pick(40))), 7);
    return MakeScan(source, Columns(),
                    {RowsSource::Column("A", Type::kLong, 0), RowsSource::Column("S", Type::kString, 1),
                     RowsSource::Column("D", Type::kDynamic, 2)});
  }

  // A column of `type`, or a literal when there is none.
  ExprPtr Column(const std::vector<OutputColumn>& columns, Type type) {
    std::vector<const OutputColumn*> fitting;
    for (const OutputColumn& column : columns)
      if (column.type == type) fitting.push_back(&column);
    if (fitting.empty() || Pick(12) == 0)
      return MakeLiteral(type == Type::kLong ? RandomLong() : type == Type::kString ? RandomText() : RandomDynamic());
    return MakeColumn(fitting[Pick(static_cast<uint32_t>(fitting.size()))]->id, type);
  }
  ExprPtr Number(const std::vector<OutputColumn>& columns) {
    if (Pick(3)) return Column(columns, Type::kLong);
    return MakeCall(OneOf<std::string_view>({"add", "subtract", "multiply"}),
                    {Column(columns, Type::kLong), MakeLiteral(Long(static_cast<int64_t>(Pick(3))))});
  }
  ExprPtr Text(const std::vector<OutputColumn>& columns) {
    switch (Pick(4)) {
      case 0:
        return MakeCall("to_string", {MakeCall("dynamic_member",
                                               {Column(columns, Type::kDynamic), MakeLiteral(Value::String("k"))})});
      case 1:
        return MakeCall("iff", {Predicate(columns, 0), Column(columns, Type::kString), Column(columns, Type::kString)});
      default:
        return Column(columns, Type::kString);
    }
  }
  ExprPtr Predicate(const std::vector<OutputColumn>& columns, int depth) {
    if (depth > 0) {
      switch (Pick(4)) {
        case 0:
          return MakeCall("and", {Predicate(columns, depth - 1), Predicate(columns, depth - 1)});
        case 1:
          return MakeCall(
              "or", {Predicate(columns, depth - 1), Predicate(columns, depth - 1), Predicate(columns, depth - 1)});
        case 2:
          return MakeCall("not", {Predicate(columns, depth - 1)});
        default:
          break;
      }
    }
    switch (Pick(7)) {
      case 0:
      case 1:
        return MakeCall(
            OneOf<std::string_view>({"equals", "not_equals", "less", "less_equal", "greater", "greater_equal"}),
            {Number(columns), Number(columns)});
      case 2:
        return MakeCall(OneOf<std::string_view>({"has_term", "contains_nocase", "starts_with_case", "equals_nocase"}),
                        {Text(columns), MakeLiteral(RandomText())});
      case 3:
        return MakeCall(OneOf<std::string_view>({"is_null", "is_not_null"}), {Column(columns, Type::kLong)});
      case 4:
        return MakeCall("in", {Number(columns), MakeLiteral(Long(1)), MakeLiteral(Long(4))});
      case 5:
        return MakeCall("equals", {Text(columns), Text(columns)});
      default:
        return MakeLiteral(Value::Bool(Pick(2) == 0));
    }
  }

  RelPtr Filter(RelPtr input) {
    ExprPtr predicate = Predicate(input->output, 2);
    if (Pick(6) == 0)
      predicate =
          MakeCall("and", {predicate, MakeInQuery(Column(input->output, Type::kLong), OneColumn(Table()), false)});
    return MakeFilter(std::move(input), std::move(predicate));
  }
  RelPtr OneColumn(RelPtr input) {
    ExprPtr number = Column(input->output, Type::kLong);
    return MakeProject(std::move(input), {{ids_.Next(), "only", std::move(number)}});
  }
  RelPtr Project(RelPtr input) {
    std::vector<NamedExpr> list;
    const uint32_t count = 1 + Pick(4);
    for (uint32_t i = 0; i < count; ++i) {
      ExprPtr expr;
      switch (Pick(4)) {
        case 0:
          expr = Number(input->output);
          break;
        case 1:
          expr = Text(input->output);
          break;
        case 2:
          expr = Column(input->output, Type::kDynamic);
          break;
        default: {
          const OutputColumn* column =
              input->output.empty() ? nullptr : &input->output[Pick(static_cast<uint32_t>(input->output.size()))];
          expr = column ? MakeColumn(column->id, column->type) : MakeLiteral(Long(1));
        }
      }
      list.push_back({ids_.Next(), "c" + std::to_string(i), std::move(expr)});
    }
    return MakeProject(std::move(input), std::move(list));
  }
  RelPtr Join(int depth) {
    RelPtr left = Plan(depth - 1), right = Plan(Pick(static_cast<uint32_t>(depth)));
    const Type type = Pick(2) ? Type::kLong : Type::kString;
    const JoinKind kind = OneOf({JoinKind::kInner, JoinKind::kLeft, JoinKind::kRight, JoinKind::kFull,
                                 JoinKind::kLeftSemi, JoinKind::kLeftAnti, JoinKind::kRightSemi, JoinKind::kRightAnti});
    JoinKey key{Column(left->output, type), Column(right->output, type)};
    return MakeJoin(kind, std::move(left), std::move(right), {std::move(key)});
  }
  RelPtr Union(int depth) {
    RelPtr first = Plan(depth - 1);
    // The other arm is the first one under a filter (then it is shared), or another plan with a column of each type.
    RelPtr second = Pick(2) ? Filter(first) : Plan(depth - 1);
    std::vector<OutputColumn> output;
    std::vector<std::vector<ColumnId>> columns(2);
    for (const OutputColumn& a : first->output)
      for (const OutputColumn& b : second->output) {
        if (a.type != b.type || output.size() >= 3) continue;
        output.push_back({ids_.Next(), "u" + std::to_string(output.size()), a.type});
        columns[0].push_back(a.id);
        columns[1].push_back(b.id);
      }
    return MakeUnion({std::move(first), std::move(second)}, std::move(output), std::move(columns));
  }
  RelPtr Group(RelPtr input) {
    std::vector<NamedExpr> keys;
    if (Pick(4)) keys.push_back({ids_.Next(), "k", Pick(2) ? Number(input->output) : Text(input->output)});
    if (Pick(2)) keys.push_back({ids_.Next(), "k2", Column(input->output, Type::kLong)});
    if (keys.empty()) keys.push_back({ids_.Next(), "k3", Text(input->output)});
    std::vector<AggregateCall> calls;
    for (uint32_t i = Pick(3); i > 0; --i) {
      const FunctionDef* def = FindFunction(
          OneOf<std::string_view>({"count", "sum", "min", "max", "make_list", "make_set", "dcount", "take_any"}));
      AggregateCall call{ids_.Next(), "a" + std::to_string(i), Type::kLong, def, {}, nullptr, {}};
      if (def->name != "count")
        call.args.push_back(def->name == "sum" || Pick(2) ? Column(input->output, Type::kLong) : Text(input->output));
      std::vector<Type> types;
      for (const ExprPtr& arg : call.args) types.push_back(arg->type);
      call.type = ResultTypeOf(*def, types);
      if (Pick(3) == 0) call.filter = Predicate(input->output, 1);
      calls.push_back(std::move(call));
    }
    return MakeAggregate(std::move(input), std::move(keys), std::move(calls));
  }
  // Ordered by all columns: with ties, the rows that the optimizer drops would decide.
  RelPtr Window(RelPtr input) {
    std::vector<SortKey> order;
    for (const OutputColumn& column : input->output)
      order.push_back({MakeColumn(column.id, column.type), Pick(2) == 0, Pick(2) == 0});
    std::vector<WindowCall> calls;
    calls.push_back({ids_.Next(), "n", Type::kLong, FindFunction("row_number"), {}, {}});
    calls.push_back({ids_.Next(), "p", Type::kString, FindFunction("prev"), {Text(input->output)}, {}});
    calls.push_back(
        {ids_.Next(), "s", Type::kLong, FindFunction("row_cumsum"), {Column(input->output, Type::kLong)}, {}});
    std::vector<ExprPtr> partition;
    if (Pick(2)) partition.push_back(Column(input->output, Type::kLong));
    return MakeWindow(std::move(input), std::move(calls), std::move(partition), std::move(order));
  }
  RelPtr Top(RelPtr input) {
    std::vector<SortKey> keys;
    for (const OutputColumn& column : input->output)
      keys.push_back({MakeColumn(column.id, column.type), Pick(2) == 0, Pick(2) == 0});
    return MakeSort(std::move(input), std::move(keys), Pick(2) ? std::optional<uint64_t>(Pick(5)) : std::nullopt);
  }
  RelPtr Unnest(RelPtr input) {
    ExprPtr value = Column(input->output, Type::kDynamic);
    const bool indexed = Pick(2);
    const ColumnId id = ids_.Next();
    return MakeUnnest(std::move(input), {{id, "e", Type::kDynamic, std::move(value)}}, Pick(2) == 0, indexed ? "i" : "",
                      indexed ? ids_.Next() : 0, Pick(3) ? std::nullopt : std::optional<uint64_t>(1 + Pick(2)));
  }

  std::mt19937 random_;
  ColumnIds ids_;
};

std::vector<std::string> Rows(Executor& executor, const RelPtr& plan) {
  auto stream = executor.Run(plan, {});
  if (!stream) return {"error: " + stream.error().message};
  std::vector<std::string> rows;
  Batch batch;
  for (;;) {
    if (Result<void> next = (*stream)->Next(batch); !next) return {"error: " + next.error().message};
    if (batch.rows == 0) break;
    for (size_t r = 0; r < batch.rows; ++r) {
      std::string line;
      for (const ColumnVector& column : batch.columns) {
        const Cell cell = column.Get(r);
        line += cell.null                  ? "null"
                : IsTextual(column.type()) ? "'" + std::string(cell.text) + "'"
                                           : std::to_string(cell.integer);
        line += "|";
      }
      rows.push_back(std::move(line));
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

TEST(Optimizer, RandomPlansKeepTheirRows) {
  auto executor = std::move(*Executor::Create());
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    PlanMaker maker(seed);
    const RelPtr plan = maker.Plan(static_cast<int>(1 + seed % 5));
    ASSERT_EQ(ValidatePlan(*plan), "") << "seed " << seed << "\n" << PrintPlan(*plan);
    const RelPtr optimized = Optimize(plan, maker.ids(), {.validate = true});
    const std::vector<std::string> expected = Rows(*executor, plan);
    ASSERT_TRUE(expected.empty() || !expected[0].starts_with("error"))
        << expected[0] << "\n"
        << PrintPlan(*plan) << *executor->ExplainSql(plan);
    ASSERT_EQ(Rows(*executor, optimized), expected) << "seed " << seed << "\n"
                                                    << PrintPlan(*plan) << "optimized:\n"
                                                    << PrintPlan(*optimized);
  }
}

}  // namespace
}  // namespace quarry
