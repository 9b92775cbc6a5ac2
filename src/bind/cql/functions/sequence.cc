// neighbor(), accumulate(), slidingWindow(): values of other rows in the order that the rows have.
#include "bind/cql/aggregation.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool NeedsOrder(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`" + std::string(args.def().name) + "`")) return false;
  if (stage.ordered()) return true;
  Diagnostic& d = stage.diagnostics().Add(Code::Q0209, args.call().name_span,
                                          "`" + std::string(args.def().name) + "` needs rows in an order");
  d.label = "comes behind `sort`, `head`, `tail`, `table` or `bucket`";
  return false;
}

bool Neighbor(CqlStage& stage, CqlArguments& args) {
  if (!NeedsOrder(stage, args)) return false;
  const bool before = args.String("direction") == "preceding";
  uint64_t distance = args.Limit("distance", 10'000);
  std::string prefix = args.Has("prefix") ? args.String("prefix") + "." : std::string();
  std::vector<std::string> fields = args.Fields("include");
  if (!args.ok()) return false;
  stage.Materialize();
  std::vector<WindowCall> windows;
  std::vector<std::pair<std::string, ExprPtr>> found;
  for (const std::string& field : fields) {
    WindowCall call;
    call.id = stage.NextId();
    call.name = prefix + field;
    call.type = Type::kString;
    call.function = FindFunction(before ? "cql_row_before" : "cql_row_after");
    call.args = {cql_value::AsText(stage.Field(field)),
                 MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(distance)))};
    call.span = args.span();
    found.emplace_back(call.name, MakeColumn(call.id, Type::kString));
    windows.push_back(std::move(call));
  }
  std::vector<SortKey> order = stage.order();
  stage.SetPlan(MakeWindow(stage.Plan(), std::move(windows), {}, order, args.span()));
  for (const auto& [name, value] : found) stage.Set(name, value);
  stage.Sort(std::move(order), std::nullopt);
  return true;
}

// Aggregates over the rows up to each row: all of them, or the last `rows`.
bool RunningAggregates(CqlStage& stage, CqlArguments& args, std::optional<int64_t> rows) {
  const std::string name = "`" + std::string(args.def().name) + "`";
  if (args.String("current") != "include")
    return stage.context().Unsupported(args.SpanOf("current"), name + " without the current row");
  stage.Materialize();
  CqlAggregation aggregation(stage);
  if (!aggregation.Apply(*args.Get("function"))) return false;
  std::vector<WindowCall> windows;
  for (const AggregateCall& call : aggregation.calls()) {
    if (call.filter || call.function->name == "cql_last" || call.function->name == "cql_collect") {
      return stage.context().Unsupported(args.SpanOf("function"), "this aggregate in " + name);
    }
    WindowCall window;
    window.id = call.id;
    window.name = call.name;
    window.type = call.type;
    window.function = call.function;
    window.args = call.args;
    if (rows) {
      constexpr std::string_view kPrefix = "cql_";
      window.function = FindFunction("cql_last_rows_" + std::string(call.function->name.substr(kPrefix.size())));
      if (!window.function) return stage.context().Unsupported(args.SpanOf("function"), "this aggregate in " + name);
      window.args.push_back(MakeLiteral(Value::Integer(Type::kLong, *rows)));
    }
    window.span = call.span;
    windows.push_back(std::move(window));
  }
  std::vector<SortKey> order = stage.order();
  stage.SetPlan(MakeWindow(stage.Plan(), std::move(windows), {}, order, args.span()));
  for (const auto& [output, value] : aggregation.outputs()) {
    // A running sum starts at 0.
    bool sum = false;
    for (const AggregateCall& call : aggregation.calls()) {
      sum |= value->kind == Expr::Kind::kColumn && value->column == call.id && call.function->name == "cql_sum";
    }
    stage.Set(output, sum ? cql_value::FirstOf(value, cql_value::Number(0)) : value);
  }
  stage.Sort(std::move(order), std::nullopt);
  return args.ok();
}

bool Accumulate(CqlStage& stage, CqlArguments& args) {
  return NeedsOrder(stage, args) && RunningAggregates(stage, args, std::nullopt);
}

bool SlidingWindow(CqlStage& stage, CqlArguments& args) {
  if (!NeedsOrder(stage, args)) return false;
  const uint64_t events = args.Limit("events", 1000);
  if (!args.ok()) return false;
  if (events == 0) {
    args.Invalid("events", "a window has one event at least").label = "from 1 to 1000";
    return false;
  }
  return RunningAggregates(stage, args, static_cast<int64_t>(events));
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kNeighborCql) = {
    .name = "neighbor",
    .doc = "Fields of the row before this one, or behind it, as `prefix.field`; absent at the edge.",
    .example = "sort(@timestamp, order=asc) | neighbor(aip, prefix=previous)",
    .parameters = {{"include", Kind::kFields, true, true},
                   {"distance", Kind::kNumber, false, false, "1"},
                   {"direction", Kind::kEnum, false, false, "preceding", "preceding succeeding"},
                   {"prefix", Kind::kString}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Neighbor,
};
QUARRY_DEFINE(CqlFunctionDef, kAccumulateCql) = {
    .name = "accumulate",
    .doc = "An aggregate over all rows up to this one, beside the row's own fields.",
    .example = "sort(@timestamp, order=asc) | accumulate(sum(bytes))",
    .parameters = {{"function", Kind::kAggregate, true, true},
                   {"current", Kind::kEnum, false, false, "include", "include exclude"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = Accumulate,
};

QUARRY_DEFINE(CqlFunctionDef, kSlidingWindowCql) = {
    .name = "slidingWindow",
    .doc =
        "An aggregate over the last rows, this one included, beside the row's own fields: `count`, `sum`, `avg`, "
        "`min`, `max`.",
    .example = "sort(@timestamp, order=asc) | slidingWindow(avg(bytes), events=3)",
    .parameters = {{"function", Kind::kAggregate, true, true},
                   {"events", Kind::kNumber, false, true},
                   {"current", Kind::kEnum, false, false, "include", "include exclude"}},
    .role = CqlFunctionDef::Role::kAggregate,
    .bind = SlidingWindow,
};

}  // namespace quarry
