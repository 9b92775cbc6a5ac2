// Aggregates that give several rows a group, in groupBy(function=...) and stats(): nested groupBy, table, session and
// so on, alone or beside others, whose rows are then combined.
// Thread rule: one thread, within one bind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bind/cql/aggregation.h"

namespace quarry {

// Whether one of the aggregates in `function` gives several rows.
bool HasRowsAggregate(const cql::Expr& function);
// Applies them to `stage` within the groups of `keys` (none: all rows), of which one at least is there; false: a
// diagnostic was added. REQUIRES: HasRowsAggregate(function).
bool ApplyRowsAggregates(CqlStage& stage, const std::vector<std::string>& keys, const cql::Expr& function, Span span);

// Only rows of the `limit` largest groups remain; equal ones are chosen by their keys.
void KeepLargestGroups(CqlStage& stage, const std::vector<std::string>& keys, uint64_t limit, Span span);

// A number for each row, from 0 on, that grows by one at each row where `starts` is true, in the order of the stage
// within its groups; its name in the stage. REQUIRES: the stage is ordered.
std::string NumberParts(CqlStage& stage, const ExprPtr& starts, Span span);
// Aggregates within the groups and parts of the stage; the rows come in the order of their first row. The rows'
// fields are the groups' and those that `add` puts out.
template <typename Add>
bool AggregateParts(CqlStage& stage, const std::string& part, Span span, const Add& add);
// A column of the place of each row in the order of the stage, from 1; within its groups if `in_groups`.
ExprPtr RowNumber(CqlStage& stage, bool in_groups, Span span);

template <typename Add>
bool AggregateParts(CqlStage& stage, const std::string& part, Span span, const Add& add) {
  ExprPtr place = cql_value::Call("to_real", {RowNumber(stage, false, span)});
  CqlAggregation aggregation(stage);
  for (const std::string& name : stage.group) aggregation.Key(name, cql_value::AsText(stage.Field(name)));
  aggregation.Key(part, stage.Field(part), false);
  ExprPtr first = aggregation.Add("cql_min", {place}, span);
  if (!add(aggregation)) return false;
  CqlStage rows = aggregation.Finish(span);
  rows.Sort({{first, false, false}}, std::nullopt);
  stage = std::move(rows);
  return true;
}

}  // namespace quarry
