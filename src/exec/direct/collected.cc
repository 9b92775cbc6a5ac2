// Entries: CanCollect, NewCollected. The results are those of the aggregates' lowerings
// (functions/aggregate/building.h, functions/library/cql/aggregates.cc): different values in the order of their texts,
// newest events by time.
#include "exec/direct/collected.h"

#include <set>
#include <string>
#include <utility>

#include "functions/analytics/newest_events.h"
#include "functions/analytics/number_set.h"
#include "plan/evaluator.h"
#include "types/json.h"

namespace quarry::direct {

namespace {

constexpr int64_t kMostElements = 1'048'576;  // of a set without a limit
constexpr int64_t kMostOfMakeset = 128;

// The call of a scalar function over constants. REQUIRES: it runs natively.
Value Computed(std::string_view function, const std::vector<Value>& args) {
  std::vector<ExprPtr> literals;
  literals.reserve(args.size());
  for (const Value& arg : args) literals.push_back(MakeLiteral(arg));
  const std::optional<Value> value = EvaluateConstant(*MakeCall(function, std::move(literals)));
  QUARRY_CHECK(value.has_value());
  return *value;
}

bool IsSet(std::string_view name) {
  return name == "make_set" || name == "make_set_if" || name == "makeset";
}

// The constant behind the value (and the condition) of a set; nullptr: none.
const Expr* LimitOf(const AggregateCall& call) {
  const size_t at = call.function->name == "make_set_if" ? 2 : 1;
  return call.args.size() > at ? call.args[at].get() : nullptr;
}

class SetOfValues : public Collected {
 public:
  explicit SetOfValues(const AggregateCall& call) : call_(call), to_dynamic_(*FindFunction("to_dynamic")) {}

  size_t Add(const Cell* values) override {
    const Type type = call_.args[0]->type;
    if (type == Type::kDynamic) return Insert(std::string(values[0].text));
    if (IsInteger(type)) return Insert(std::to_string(values[0].integer));
    Cell json;
    InvokeKernel(to_dynamic_, {nullptr, std::span(&type, 1), Type::kDynamic, arena_}, values, json);
    const size_t kept = json.null ? 0 : Insert(std::string(json.text));
    arena_.Reset();
    return kept;
  }

  Value Result() const override {
    std::string array = "[";
    for (const std::string& text : texts_) {
      if (array.size() > 1) array += ',';
      array += text;
    }
    array += ']';
    const Value values = Value::Text(Type::kDynamic, array);
    const Expr* limit = LimitOf(call_);
    const bool old_form = call_.function->name == "makeset";
    const Type type = call_.args[0]->type;
    if (limit == nullptr && !old_form && type != Type::kDynamic && type != Type::kReal)
      return Computed("first_elements", {values, Value::Integer(Type::kLong, kMostElements)});
    const int64_t most = limit ? limit->literal.integer() : old_form ? kMostOfMakeset : kMostElements;
    return Computed("distinct_elements", {values, Value::Integer(Type::kLong, most)});
  }

 private:
  size_t Insert(std::string text) {
    const size_t bytes = 2 * sizeof(std::string) + text.size();
    return texts_.insert(std::move(text)).second ? bytes : 0;
  }

  const AggregateCall& call_;
  const FunctionDef& to_dynamic_;
  std::set<std::string> texts_;
  Arena arena_;
};

// cql_collect(text, separator, limit).
class JoinedTexts : public Collected {
 public:
  explicit JoinedTexts(const AggregateCall& call) : call_(call) {}

  size_t Add(const Cell* values) override {
    return texts_.emplace(values[0].text).second ? 2 * sizeof(std::string) + values[0].text.size() : 0;
  }

  Value Result() const override {
    if (texts_.empty()) return Value::Null(Type::kString);
    std::string joined;
    int64_t left = call_.args[2]->literal.integer();
    for (auto text = texts_.begin(); text != texts_.end() && left > 0; ++text, --left) {
      if (text != texts_.begin()) joined += call_.args[1]->literal.text();
      joined += *text;
    }
    return Value::String(joined);
  }

 private:
  const AggregateCall& call_;
  std::set<std::string> texts_;
};

// The newest events of a group, with their values where there is a second argument.
class Series : public Collected {
 public:
  explicit Series(const AggregateCall& call) : call_(call) {}

  size_t Add(const Cell* values) override {
    if (call_.args.size() < 2 || values[1].null) return events_.Add(values[0].integer);
    const double value = call_.args[1]->type == Type::kReal ? values[1].real : static_cast<double>(values[1].integer);
    return events_.Add(values[0].integer, value);
  }

  Value Result() const override {
    const bool sized = call_.args.size() > 1;
    NewestEvents events = events_;  // encoding sorts
    std::string sketch;
    events.EncodeTo(sketch);
    const std::string_view kernel = call_.function->name == "beacon" ? "assess_beacon" : "assess_beacon_score";
    return Computed(kernel, {Value::String(sketch), Value::Bool(sized)});
  }

 private:
  const AggregateCall& call_;
  NewestEvents events_;
};

// number_set(number).
class Numbers : public Collected {
 public:
  size_t Add(const Cell* values) override { return set_.Add(values[0].integer); }

  Value Result() const override {
    NumberSet set = set_;  // encoding settles
    std::string encoded;
    set.EncodeTo(encoded);
    return Value::String(encoded);
  }

 private:
  NumberSet set_;
};

// number_set_overlap(set).
class Overlap : public Collected {
 public:
  size_t Add(const Cell* values) override { return counts_.Add(values[0].text) ? values[0].text.size() : 0; }
  Value Result() const override { return Value::Integer(Type::kLong, counts_.most()); }

 private:
  NumberCounts counts_;
};

}  // namespace

bool CanCollect(const AggregateCall& call) {
  const std::string_view name = call.function->name;
  const auto is_count = [](const Expr& expr) {
    return expr.is_literal() && !expr.literal.is_null() && IsInteger(expr.type);
  };
  if (IsSet(name)) return LimitOf(call) == nullptr || is_count(*LimitOf(call));
  if (name == "beacon" || name == "beacon_score" || name == kNumberSetFunction || name == kNumberSetOverlapFunction)
    return true;
  if (name != "cql_collect" || !call.filter || !is_count(*call.args[2])) return false;
  // A list with nulls would count them.
  const Expr& filter = *call.filter;
  const bool without_nulls = filter.kind == Expr::Kind::kCall && filter.function->name == "is_not_null" &&
                             SameExpr(*filter.args[0], *call.args[0]);
  return without_nulls && call.args[1]->is_literal() && !call.args[1]->literal.is_null();
}

std::unique_ptr<Collected> NewCollected(const AggregateCall& call) {
  if (IsSet(call.function->name)) return std::make_unique<SetOfValues>(call);
  if (call.function->name == "cql_collect") return std::make_unique<JoinedTexts>(call);
  if (call.function->name == kNumberSetFunction) return std::make_unique<Numbers>();
  if (call.function->name == kNumberSetOverlapFunction) return std::make_unique<Overlap>();
  return std::make_unique<Series>(call);
}

}  // namespace quarry::direct
