// Entries: ScanFormOf, CanKeepInScan, ScanArmsOf.
#include "plan/scan_grouping.h"

#include <algorithm>
#include <utility>

#include "plan/evaluator.h"

namespace quarry {

namespace {

struct NamedForm {
  std::string_view name;  // of the function
  ScanForm form;
};
constexpr NamedForm kForms[] = {
    {"any", {ScanAggregate::kAny, 1}},
    {"anyif", {ScanAggregate::kAny, 1, 1}},
    {"arg_max", {ScanAggregate::kRowOfMaximum, 2}},
    {"arg_min", {ScanAggregate::kRowOfMinimum, 2}},
    {"avg", {ScanAggregate::kMean, 1}},
    {"avgif", {ScanAggregate::kMean, 1, 1}},
    {"beacon", {ScanAggregate::kNewest, 1}},
    {"beacon_score", {ScanAggregate::kNewest, 1}},
    {"count", {ScanAggregate::kCount}},
    {"count_distinct", {ScanAggregate::kDistinct, 1}},
    {"count_distinctif", {ScanAggregate::kDistinct, 1, 1}},
    {"countif", {ScanAggregate::kCount, 0, 0}},
    {"cql_avg", {ScanAggregate::kMean, 1}},
    {"cql_collect", {ScanAggregate::kDistinct, 1}},
    {"cql_count", {ScanAggregate::kCount}},
    {"cql_count_distinct", {ScanAggregate::kDistinct, 1}},
    {"cql_max", {ScanAggregate::kMaximum, 1}},
    {"cql_max_by", {ScanAggregate::kRowOfMaximum, 2}},
    {"cql_min", {ScanAggregate::kMinimum, 1}},
    {"cql_min_by", {ScanAggregate::kRowOfMinimum, 2}},
    {"cql_sum", {ScanAggregate::kSum, 1}},
    {"dcount", {ScanAggregate::kDistinct, 1}},
    {"dcountif", {ScanAggregate::kDistinct, 1, 1}},
    {"make_set", {ScanAggregate::kDistinct, 1}},
    {"make_set_if", {ScanAggregate::kDistinct, 1, 1}},
    {"makeset", {ScanAggregate::kDistinct, 1}},
    {"max", {ScanAggregate::kMaximum, 1}},
    {"maxif", {ScanAggregate::kMaximum, 1, 1}},
    {"min", {ScanAggregate::kMinimum, 1}},
    {"minif", {ScanAggregate::kMinimum, 1, 1}},
    {"number_set", {ScanAggregate::kNumbers, 1}},
    {"number_set_overlap", {ScanAggregate::kNone, 1}},
    {"sum", {ScanAggregate::kSum, 1}},
    {"sumif", {ScanAggregate::kSum, 1, 1}},
    {"take_any", {ScanAggregate::kAny, 1}},
    {"take_anyif", {ScanAggregate::kAny, 1, 1}},
};

bool RunsInScan(const Expr& expr) {
  return CanEvaluate(expr) && IsDeterministic(expr);
}

bool IsValueOf(ScanAggregate form, Type type) {
  switch (form) {
    case ScanAggregate::kSum:
    case ScanAggregate::kMean:
      // Numbers inside JSON are left to DuckDB, and so are points in time: their sum leaves 64 bits at once.
      return type == Type::kInt || type == Type::kLong || type == Type::kReal || type == Type::kTimeSpan;
    default:
      return true;
  }
}

}  // namespace

ScanForm ScanFormOf(const AggregateCall& call) {
  for (const NamedForm& known : kForms) {
    if (known.name != call.function->name) continue;
    ScanForm form = known.form;
    if (form.aggregate == ScanAggregate::kNewest) form.values = call.args.size();
    return form;
  }
  return {};
}

std::vector<std::string_view> UnknownScanForms() {
  std::vector<std::string_view> unknown;
  for (const NamedForm& form : kForms) {
    const FunctionDef* def = FindFunction(form.name);
    if (def == nullptr || def->kind != FunctionKind::kAggregate) unknown.push_back(form.name);
  }
  return unknown;
}

bool CanKeepInScan(const AggregateCall& call) {
  const ScanForm form = ScanFormOf(call);
  if (form.aggregate == ScanAggregate::kNone || (call.filter && !RunsInScan(*call.filter))) return false;
  if (call.args.size() < form.values) return false;
  for (size_t i = 0; i < call.args.size(); ++i) {
    const bool is_constant = i != form.condition && i >= form.values;
    if (is_constant ? form.aggregate != ScanAggregate::kDistinct || !call.args[i]->is_literal()
                    : !RunsInScan(*call.args[i]))
      return false;
  }
  return form.values == 0 || IsValueOf(form.aggregate, call.args[0]->type);
}

namespace {

bool CanGroup(const Rel& aggregate) {
  // Which of several equal reals (0 and -0) names a group is left to DuckDB.
  constexpr size_t kMostKeys = 32;
  if (aggregate.keys.size() > kMostKeys) return false;
  for (const NamedExpr& key : aggregate.keys)
    if (key.expr->type == Type::kReal || !RunsInScan(*key.expr)) return false;
  for (const AggregateCall& call : aggregate.aggregates)
    if (!CanKeepInScan(call)) return false;
  return true;
}

bool CanStep(const Rel& rel) {
  switch (rel.kind) {
    case Rel::Kind::kFilter:
      return RunsInScan(*rel.predicate);
    case Rel::Kind::kProject:
      for (const NamedExpr& column : rel.projections)
        if (!RunsInScan(*column.expr)) return false;
      return true;
    case Rel::Kind::kUnion:
      return true;
    default:
      return false;
  }
}

ScanStep StepOf(const Rel& rel) {
  if (rel.kind == Rel::Kind::kFilter) return {rel.predicate, {}};
  return {nullptr, rel.projections};
}

ScanStep UnionStep(const Rel& rel, size_t input) {
  ScanStep step;
  for (size_t k = 0; k < rel.output.size(); ++k) {
    const OutputColumn& out = rel.output[k];
    step.columns.push_back({out.id, out.name, MakeColumn(rel.union_columns[input][k], out.type)});
  }
  return step;
}

bool Collect(const RelPtr& rel, const std::function<bool(const RelPtr&)>& is_shared, std::vector<ScanStep> above,
             std::vector<ScanArm>& arms) {
  if (is_shared(rel)) return false;
  if (rel->kind == Rel::Kind::kScan) {
    arms.push_back({rel, {above.rbegin(), above.rend()}});
    return true;
  }
  if (!CanStep(*rel)) return false;
  if (rel->kind != Rel::Kind::kUnion) {
    above.push_back(StepOf(*rel));
    return Collect(rel->inputs[0], is_shared, std::move(above), arms);
  }
  for (size_t i = 0; i < rel->inputs.size(); ++i) {
    std::vector<ScanStep> own = above;
    own.push_back(UnionStep(*rel, i));
    if (!Collect(rel->inputs[i], is_shared, std::move(own), arms)) return false;
  }
  return !rel->inputs.empty();
}

}  // namespace

std::vector<ScanArm> ScanArmsOf(const Rel& aggregate, const std::function<bool(const RelPtr&)>& is_shared) {
  std::vector<ScanArm> arms;
  if (!CanGroup(aggregate) || !Collect(aggregate.inputs[0], is_shared, {}, arms)) return {};
  return arms;
}

std::vector<std::vector<ScanArm>> ArmsBySource(const std::vector<ScanArm>& arms) {
  std::vector<std::vector<ScanArm>> groups;
  for (const ScanArm& arm : arms) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const std::vector<ScanArm>& group) {
      return group[0].scan->source == arm.scan->source;
    });
    if (same != groups.end())
      same->push_back(arm);
    else
      groups.push_back({arm});
  }
  return groups;
}

ScanSpec SpecOfArms(const std::vector<ScanArm>& arms) {
  ScanSpec spec;
  spec.prefilter = arms[0].scan->prefilter;
  spec.key_filters = arms[0].scan->key_filters;
  spec.ranges = arms[0].scan->ranges;
  for (size_t i = 1; i < arms.size(); ++i) {
    const Rel& scan = *arms[i].scan;
    spec.prefilter = LiteralFilter::Or({spec.prefilter, scan.prefilter});
    spec.ranges = AnyOf(spec.ranges, scan.ranges);
    std::vector<KeyFilter> of_both;
    for (const KeyFilter& own : spec.key_filters)
      for (const KeyFilter& other : scan.key_filters)
        if (own.key == other.key) of_both.push_back({own.key, LiteralFilter::Or({own.filter, other.filter})});
    spec.key_filters = std::move(of_both);
  }
  return spec;
}

}  // namespace quarry
