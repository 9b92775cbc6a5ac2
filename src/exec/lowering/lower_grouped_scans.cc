// Lowering of groupings that the threads of scans keep: SQL sees parts of groups and puts them together.
#include <algorithm>
#include <utility>

#include "exec/grouping/fold.h"
#include "exec/lowering/aggregate_calls.h"
#include "exec/lowering/lowerer.h"
#include "functions/analytics/newest.h"
#include "functions/analytics/number_set.h"

namespace quarry {

// The parts of one aggregate of a grouping that scans keep, put together.
sql::ExprPtr Lowerer::MergedParts(const AggregateCall& call, const std::vector<std::string>& parts) {
  const ScanForm form = ScanFormOf(call);
  const auto sum = [](const std::string& name) { return sql::Call("sum", {sql::Column(name)}); };
  if (form.aggregate == ScanAggregate::kCount) return sql::Call("coalesce", {sum(parts[0]), sql::Integer(0)});
  std::vector<sql::ExprPtr> args;
  std::vector<Type> types;
  std::vector<const Value*> constants;
  for (size_t i = 0; i < call.args.size(); ++i) {
    // The rows that the condition leaves out are in no part.
    const bool is_condition = i == form.condition;
    const bool is_value = i < form.values;
    args.push_back(is_value       ? sql::Column(parts[std::min(i, parts.size() - 1)])
                   : is_condition ? sql::Bool(true)
                                  : LowerExpr(*call.args[i], Block()));
    types.push_back(call.args[i]->type);
    constants.push_back(is_value || is_condition ? nullptr : &call.args[i]->literal);
  }
  const sql::ExprPtr whole = call.function->duckdb({args, types, constants, call.type, this});
  switch (form.aggregate) {
    case ScanAggregate::kMean:
      // A mean is made of a sum and a count, which have a part each.
      return ReplaceOutermost(whole, IsAggregateCall, [&](const sql::ExprPtr& found) -> sql::ExprPtr {
        if (found->name == "count") return sum(parts[1]);
        if (found->name == "sum") return sum(parts[0]);
        return sql::Binary("/", sum(parts[0]), sum(parts[1]));
      });
    case ScanAggregate::kNewest:
    case ScanAggregate::kNumbers: {
      const bool is_set = form.aggregate == ScanAggregate::kNumbers;
      return ReplaceOutermost(whole, IsAggregateCall, [&](const sql::ExprPtr&) {
        return sql::Call(std::string(is_set ? kMergeNumberSetsFunction : kMergeNewestFunction),
                         {sql::Column(parts[0])});
      });
    }
    case ScanAggregate::kDistinct:
      // Parts without a value are those of other aggregates.
      return WithModifiers(whole, sql::IsNotNull(sql::Column(parts[0])), nullptr);
    default:
      return whole;
  }
}

Block Lowerer::LowerGroupedScans(const Rel& rel, const std::vector<ScanArm>& arms) {
  std::vector<std::string> key_names, names;
  std::vector<std::vector<std::string>> parts;
  for (const NamedExpr& key : rel.keys) names.push_back(names_.Fresh(key.name));
  key_names = names;
  for (const AggregateCall& call : rel.aggregates) {
    parts.emplace_back();
    const ScanForm form = ScanFormOf(call);
    std::vector<Type> types;
    for (size_t i = 0; i < form.values; ++i) types.push_back(call.args[i]->type);
    const size_t count = PartTypes(form.aggregate, types).size();
    for (size_t i = 0; i < count; ++i) parts.back().push_back(names_.Fresh(call.name));
    names.insert(names.end(), parts.back().begin(), parts.back().end());
  }
  std::vector<sql::QueryPtr> queries;
  sql::RelationPtr from;
  for (const std::vector<ScanArm>& shared : ArmsBySource(arms)) {
    NativeScan scan;
    scan.source = shared[0].scan->source;
    scan.spec = SpecOfArms(shared);
    scan.names = names;
    std::shared_ptr<GroupingSpec> grouping = MakeGroupingSpec(rel, shared, scan.spec.columns);
    for (size_t i = 0; i < scan.spec.columns.size(); ++i) scan.ids.push_back(GroupingSpec::IdOf(i));
    grouping->memory_limit = options_.grouping_memory;
    grouping->trial_rows = options_.grouping_trial_rows;
    scan.grouping = std::move(grouping);
    from = ScanTable(std::move(scan));
    auto query = std::make_shared<sql::Query>();
    query->from = from;
    for (const std::string& name : names) query->items.push_back({sql::Column(name), name});
    if (names.empty()) query->items.push_back({sql::Integer(1), "_"});
    queries.push_back(std::move(query));
  }
  if (queries.size() > 1) {
    auto all = std::make_shared<sql::Query>(*queries[0]);
    all->union_all.assign(queries.begin() + 1, queries.end());
    from = OverQuery(std::move(all)).from;
  }
  auto query = std::make_shared<sql::Query>();
  query->from = std::move(from);
  for (size_t i = 0; i < rel.keys.size(); ++i) {
    query->group_by.push_back(sql::Column(key_names[i]));
    query->items.push_back({query->group_by.back(), names_.Of(rel.keys[i].id, rel.keys[i].name)});
  }
  for (size_t i = 0; i < rel.aggregates.size(); ++i) {
    const AggregateCall& call = rel.aggregates[i];
    query->items.push_back({OfType(MergedParts(call, parts[i]), call.type, call.function->nullable_string),
                            names_.Of(call.id, call.name)});
  }
  if (query->items.empty()) query->items.push_back({sql::Call("count", {sql::Star()}), "_"});
  Block block = OverQuery(std::move(query));
  for (const OutputColumn& out : rel.output) AddColumn(block, out);
  block.in_order = rel.keys.empty();
  return block;
}

}  // namespace quarry
