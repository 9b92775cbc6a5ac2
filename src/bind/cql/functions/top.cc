// top(): the most frequent values.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

bool Bind(CqlStage& stage, CqlArguments& args) {
  if (args.Has("rest")) return stage.context().Unsupported(args.SpanOf("rest"), "parameter `rest` of `top`");
  if (args.Bool("percent")) return stage.context().Unsupported(args.SpanOf("percent"), "parameter `percent` of `top`");
  if (args.Has("sum") && args.Has("max")) {
    args.Invalid("max", "`top` takes `sum` or `max`, not both").label = "not with `sum`";
    return false;
  }
  uint64_t limit = args.Limit("limit", 20'000);
  std::vector<std::string> fields = args.Fields("field");
  CqlAggregation aggregation(stage);
  for (const std::string& field : fields) {
    ExprPtr value = cql_value::AsText(stage.Field(field));
    stage.Require(cql_value::Present(value));
    aggregation.Key(field, value);
  }
  ExprPtr measure;
  std::string name;
  if (args.Has("sum") || args.Has("max")) {
    std::string_view by = args.Has("sum") ? "sum" : "max";
    measure =
        aggregation.Add(by == "sum" ? "cql_sum" : "cql_max", {cql_value::AsNumber(args.FieldValue(by))}, args.span());
    name = by == "sum" ? "_sum" : "_max";
  } else {
    measure = aggregation.Add("cql_count", {}, args.span());
    name = "_count";
  }
  if (args.Has("as")) name = args.Field("as");
  aggregation.Output(name, measure);
  if (!args.ok()) return false;
  CqlStage rows = aggregation.Finish(args.span());
  std::vector<SortKey> order = {{measure, true, false}};
  for (const std::string& field : fields) order.push_back({rows.Field(field), false, false});
  rows.Sort(std::move(order), limit);
  stage = std::move(rows);
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kTopCql) = {
    .name = "top",
    .doc =
        "The values (or combinations of values) that occur most often, or have the largest `sum` or `max` of a field; "
        "exact. Events that lack a field are left out.",
    .example = "top([UserName, ComputerName], limit=20)",
    .parameters = {{"field", CqlParameter::Kind::kFields, true, true},
                   {"limit", CqlParameter::Kind::kNumber, false, false, "10"},
                   {"sum", CqlParameter::Kind::kField},
                   {"max", CqlParameter::Kind::kField},
                   {"percent", CqlParameter::Kind::kBool, false, false, "false"},
                   {"rest", CqlParameter::Kind::kString},
                   {"as", CqlParameter::Kind::kString},
                   {"error", CqlParameter::Kind::kNumber, false, false, "5"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Bind,
};

}  // namespace quarry
