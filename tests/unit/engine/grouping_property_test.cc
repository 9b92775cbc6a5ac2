// Random groupings: kept by the threads of the scan, in much memory or hardly any, on one thread or several, they give
// the rows that DuckDB gives over the rows of the scan.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <random>

#include "exec/direct/direct.h"
#include "exec/executor.h"
#include "exec/rows_source.h"
#include "plan/scan_grouping.h"
#include "types/cell_text.h"

namespace quarry {
namespace {

class GroupingMaker {
 public:
  explicit GroupingMaker(uint32_t seed) : random_(seed), many_keys_(Pick(3) == 0) {}

  RelPtr Grouping() {
    RelPtr rows = Pick(4) == 0 ? Union() : Steps(Table());
    std::vector<NamedExpr> keys;
    for (uint32_t i = Pick(4); i > 0; --i) keys.push_back({ids_.Next(), "k" + std::to_string(i), Key(*rows)});
    std::vector<AggregateCall> calls;
    for (uint32_t i = Pick(5); i > 0; --i) calls.push_back(Call(*rows, "a" + std::to_string(i)));
    if (keys.empty() && calls.empty()) calls.push_back(Call(*rows, "a"));
    return MakeAggregate(std::move(rows), std::move(keys), std::move(calls));
  }

 private:
  uint32_t Pick(uint32_t below) { return static_cast<uint32_t>(random_() % below); }
  template <typename T>
  T OneOf(std::initializer_list<T> of) {
    return *(of.begin() + Pick(static_cast<uint32_t>(of.size())));
  }
  int64_t Number() { return many_keys_ ? static_cast<int64_t>(Pick(5000)) - 2500 : static_cast<int64_t>(Pick(7)) - 3; }

  Value Cell(Type type) {
    if (type != Type::kString && Pick(6) == 0) return Value::Null(type);
    switch (type) {
      case Type::kBool:
        return Value::Bool(Pick(2) == 0);
      case Type::kReal:
        // Whole numbers add up in any order; the others are for minimum and maximum.
        return Value::Real(static_cast<double>(Number()));
      case Type::kString:
        return many_keys_
                   ? Value::String("text " + std::to_string(Number()))
                   : Value::String(OneOf({"", "a", "b", "ab", "a longer text that no vector keeps inside", "B"}));
      case Type::kLong:
        // Some sums need more than 64 bits in between.
        if (large_ && Pick(4) == 0)
          return Value::Integer(type,
                                OneOf({std::numeric_limits<int64_t>::max() - 5, std::numeric_limits<int64_t>::min()}));
        return Value::Integer(type, Number());
      default:
        return Value::Integer(type, Number() * 7'000'000'000);
    }
  }

  static constexpr Type kTypes[] = {Type::kLong, Type::kString, Type::kReal,   Type::kDateTime,
                                    Type::kBool, Type::kInt,    Type::kString, Type::kString};
  RelPtr Table() {
    large_ = Pick(8) == 0;
    auto rows = std::make_shared<RowsSource::Rows>();
    // Many rows now and then: whether remembering pays is judged after some thousands.
    const uint32_t count = Pick(3) == 0 ? Pick(5) : Pick(12) == 0 ? 15000 + Pick(15000) : Pick(6000);
    // Rows of telemetry repeat others but for their times and measures.
    const bool repeats = Pick(2) == 0;
    for (uint32_t i = count; i > 0; --i) {
      if (repeats && !rows->empty() && Pick(8) != 0) {
        std::vector<Value> row = (*rows)[Pick(static_cast<uint32_t>(std::min<size_t>(rows->size(), 300)))];
        for (size_t k = 0; k < row.size(); ++k)
          if (kTypes[k] == Type::kReal || kTypes[k] == Type::kDateTime) row[k] = Cell(kTypes[k]);
        rows->push_back(std::move(row));
        continue;
      }
      rows->emplace_back();
      for (const Type type : kTypes) rows->back().push_back(type == Type::kInt ? SmallInt() : Cell(type));
    }
    source_ = std::make_shared<RowsSource>(rows, 1 + Pick(300));
    return ScanOfSource();
  }
  RelPtr ScanOfSource() {
    std::vector<OutputColumn> output;
    std::vector<ScanColumn> columns;
    for (size_t i = 0; i < std::size(kTypes); ++i) {
      output.push_back({ids_.Next(), "c" + std::to_string(i), kTypes[i]});
      columns.push_back(RowsSource::Column(output.back().name, kTypes[i], i));
    }
    RelPtr scan = MakeScan(source_, output, columns);
    if (Pick(2)) return scan;
    auto copy = std::make_shared<Rel>(*scan);
    copy->scan_predicate = Condition(*scan);
    return copy;
  }
  Value SmallInt() {
    return Pick(6) == 0 ? Value::Null(Type::kInt) : Value::Integer(Type::kInt, static_cast<int64_t>(Pick(100)));
  }

  RelPtr Steps(RelPtr rows) {
    for (uint32_t i = Pick(3); i > 0; --i) {
      if (Pick(2)) {
        rows = MakeFilter(rows, Condition(*rows));
        continue;
      }
      std::vector<NamedExpr> columns;
      for (const OutputColumn& column : rows->output)
        columns.push_back({ids_.Next(), column.name, MakeColumn(column.id, column.type)});
      columns.push_back({ids_.Next(), "computed", Computed(*rows)});
      rows = MakeProject(rows, std::move(columns));
    }
    return rows;
  }
  RelPtr Union() {
    std::vector<RelPtr> arms;
    std::vector<OutputColumn> output;
    std::vector<std::vector<ColumnId>> columns;
    for (const Type type : kTypes) output.push_back({ids_.Next(), "u" + std::to_string(output.size()), type});
    const bool one_source = Pick(2) == 0;
    for (uint32_t i = 0; i < 2 + Pick(2); ++i) {
      arms.push_back(Steps(i > 0 && one_source ? ScanOfSource() : Table()));
      columns.emplace_back();
      for (size_t k = 0; k < output.size(); ++k) columns.back().push_back(arms.back()->output[k].id);
    }
    return Steps(MakeUnion(std::move(arms), std::move(output), std::move(columns)));
  }

  ExprPtr ColumnOf(const Rel& rows, Type type) {
    std::vector<const OutputColumn*> fitting;
    for (const OutputColumn& column : rows.output)
      if (column.type == type) fitting.push_back(&column);
    return MakeColumn(fitting[Pick(static_cast<uint32_t>(fitting.size()))]->id, type);
  }
  // Of one text, or of several columns, or of others only for some texts.
  ExprPtr Text(const Rel& rows) {
    const ExprPtr text = ColumnOf(rows, Type::kString);
    const ExprPtr lower = MakeCall("to_lower", {text});
    switch (Pick(4)) {
      case 0:
        return lower;
      case 1:
        return MakeCall("strcat", {lower, ColumnOf(rows, OneOf({Type::kString, Type::kLong}))});
      default:
        return MakeCall("iff",
                        {MakeCall("equals", {lower, MakeLiteral(Value::String(OneOf({"", "b", "text 7"})))}),
                         MakeCall("strcat", {ColumnOf(rows, OneOf({Type::kString, Type::kLong})), text}), lower});
    }
  }
  ExprPtr Computed(const Rel& rows) {
    switch (Pick(4)) {
      case 0:
      case 1:
        return Text(rows);
      case 2:
        return MakeCall("bin", {ColumnOf(rows, Type::kDateTime),
                                MakeLiteral(Value::Integer(Type::kTimeSpan, OneOf<int64_t>({1, 3'000'000'000, 0})))});
      default:
        return MakeCall("iff", {Condition(rows), ColumnOf(rows, Type::kLong), ColumnOf(rows, Type::kLong)});
    }
  }
  ExprPtr Condition(const Rel& rows) {
    if (Pick(3) == 0) {
      const ExprPtr empty = MakeCall("is_empty", {MakeCall("to_lower", {ColumnOf(rows, Type::kString)})});
      return MakeCall(OneOf<std::string_view>({"and", "or"}), {MakeCall("not", {empty}), Condition(rows)});
    }
    if (Pick(2))
      return MakeCall("is_not_empty", {ColumnOf(rows, OneOf({Type::kString, Type::kLong, Type::kDateTime}))});
    return MakeCall("greater", {ColumnOf(rows, Type::kLong), MakeLiteral(Value::Integer(Type::kLong, Number()))});
  }
  ExprPtr Key(const Rel& rows) {
    if (Pick(3) == 0) return Computed(rows);
    return ColumnOf(rows, OneOf({Type::kLong, Type::kString, Type::kString, Type::kDateTime, Type::kBool, Type::kInt}));
  }
  AggregateCall Call(const Rel& rows, std::string name) {
    const FunctionDef* def = FindFunction(OneOf<std::string_view>(
        {"count",       "countif",    "sum",     "sumif",   "min",        "minif",          "max",
         "maxif",       "avg",        "avgif",   "dcount",  "dcountif",   "count_distinct", "make_set",
         "take_any",    "take_anyif", "cql_sum", "cql_avg", "cql_min",    "cql_max",        "cql_count_distinct",
         "cql_collect", "arg_max",    "arg_min", "beacon",  "number_set", "cql_max_by",     "cql_min_by"}));
    AggregateCall call{ids_.Next(), std::move(name), Type::kLong, def, {}, nullptr, {}};
    const std::string_view called = def->name;
    const bool counts = called == "count" || called == "countif";
    if (called == "beacon") {
      call.args = {ColumnOf(rows, Type::kDateTime)};
      if (Pick(2)) call.args.push_back(ColumnOf(rows, OneOf({Type::kLong, Type::kReal})));
    } else if (called == "cql_collect") {
      call.args = {ColumnOf(rows, Type::kString), MakeLiteral(Value::String("\n")),
                   MakeLiteral(Value::Integer(Type::kLong, 50))};
    } else if (called == "cql_count_distinct") {
      call.args = {ColumnOf(rows, Type::kString)};
    } else if (called == "cql_max_by" || called == "cql_min_by") {
      const ExprPtr number = ColumnOf(rows, Type::kLong);
      call.args = {MakeCall("to_real", {number}), MakeCall("to_string", {number})};
    } else if (called == "number_set") {
      call.args = {ColumnOf(rows, OneOf({Type::kLong, Type::kInt}))};
    } else if (called.starts_with("cql_")) {
      call.args = {ColumnOf(rows, Type::kReal)};
    } else if (called.starts_with("arg_")) {
      // Rows of the same first argument have the same value, so that the answer is one.
      call.args = {ColumnOf(rows, Type::kLong)};
      call.args.push_back(call.args[0]);
      if (Pick(2)) call.args[1] = MakeCall("is_null", {call.args[0]});
    } else if (called.starts_with("sum") || called.starts_with("avg")) {
      call.args = {ColumnOf(rows, OneOf({Type::kLong, Type::kReal, Type::kInt}))};
      // Of numbers, or of what texts decide.
      if (Pick(4) == 0)
        call.args = {MakeCall("iff", {Condition(rows), ColumnOf(rows, Type::kLong), ColumnOf(rows, Type::kLong)})};
      else if (Pick(3) == 0)
        call.args = {MakeCall(
            "iff", {MakeCall("is_empty", {MakeCall("to_lower", {ColumnOf(rows, Type::kString)})}),
                    MakeLiteral(Value::Integer(Type::kLong, 1)), MakeLiteral(Value::Integer(Type::kLong, 100))})};
    } else if (!counts) {
      call.args = {ColumnOf(rows, OneOf({Type::kLong, Type::kReal, Type::kString, Type::kDateTime, Type::kBool}))};
    }
    if (ScanFormOf(call).condition != ScanForm::kNoCondition) call.args.push_back(Condition(rows));
    if (Pick(3) == 0) call.filter = Condition(rows);
    std::vector<Type> types;
    for (const ExprPtr& arg : call.args) types.push_back(arg->type);
    call.type = ResultTypeOf(*def, types);
    return call;
  }

  std::mt19937 random_;
  bool many_keys_;
  std::shared_ptr<const Source> source_;
  bool large_ = false;
  ColumnIds ids_;
};

// The rows, or the error.
std::vector<std::string> RowsOf(Executor& executor, const RelPtr& plan, bool in_scan, bool direct, int threads,
                                size_t memory) {
  ExecuteOptions options;
  options.group_in_scan = in_scan;
  options.direct = direct;
  options.threads = threads;
  options.grouping_memory = memory;
  options.grouping_trial_rows = threads == 1 ? 0 : 1000;
  Result<std::unique_ptr<ResultStream>> stream = executor.Run(plan, options);
  if (!stream) return {"error: " + stream.error().message};
  std::vector<std::string> rows;
  Batch batch;
  for (;;) {
    if (Result<void> next = (*stream)->Next(batch); !next) return {"error"};
    if (batch.rows == 0) return rows;
    for (size_t row = 0; row < batch.rows; ++row) {
      std::string text;
      for (const ColumnVector& column : batch.columns) {
        const Cell cell = column.Get(row);
        if (cell.null)
          text += "null";
        else
          AppendCellJson(column.type(), cell, text);
        text += '|';
      }
      rows.push_back(std::move(text));
    }
  }
}

TEST(Grouping, FormsAreThoseOfAggregates) {
  EXPECT_EQ(UnknownScanForms(), std::vector<std::string_view>());
}

TEST(Grouping, InTheScanGivesTheRowsOfDuckdb) {
  Result<std::unique_ptr<Executor>> executor = Executor::Create();
  ASSERT_TRUE(executor) << executor.error().message;
  const char* rounds = std::getenv("QUARRY_PROPERTY_ROUNDS");
  const uint32_t seeds = rounds != nullptr ? static_cast<uint32_t>(std::atoi(rounds)) : 60;
  size_t kept = 0, direct = 0;
  for (uint32_t seed = 1; seed <= seeds; ++seed) {
    const RelPtr plan = GroupingMaker(seed).Grouping();
    ASSERT_EQ(ValidatePlan(*plan), "") << PrintPlan(*plan);
    if (ScanArmsOf(*plan, [](const RelPtr&) { return false; }).empty()) continue;
    ++kept;
    const std::vector<std::string> expected = RowsOf(**executor, plan, false, false, 1, 0);
    direct += CanRunDirectly(*plan);
    for (const bool direct_too : {false, true})
      for (const int threads : {1, 4})
        for (const size_t memory : {size_t{0}, size_t{1}, size_t{20'000}})
          ASSERT_EQ(RowsOf(**executor, plan, true, direct_too, threads, memory), expected)
              << "seed " << seed << ", " << threads << " threads, " << memory << " bytes"
              << (direct_too ? ", directly\n" : "\n") << PrintPlan(*plan);
  }
  EXPECT_GT(kept * 2, seeds);
  EXPECT_GT(direct * 10, seeds);
}

}  // namespace
}  // namespace quarry
