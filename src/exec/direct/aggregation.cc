#include "exec/direct/aggregation.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "exec/direct/collected.h"

namespace quarry::direct {

namespace {

using Kind = Aggregation::Kind;

struct NamedKind {
  std::string_view name;  // of the function
  Kind kind;
};
// Which arguments are values, and which is a condition, says ScanFormOf.
constexpr NamedKind kKinds[] = {
    {"any", Kind::kAny},
    {"anyif", Kind::kAny},
    {"arg_max", Kind::kRowOfMax},
    {"arg_min", Kind::kRowOfMin},
    {"avg", Kind::kMean},
    {"avgif", Kind::kMean},
    {"beacon", Kind::kCollected},
    {"beacon_score", Kind::kCollected},
    {"count", Kind::kCount},
    {"count_distinct", Kind::kDistinct},
    {"count_distinctif", Kind::kDistinct},
    {"countif", Kind::kCount},
    {"cql_avg", Kind::kMean},
    {"cql_collect", Kind::kCollected},
    {"cql_count", Kind::kCount},
    {"cql_count_distinct", Kind::kDistinct},
    {"cql_max", Kind::kMax},
    {"cql_max_by", Kind::kRowOfMax},
    {"cql_min", Kind::kMin},
    {"cql_min_by", Kind::kRowOfMin},
    {"cql_sum", Kind::kSum},
    {"dcount", Kind::kDistinct},
    {"dcountif", Kind::kDistinct},
    {"make_set", Kind::kCollected},
    {"make_set_if", Kind::kCollected},
    {"makeset", Kind::kCollected},
    {"max", Kind::kMax},
    {"maxif", Kind::kMax},
    {"min", Kind::kMin},
    {"minif", Kind::kMin},
    {"number_set", Kind::kCollected},
    {"number_set_overlap", Kind::kCollected},
    {"sum", Kind::kSum},
    {"sumif", Kind::kSum},
    {"take_any", Kind::kAny},
    {"take_anyif", Kind::kAny},
};

std::optional<Aggregation::Call> CallOf(const AggregateCall& call) {
  const NamedKind* known = nullptr;
  for (const NamedKind& kind : kKinds)
    if (kind.name == call.function->name) known = &kind;
  // Of the same name, but not the same function: tests have such.
  if (known == nullptr || FindFunction(call.function->name) != call.function) return std::nullopt;
  const ScanForm form = ScanFormOf(call);
  Aggregation::Call made;
  made.kind = known->kind;
  made.type = call.type;
  made.empty_is_null = call.type != Type::kString || call.function->nullable_string;
  made.none_is_null = call.function->name.starts_with("cql_");
  if (call.filter) made.conditions.push_back(call.filter);
  if (call.args.size() < form.values) return std::nullopt;
  for (size_t i = 0; i < call.args.size(); ++i) {
    if (i < form.values)
      (made.value ? made.second : made.value) = call.args[i];
    else if (i == form.condition)
      made.conditions.push_back(call.args[i]);
    else if (form.aggregate != ScanAggregate::kDistinct || !call.args[i]->is_literal())
      return std::nullopt;
  }
  if (made.kind == Kind::kCount) return made;
  const Type type = made.value->type;
  if (made.kind == Kind::kSum && !IsInteger(type) && type != Type::kTimeSpan && type != Type::kReal)
    return std::nullopt;
  // The mean of ticks is made of whole numbers.
  if (made.kind == Kind::kMean && !IsInteger(type) && type != Type::kReal) return std::nullopt;
  if (made.kind != Kind::kCollected) return made;
  if (!CanCollect(call)) return std::nullopt;
  made.collects = std::make_shared<const AggregateCall>(call);
  return made;
}

}  // namespace

std::optional<Aggregation> AggregationOf(const Rel& aggregate) {
  Aggregation made;
  for (const NamedExpr& key : aggregate.keys) {
    // Zeros have two signs, which a group shows one of.
    if (key.expr->type == Type::kReal) return std::nullopt;
    made.keys.push_back(key.expr);
  }
  for (const AggregateCall& call : aggregate.aggregates) {
    std::optional<Aggregation::Call> known = CallOf(call);
    if (!known) return std::nullopt;
    made.calls.push_back(std::move(*known));
  }
  return made;
}

bool Aggregation::HasParts() const {
  return std::all_of(calls.begin(), calls.end(), [](const Call& call) {
    switch (call.kind) {
      case Kind::kCount:
        return true;
      case Kind::kSum:
      case Kind::kMin:
      case Kind::kMax:
      case Kind::kDistinct:
        // Sums of reals depend on the order of the rows; zeros have two signs.
        return call.value->type != Type::kReal && !call.none_is_null;
      case Kind::kMean:
        return IsInteger(call.value->type) && !call.none_is_null;
      default:
        return false;
    }
  });
}

Aggregation AggregationOfParts(const Rel& aggregate) {
  Aggregation made = *AggregationOf(aggregate);
  ColumnId next = 1;
  for (ExprPtr& key : made.keys) key = MakeColumn(next++, key->type);
  for (Aggregation::Call& call : made.calls) {
    call.conditions.clear();
    if (call.kind == Kind::kCount || call.kind == Kind::kSum) {
      if (call.kind == Kind::kCount) call.none_is_null = false;
      call.kind = Kind::kSum;
      call.value =
          MakeColumn(next++, call.value && call.value->type == Type::kTimeSpan ? Type::kTimeSpan : Type::kLong);
    } else if (call.kind == Kind::kMean) {
      call.value = MakeColumn(next++, Type::kLong);
      call.second = MakeColumn(next++, Type::kLong);
    } else {
      call.value = MakeColumn(next++, call.value->type);
    }
  }
  return made;
}

}  // namespace quarry::direct
