// bucket(), timeChart(): aggregates over spans of time.
#include <algorithm>
#include <utility>

#include "bind/cql/groups.h"
#include "functions/library/cql/time_text.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

// Keeps the rows of the `limit` series whose numbers add up to most.
void KeepLargestSeries(CqlStage& rows, const std::vector<std::string>& series,
                       const std::vector<std::pair<std::string, ExprPtr>>& outputs, uint64_t limit, Span span) {
  rows.Materialize();
  ExprPtr total;
  for (const auto& [name, value] : outputs) {
    ExprPtr number = cql_value::FirstOf(cql_value::AsNumber(rows.Field(name)), cql_value::Number(0));
    total = total ? cql_value::Call("add", {total, number}) : number;
  }
  CqlStage groups = rows;
  CqlAggregation aggregation(groups);
  std::vector<ExprPtr> left;
  for (const std::string& name : series) {
    left.push_back(cql_value::AsText(rows.Field(name)));
    aggregation.Key(name, left.back());
  }
  ExprPtr sum = total ? aggregation.Add("cql_sum", {total}, span) : aggregation.Add("cql_count", {}, span);
  CqlStage totals = aggregation.Finish(span);
  std::vector<SortKey> order = {{sum, true, false}};
  for (const std::string& name : series) order.push_back({totals.Field(name), false, false});
  totals.Sort(std::move(order), limit);
  std::vector<NamedExpr> columns;
  std::vector<JoinKey> keys;
  for (size_t i = 0; i < series.size(); ++i) {
    columns.push_back({rows.NextId(), series[i], totals.Field(series[i])});
    keys.push_back({left[i], MakeColumn(columns.back().id, Type::kString)});
  }
  RelPtr right = MakeProject(totals.Plan(), std::move(columns));
  rows.SetPlan(MakeJoin(JoinKind::kLeftSemi, rows.Plan(), right, std::move(keys), nullptr, span));
}

// The span as a column beside each row: chosen for the query's interval, or for the times that there are.
ExprPtr AutomaticSpan(CqlStage& stage, CqlArguments& args, const ExprPtr& time) {
  constexpr double kBuckets = 127;
  auto real = [](double number) { return cql_value::Number(number); };
  const double buckets = args.Has("buckets") ? static_cast<double>(args.Limit("buckets", 1500)) : kBuckets;
  const double least = args.Has("minSpan") ? static_cast<double>(args.Milliseconds("minSpan")) : 1;
  if (!args.ok()) return nullptr;
  if (stage.context().interval) {
    const CqlContext::Interval& interval = *stage.context().interval;
    return cql_value::Call("cql_auto_span",
                           {real(static_cast<double>(interval.start)), real(static_cast<double>(interval.end) - 1),
                            real(buckets), real(least)},
                           args.span());
  }
  stage.Materialize();
  CqlStage all = stage;
  CqlAggregation aggregation(all);
  ExprPtr first = aggregation.Add("cql_min", {time}, args.span());
  ExprPtr last = aggregation.Add("cql_max", {time}, args.span());
  CqlStage one = aggregation.Finish(args.span());
  NamedExpr key{stage.NextId(), "all", cql_value::Text("all")};
  NamedExpr span{stage.NextId(), "span",
                 cql_value::Call("cql_auto_span", {first, last, real(buckets), real(least)}, args.span())};
  std::vector<JoinKey> keys = {{cql_value::Text("all"), MakeColumn(key.id, Type::kString)}};
  ExprPtr column = MakeColumn(span.id, Type::kReal);
  stage.SetPlan(MakeJoin(JoinKind::kInner, stage.Plan(), MakeProject(one.Plan(), {key, span}), std::move(keys), nullptr,
                         args.span()));
  return column;
}

bool Buckets(CqlStage& stage, CqlArguments& args, std::string_view series_parameter) {
  if (args.Has("unit"))
    return stage.context().Unsupported(args.SpanOf("unit"),
                                       "parameter `unit` of `" + std::string(args.def().name) + "`");
  const bool automatic = !args.Has("span") || args.String("span") == "auto";
  if (!automatic && args.Has("buckets")) {
    args.Invalid("buckets", "`" + std::string(args.def().name) + "` takes `span` or `buckets`, not both").label =
        "not with `span`";
    return false;
  }
  int64_t span = automatic ? 1 : args.Milliseconds("span");
  if (!automatic && args.Has("minSpan")) span = std::max(span, args.Milliseconds("minSpan"));
  std::string zone_name = args.String("timezone");
  std::vector<std::string> series = args.Fields(series_parameter);
  uint64_t limit = args.Limit("limit", 500);
  if (!args.ok()) return false;
  std::optional<TimeZone> zone = ParseTimeZone(zone_name);
  if (!zone)
    return stage.context().Unsupported(args.SpanOf("timezone"), "time zone `" + zone_name + "`",
                                       "UTC and offsets such as `+02:00` are supported");
  if (span <= 0) {
    args.Invalid("span", "a span is longer than nothing").label = "too short";
    return false;
  }
  constexpr std::string_view kTime = "\x01when";
  stage.Set(kTime, cql_value::AsNumber(stage.Field("@timestamp")));
  stage.Require(cql_value::Present(stage.Field(kTime)));
  for (const std::string& name : series) stage.Require(cql_value::Present(cql_value::AsText(stage.Field(name))));
  if (automatic) stage.Materialize();
  ExprPtr time = stage.Field(kTime);
  ExprPtr length = automatic ? AutomaticSpan(stage, args, time) : cql_value::Number(static_cast<double>(span));
  if (!length) return false;
  stage.Drop(kTime);
  ExprPtr bucket =
      cql_value::Call("cql_bucket", {time, length, cql_value::Number(zone->minutes * 60'000.0)}, args.span());
  // Within groupBy() its keys come first.
  std::vector<std::string> keys = std::exchange(stage.group, {});
  std::erase_if(keys,
                [&](const std::string& name) { return std::find(series.begin(), series.end(), name) != series.end(); });
  if (const cql::Expr* function = args.Get("function"); function && HasRowsAggregate(*function)) {
    if (!series.empty() && args.Has("limit"))
      return stage.context().Unsupported(args.SpanOf("limit"), "a limit of series of several rows");
    stage.Set("_bucket", bucket);
    keys.push_back("_bucket");
    keys.insert(keys.end(), series.begin(), series.end());
    if (!ApplyRowsAggregates(stage, keys, *function, args.span())) return false;
    std::vector<SortKey> order;
    for (const std::string& name : keys) order.push_back({stage.Field(name), false, false});
    if (stage.ordered()) order.insert(order.end(), stage.order().begin(), stage.order().end());
    stage.Sort(std::move(order), std::nullopt);
    return true;
  }
  CqlAggregation aggregation(stage);
  for (const std::string& name : keys) aggregation.Key(name, cql_value::AsText(stage.Field(name)));
  aggregation.Key("_bucket", bucket);
  for (const std::string& name : series) aggregation.Key(name, cql_value::AsText(stage.Field(name)));
  if (!args.Has("function"))
    aggregation.Output("_count", aggregation.Add("cql_count", {}, args.span()));
  else if (!aggregation.Apply(*args.Get("function")))
    return false;
  CqlStage rows = aggregation.Finish(args.span());
  if (!series.empty() && args.Has("limit")) KeepLargestSeries(rows, series, aggregation.outputs(), limit, args.span());
  keys.push_back("_bucket");
  keys.insert(keys.end(), series.begin(), series.end());
  std::vector<SortKey> order;
  for (const std::string& name : keys) order.push_back({rows.Field(name), false, false});
  rows.Sort(std::move(order), std::nullopt);
  stage = std::move(rows);
  return true;
}

bool Bucket(CqlStage& stage, CqlArguments& args) {
  return Buckets(stage, args, "field");
}
bool TimeChart(CqlStage& stage, CqlArguments& args) {
  return Buckets(stage, args, "series");
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kBucketCql) = {
    .name = "bucket",
    .doc =
        "Aggregates over spans of event time, in time order; `_bucket` is the start of the span in milliseconds. "
        "`field` groups further. Aggregates of several rows work within each span. "
        "All groups are kept unless `limit` is given. Spans without events give no row. Without a `span` it is the "
        "least of 1 s, 5 s, ..., 1 min, ..., 1 h, ..., 1 d, ..., not below `minSpan`, that cuts the query's time, or "
        "that of its events, into at most `buckets` (127) spans.",
    .example = "bucket(span=1h, field=event_platform, function=count())",
    .parameters = {{"span", Kind::kSpan, true, false, "auto"},
                   {"function", Kind::kAggregate, false, false, "count()"},
                   {"field", Kind::kFields},
                   {"limit", Kind::kNumber, false, false, "10"},
                   {"timezone", Kind::kString, false, false, "UTC"},
                   {"buckets", Kind::kNumber},
                   {"minSpan", Kind::kSpan},
                   {"unit", Kind::kString}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = Bucket,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeChartCql) = {
    .name = "timeChart",
    .doc =
        "As `bucket`, for charts: one series for each value of `series`. All series are kept unless `limit` is given. "
        "Spans without events give no row.",
    .example = "timeChart(event_platform, function=count(aid, distinct=true), span=1d)",
    .parameters = {{"series", Kind::kFields, true},
                   {"function", Kind::kAggregate, false, false, "count()"},
                   {"span", Kind::kSpan, false, false, "auto"},
                   {"limit", Kind::kNumber, false, false, "10"},
                   {"timezone", Kind::kString, false, false, "UTC"},
                   {"buckets", Kind::kNumber},
                   {"minSpan", Kind::kSpan},
                   {"unit", Kind::kString}},
    .role = CqlFunctionDef::Role::kAggregate,
    .in_groups = true,
    .bind = TimeChart,
};

}  // namespace quarry
