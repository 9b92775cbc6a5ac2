// The matcher finds for each plan what evaluating its conditions row by row finds, with whatever index in between.
#include "exec/matcher/matcher.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "exec/matcher/candidate_index.h"
#include "exec/matcher/row_branches.h"
#include "exec/rows_source.h"
#include "plan/evaluator.h"

namespace quarry {
namespace {

using Row = std::pair<std::optional<std::string>, std::optional<std::string>>;

class MatcherTest : public testing::Test {
 protected:
  // A rule as binders make it: its own column ids over its own scan node, a guard, then the rest.
  RelPtr Plan(const std::function<ExprPtr(const ExprPtr& a, const ExprPtr& b)>& condition) {
    ScanColumn record;
    record.kind = ScanColumn::Kind::kRecord;
    record.type = Type::kLong;
    const ColumnId a = ids_.Next(), b = ids_.Next(), r = ids_.Next();
    RelPtr plan =
        MakeScan(source_, {{b, "B", Type::kString}, {a, "A", Type::kString}, {r, "R", Type::kLong}},
                 {RowsSource::Column("B", Type::kString, 1), RowsSource::Column("A", Type::kString, 0), record});
    plan = MakeFilter(plan, MakeCall("is_not_null", {MakeColumn(a, Type::kString)}));
    plan = MakeFilter(plan, condition(MakeColumn(a, Type::kString), MakeColumn(b, Type::kString)));
    return MakeSort(MakeProject(plan, {{ids_.Next(), "Record", MakeColumn(r, Type::kLong)}}), {});
  }
  static Value ValueOf(const std::optional<std::string>& text) {
    return text ? Value::String(*text) : Value::Null(Type::kString);
  }
  static std::shared_ptr<const Source> SourceOf(const std::vector<Row>& rows) {
    auto values = std::make_shared<RowsSource::Rows>();
    for (const Row& row : rows) values->push_back({ValueOf(row.first), ValueOf(row.second)});
    return std::make_shared<RowsSource>(std::move(values), 64);
  }
  static ExprPtr Text(const std::string& text) { return MakeLiteral(Value::String(text)); }

  std::shared_ptr<const Source> source_;
  ColumnIds ids_;
};

TEST_F(MatcherTest, AgreesWithRowByRowEvaluation) {
  std::mt19937 random(7);
  const std::vector<std::string> words = {"powershell",   "PowerShell.exe", "cmd",  "certutil",      "-encode",
                                          "rundll32.exe", "abcd",           "bcde", "\u00e9t\u00e9", "x"};
  const auto sentence = [&]() -> std::optional<std::string> {
    if (random() % 5 == 0) return std::nullopt;
    std::string text;
    for (int i = static_cast<int>(random() % 4); i > 0; --i)
      text += words[random() % words.size()] + (random() % 2 ? " " : "");
    return text;
  };
  std::vector<Row> rows;
  for (int i = 0; i < 200; ++i) rows.emplace_back(sentence(), sentence());
  source_ = SourceOf(rows);

  const std::vector<std::string> functions = {"contains_nocase", "starts_with_nocase", "ends_with_nocase",
                                              "equals_nocase", "contains_case"};
  Matcher matcher;
  std::vector<std::function<bool(const Row&)>> expected;
  for (size_t rule = 0; rule < 60; ++rule) {
    const std::string f = functions[random() % functions.size()], g = functions[random() % functions.size()];
    const std::string v = words[random() % words.size()], w = words[random() % words.size()];
    const bool any = random() % 2, negated = random() % 3 == 0;
    const auto condition = [=](const ExprPtr& a, const ExprPtr& b) {
      const ExprPtr left = MakeCall(f, {a, Text(v)});
      ExprPtr right = MakeCall(g, {b, Text(w)});
      if (negated) right = MakeCall("not", {right});
      return MakeCall(any ? "or" : "and", {left, right});
    };
    const RelPtr plan = Plan(condition);
    ASSERT_TRUE(matcher.Add(rule, plan));
    expected.push_back([=](const Row& row) {
      const auto literal = [](const std::optional<std::string>& text) { return MakeLiteral(ValueOf(text)); };
      const ExprPtr all = MakeCall(
          "and", {MakeCall("is_not_null", {literal(row.first)}), condition(literal(row.first), literal(row.second))});
      const std::optional<Value> value = EvaluateConstant(*all);
      return value && !value->is_null() && value->boolean();
    });
  }
  std::map<size_t, std::set<int64_t>> found;
  const Result<std::vector<ScanReport>> done = matcher.Run({.threads = 2}, [&](size_t key, const Batch& batch) {
    for (size_t row = 0; row < batch.rows; ++row) found[key].insert(batch.columns[0].Get(row).integer);
  });
  ASSERT_TRUE(done.has_value());
  size_t total = 0;
  for (size_t rule = 0; rule < expected.size(); ++rule) {
    std::set<int64_t> want;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (expected[rule](rows[i])) want.insert(static_cast<int64_t>(i));
    }
    EXPECT_EQ(found[rule], want) << "rule " << rule;
    total += want.size();
  }
  EXPECT_GT(total, 100u);
  ASSERT_EQ(done->size(), 1u);
  EXPECT_EQ(done->front().passed, total);
}

TEST_F(MatcherTest, PlansThatAreNotRowWiseAreRefused) {
  source_ = SourceOf({});
  const auto anything = [](const ExprPtr& a, const ExprPtr&) { return MakeCall("contains_nocase", {a, Text("x")}); };
  EXPECT_TRUE(TakeApart(Plan(anything)).has_value());
  EXPECT_FALSE(TakeApart(MakeLimit(Plan(anything), 5)).has_value());
  EXPECT_FALSE(TakeApart(MakeAggregate(Plan(anything), {}, {})).has_value());
}

TEST(CandidateIndex, FindsEveryOccurrence) {
  std::mt19937 random(11);
  const auto text = [&](size_t longest) {
    std::string out;
    for (size_t i = random() % longest + 4; i > 0; --i) out += "abC."[random() % 4];
    return out;
  };
  std::vector<std::string> needles;
  CandidateIndex index;
  for (uint32_t rule = 0; rule < 200; ++rule) {
    needles.push_back(text(4));
    for (char& c : needles.back()) c = c == 'C' ? 'c' : c;
    index.Add(3, needles.back(), rule);
  }
  index.Build();
  CandidateIndex::Scratch scratch;
  for (int i = 0; i < 300; ++i) {
    const std::string haystack = text(30);
    std::string lowered = haystack;
    for (char& c : lowered) c = c == 'C' ? 'c' : c;
    std::set<uint32_t> found, want;
    index.Search(3, haystack, scratch, [&](uint32_t rule) { found.insert(rule); });
    for (uint32_t rule = 0; rule < needles.size(); ++rule) {
      if (lowered.find(needles[rule]) != std::string::npos) want.insert(rule);
    }
    EXPECT_EQ(found, want);
    index.Search(2, haystack, scratch, [](uint32_t) { ADD_FAILURE(); });
  }
}

}  // namespace
}  // namespace quarry
