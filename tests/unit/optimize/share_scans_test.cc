#include <gtest/gtest.h>

#include "unit/optimize/plan_makers.h"

namespace quarry::testing {
namespace {

// A scan of `source` with column numbers from `first` and the condition S == text in it; none without a text.
RelPtr ScanOf(const std::shared_ptr<const Source>& source, ColumnId first, std::string_view text) {
  auto scan = std::make_shared<Rel>(*Table("T", first));
  scan->source = source;
  if (!text.empty()) scan->scan_predicate = Call("equals", {S(first + 1), Text(text)});
  return scan;
}

RelPtr JoinOn(const RelPtr& left, ColumnId l, const RelPtr& right, ColumnId r) {
  return MakeJoin(JoinKind::kInner, left, right, {{A(l), A(r)}});
}

RelPtr AfterSharing(const RelPtr& plan) {
  ColumnIds ids;
  while (ids.Next() < 1000) {
  }
  for (const RuleDef* def : AllOptimizerRules())
    if (def->name == "share_scans") return def->apply(plan, ids);
  return nullptr;
}

TEST(ShareScans, BuildSidesOfOneSourceAreReadInOnePass) {
  const auto source = std::make_shared<NamedSource>("T");
  const RelPtr other = Table("U", 1);
  const RelPtr plan =
      AfterSharing(JoinOn(JoinOn(other, 1, ScanOf(source, 11, "x"), 11), 1, ScanOf(source, 21, "y"), 21));
  ASSERT_EQ(ValidatePlan(*plan), "");
  EXPECT_EQ(PrintPlan(*plan),
            "join inner on A#1 == A#21\n"
            "  join inner on A#1 == A#11\n"
            "    scan U [A:long, S:string, D:dynamic]\n"
            "    project A, S, D\n"
            "      filter S == \"x\"\n"
            "        [1] scan T [A:long, S:string, D:dynamic] where S == \"x\" or S == \"y\"\n"
            "  project A, S, D\n"
            "    filter S == \"y\"\n"
            "      shared 1\n");
  const Rel& first = *plan->inputs[0]->inputs[1]->inputs[0]->inputs[0];
  EXPECT_EQ(&first, plan->inputs[1]->inputs[0]->inputs[0].get());
}

TEST(ShareScans, RowsThatAreKeptAlreadyAreNotReadAgain) {
  const auto source = std::make_shared<NamedSource>("T");
  const RelPtr plan = AfterSharing(JoinOn(ScanOf(source, 11, "x"), 11, ScanOf(source, 21, "x"), 21));
  ASSERT_EQ(ValidatePlan(*plan), "");
  EXPECT_EQ(plan->inputs[0]->inputs[0], plan->inputs[1]->inputs[0]);
  EXPECT_EQ(plan->inputs[0]->inputs[0]->kind, Rel::Kind::kScan);
}

TEST(ShareScans, WhatStreamsOrHasNoConditionStaysAlone) {
  const auto source = std::make_shared<NamedSource>("T");
  // The left side streams through the join.
  const RelPtr streams = JoinOn(ScanOf(source, 11, "x"), 11, ScanOf(source, 21, "y"), 21);
  EXPECT_EQ(AfterSharing(streams), streams);
  const RelPtr all = JoinOn(JoinOn(Table("U", 1), 1, ScanOf(source, 11, ""), 11), 1, ScanOf(source, 21, ""), 21);
  EXPECT_EQ(AfterSharing(all), all);
  const RelPtr others = JoinOn(JoinOn(Table("U", 1), 1, ScanOf(source, 11, "x"), 11), 1,
                               ScanOf(std::make_shared<NamedSource>("V"), 21, "y"), 21);
  EXPECT_EQ(AfterSharing(others), others);
  // A grouping holds its groups, not its rows.
  const auto grouped = [&](ColumnId first) {
    return MakeAggregate(ScanOf(source, first, "x"), {{first + 5, "K", A(first)}}, {});
  };
  const RelPtr groups = MakeJoin(JoinKind::kInner, grouped(11), grouped(21), {{A(16), A(26)}});
  EXPECT_EQ(AfterSharing(groups), groups);
}

}  // namespace
}  // namespace quarry::testing
