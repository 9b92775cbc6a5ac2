#include "exec/direct/aggregation.h"

#include <string_view>
#include <utility>

namespace quarry::direct {

namespace {

using Kind = Aggregation::Kind;

struct NamedKind {
  std::string_view name;  // of the function
  Kind kind;
};
// What needs no more than a number, a value or a set a group. Where the last argument is a condition, ScanFormOf says
// so.
constexpr NamedKind kKinds[] = {
    {"count", Kind::kCount},       {"countif", Kind::kCount},   {"count_distinct", Kind::kDistinct},
    {"cql_count", Kind::kCount},   {"dcount", Kind::kDistinct}, {"count_distinctif", Kind::kDistinct},
    {"dcountif", Kind::kDistinct}, {"max", Kind::kMax},         {"maxif", Kind::kMax},
    {"min", Kind::kMin},           {"minif", Kind::kMin},       {"sum", Kind::kSum},
    {"sumif", Kind::kSum},
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
  if (call.args.size() < form.values) return std::nullopt;
  for (size_t i = 0; i < call.args.size(); ++i) {
    if (i < form.values)
      made.value = call.args[i];
    else if (i == form.condition)
      made.conditions.push_back(call.args[i]);
    else if (form.aggregate != ScanAggregate::kDistinct || !call.args[i]->is_literal())
      return std::nullopt;
  }
  if (call.filter) made.conditions.push_back(call.filter);
  if (made.kind == Kind::kCount) return made;
  const Type type = made.value->type;
  // Sums of reals depend on the order of the rows; zeros have two signs.
  if (type == Type::kReal) return std::nullopt;
  if (made.kind == Kind::kSum && !IsInteger(type) && type != Type::kTimeSpan) return std::nullopt;
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

Aggregation AggregationOfParts(const Rel& aggregate) {
  Aggregation made = *AggregationOf(aggregate);
  ColumnId next = 1;
  for (ExprPtr& key : made.keys) key = MakeColumn(next++, key->type);
  for (Aggregation::Call& call : made.calls) {
    call.conditions.clear();
    if (call.kind == Kind::kCount || call.kind == Kind::kSum) {
      call.kind = Kind::kSum;
      call.value =
          MakeColumn(next++, call.value && call.value->type == Type::kTimeSpan ? Type::kTimeSpan : Type::kLong);
    } else {
      call.value = MakeColumn(next++, call.value->type);
    }
  }
  return made;
}

}  // namespace quarry::direct
