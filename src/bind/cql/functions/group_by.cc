// groupBy(): one row for each combination of key values.
#include <algorithm>
#include <utility>

#include "bind/cql/groups.h"

namespace quarry {
namespace {

constexpr uint64_t kMaximumGroups = 1'000'000;

bool Bind(CqlStage& stage, CqlArguments& args) {
  uint64_t limit = args.Limit("limit", kMaximumGroups);
  std::vector<std::string> fields = args.Fields("field");
  if (!args.ok()) return false;
  // The keys of the groups around it are keys, too.
  std::vector<std::string> around = std::exchange(stage.group, {});
  std::erase_if(around,
                [&](const std::string& name) { return std::find(fields.begin(), fields.end(), name) != fields.end(); });
  fields.insert(fields.begin(), around.begin(), around.end());
  if (const cql::Expr* function = args.Get("function"); function && HasRowsAggregate(*function)) {
    if (args.Has("limit") && limit < kMaximumGroups) KeepLargestGroups(stage, fields, limit, args.span());
    return ApplyRowsAggregates(stage, fields, *function, args.span());
  }
  std::vector<ExprPtr> present;
  CqlAggregation aggregation(stage);
  for (const std::string& field : fields) {
    ExprPtr value = cql_value::AsText(stage.Field(field));
    present.push_back(cql_value::Present(value));
    aggregation.Key(field, value);
  }
  // A group without any key is no group.
  stage.Require(cql_value::Or(present));
  if (!args.Has("function"))
    aggregation.Output("_count", aggregation.Add("cql_count", {}, args.span()));
  else if (!aggregation.Apply(*args.Get("function")))
    return false;
  const bool cut = args.Has("limit") && limit < kMaximumGroups;
  ExprPtr size = cut ? aggregation.Add("cql_count", {}, args.span()) : nullptr;
  CqlStage rows = aggregation.Finish(args.span());
  if (cut) {
    // The largest groups are kept; equal ones by their keys.
    std::vector<SortKey> order = {{size, true, false}};
    for (const std::string& field : fields) order.push_back({rows.Field(field), false, false});
    rows.Sort(std::move(order), limit);
    rows.ForgetOrder();
  }
  stage = std::move(rows);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kGroupByCql) = {
    .name = "groupBy",
    .doc =
        "One row for each combination of values of the key fields, with the results of `function`: an aggregate, an "
        "array of them, or composites in braces. "
        "Events that have none of the keys are left out. `function=[]` gives the keys alone; `function=tail(1)` the "
        "latest event of each group. Aggregates of several rows (`groupBy`, `table`, `session`, `partition`, the "
        "sequence functions) work within each group; beside others their rows are combined.",
    .example = "groupBy([aid, UserName], function=[count(), max(@timestamp, as=last)], limit=max)",
    .parameters = {{"field", CqlParameter::Kind::kFields, true, true},
                   {"function", CqlParameter::Kind::kAggregate, false, false, "count()"},
                   {"limit", CqlParameter::Kind::kNumber, false, false, "20000"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Bind,
};

}  // namespace quarry
