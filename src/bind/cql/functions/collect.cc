// collect(): the different values of fields, joined into one text each.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

bool Aggregate(CqlAggregation& aggregation, CqlArguments& args) {
  if (!args.Bool("multival") && args.Has("multival")) {
    return aggregation.context().Unsupported(args.SpanOf("multival"), "`collect(multival=false)`",
                                             "gives several rows");
  }
  uint64_t limit = args.Limit("limit", 10'000);
  std::string separator = args.String("separator");
  for (const std::string& field : args.Fields("fields")) {
    ExprPtr value = cql_value::AsText(aggregation.scope().Field(field));
    ExprPtr joined = aggregation.Add(
        "cql_collect",
        {value, cql_value::Text(separator), MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(limit)))},
        args.span(), cql_value::Present(value));
    aggregation.Output(field, joined);
  }
  return args.ok();
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kCollectCql) = {
    .name = "collect",
    .doc =
        "The different values of each field, joined by `separator`. Each field is collected for itself; the values "
        "stand in the order of their texts.",
    .example = "groupBy(aid, function=collect([UserName, FileName]))",
    .parameters = {{"fields", CqlParameter::Kind::kFields, true, true},
                   {"limit", CqlParameter::Kind::kNumber, false, false, "2000"},
                   {"multival", CqlParameter::Kind::kBool, false, false, "true"},
                   {"separator", CqlParameter::Kind::kString, false, false, "\n"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .aggregate = Aggregate,
};

}  // namespace quarry
