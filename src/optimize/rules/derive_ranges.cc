// derive_ranges: the bounds that the fields of a record must keep for the conditions over its scan to hold. They may
// pass rows that do not match and never leave out one that does:
//   - comparisons of one field with constants, also `in` and equality; of several conditions on one field all count
//     where they are joined by `and`, the widest by `or`. Anything else, `not` above all, says nothing.
//   - a comparison of what was made of a field is traced back where the function keeps the order: bin(), startofday(),
//     a time plus or minus a constant, a constant minus a time (`now() - Timestamp < 1h`), numbers made wider.
//   - a time that the query reads out of a text (todatetime(), the event time of Falcon and of records of no known
//   kind)
//     is one of a column of strings; see ScanRange::read_by_query. It may have been rounded to milliseconds.
//   - CQL's `@timestamp`, milliseconds in text made from a time, gives bounds of that time.
//   - a choice (coalesce, iff, case) comes from any of the fields that its branches read.
// Null compares as false or null, so that a row without the field passes none of these; but a string that is empty
// where the field is absent does.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "optimize/rewrite.h"
#include "optimize/rule.h"
#include "plan/event_time.h"
#include "types/ticks.h"

namespace quarry {

namespace {

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min(), kGreatest = std::numeric_limits<int64_t>::max();
// Beyond it a double no longer holds every whole number.
constexpr double kExactWhole = 9007199254740992.0;

// What a value must lie between, both included; null: open.
struct Bounds {
  Value min, max;
};

bool IsTime(Type type) {
  return type == Type::kDateTime || type == Type::kTimeSpan;
}
bool IsWhole(Type type) {
  return type == Type::kInt || type == Type::kLong || IsTime(type);
}
bool HasBounds(Type type) {
  return IsWhole(type) || type == Type::kReal || type == Type::kString;
}

int64_t Plus(int64_t a, int64_t b) {
  int64_t sum;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return b > 0 ? kGreatest : kLeast;
}
int64_t Minus(int64_t a, int64_t b) {
  int64_t difference;
  if (!__builtin_sub_overflow(a, b, &difference)) return difference;
  return b < 0 ? kGreatest : kLeast;
}

// Bounds of type `type` around whole ones, moved; open ends stay open.
Bounds Moved(const Bounds& bounds, Type type, int64_t min_by, int64_t max_by) {
  Bounds out{Value::Null(type), Value::Null(type)};
  if (!bounds.min.is_null()) out.min = Value::Integer(type, Plus(bounds.min.integer(), min_by));
  if (!bounds.max.is_null()) out.max = Value::Integer(type, Plus(bounds.max.integer(), max_by));
  return out;
}

bool IsCall(const Expr& expr, std::string_view name, size_t args) {
  return expr.kind == Expr::Kind::kCall && expr.function->name == name && expr.args.size() == args;
}
bool IsConstant(const Expr& expr, Type type) {
  return expr.is_literal() && expr.type == type && !expr.literal.is_null();
}

class RangeDeriver {
 public:
  explicit RangeDeriver(const Rel& scan) : scan_(scan) {}

  std::vector<ScanRange> Derive(const ExprPtr& expr) const {
    if (expr->kind != Expr::Kind::kCall) return {};
    const std::string_view name = expr->function->name;
    if (name == "and" || name == "or") {
      std::vector<ScanRange> ranges;
      for (size_t i = 0; i < expr->args.size(); ++i) {
        std::vector<ScanRange> others = Derive(expr->args[i]);
        ranges = i == 0 ? std::move(others) : name == "and" ? AllOf(std::move(ranges), others) : AnyOf(ranges, others);
      }
      return ranges;
    }
    std::optional<ScanRange> range;
    if (name == "in")
      range = OfIn(*expr);
    else if (expr->args.size() == 2)
      range = OfComparison(name, *expr);
    if (!range || IsOpen(*range)) return {};
    return {std::move(*range)};
  }

 private:
  std::optional<ScanRange> OfComparison(std::string_view name, const Expr& expr) const {
    const bool swapped = expr.args[0]->is_literal();
    const Expr& value = *expr.args[swapped ? 1 : 0];
    const Expr& constant = *expr.args[swapped ? 0 : 1];
    if (!HasBounds(value.type) || !IsConstant(constant, value.type)) return std::nullopt;
    const bool equal = name == "equals";
    const bool less = name == "less" || name == "less_equal", greater = name == "greater" || name == "greater_equal";
    if (!equal && !less && !greater) return std::nullopt;
    // Strict where the type has a next value; else the bound itself is let in.
    const int64_t step = !equal && IsWhole(value.type) && !name.ends_with("_equal") ? 1 : 0;
    Bounds bounds{Value::Null(value.type), Value::Null(value.type)};
    if (value.type == Type::kReal && std::isnan(constant.literal.real())) return std::nullopt;
    if (equal || less != swapped) bounds.max = constant.literal;
    if (equal || greater != swapped) bounds.min = constant.literal;
    if (step != 0) bounds = Moved(bounds, value.type, step, -step);
    return Trace(value, bounds);
  }

  std::optional<ScanRange> OfIn(const Expr& expr) const {
    const Type type = expr.args[0]->type;
    if (!HasBounds(type)) return std::nullopt;
    Bounds bounds{Value::Null(type), Value::Null(type)};
    for (size_t i = 1; i < expr.args.size(); ++i) {
      if (!IsConstant(*expr.args[i], type)) return std::nullopt;
      const Value& value = expr.args[i]->literal;
      if (type == Type::kReal && std::isnan(value.real())) return std::nullopt;
      if (bounds.min.is_null() || CompareBounds(value, bounds.min) < 0) bounds.min = value;
      if (bounds.max.is_null() || CompareBounds(value, bounds.max) > 0) bounds.max = value;
    }
    return Trace(*expr.args[0], bounds);
  }

  // The field behind `value` and what it lies between when `value` lies between `bounds`.
  std::optional<ScanRange> Trace(const Expr& value, const Bounds& bounds) const {
    if (value.kind == Expr::Kind::kColumn) return OfColumn(value, value.type, bounds);
    if (value.kind != Expr::Kind::kCall) return std::nullopt;
    if (value.type == Type::kDateTime) {
      if (const ExprPtr text = TextOfDateTime(value)) return OfText(*text, bounds, kTicksPerMillisecond);
      if (IsCall(value, "to_datetime", 1) && value.args[0]->type == Type::kString)
        return OfText(*value.args[0], bounds, 0);
    }
    const std::string_view name = value.function->name;
    if (name == "coalesce" || name == "iff" || name == "case") return OfChoice(value, bounds);
    if (IsTime(value.type)) return OfTime(value, bounds);
    if (name == "cql_number" && value.args.size() == 1) return OfEpochMilliseconds(*value.args[0], bounds);
    if (value.args.size() == 1 && (name == "to_real" || name == "to_long")) return OfWiderNumber(value, bounds);
    return std::nullopt;
  }

  std::optional<ScanRange> OfColumn(const Expr& value, Type type, const Bounds& bounds) const {
    for (size_t i = 0; i < scan_.output.size(); ++i) {
      if (scan_.output[i].id != value.column) continue;
      const ScanColumn& column = scan_.scan_columns[i];
      if (column.kind != ScanColumn::Kind::kField || column.type != value.type || column.paths.empty())
        return std::nullopt;
      ScanRange range;
      range.name = column.name;
      range.paths = column.paths;
      range.type = type;
      range.min = bounds.min;
      range.max = bounds.max;
      if (type == Type::kString && column.null_as_empty && (range.min.is_null() || range.min.text().empty()))
        return std::nullopt;
      return range;
    }
    return std::nullopt;
  }

  // A time that is read out of the text of a field.
  std::optional<ScanRange> OfText(const Expr& text, const Bounds& bounds, int64_t rounded) const {
    if (text.kind != Expr::Kind::kColumn) return std::nullopt;
    std::optional<ScanRange> range = OfColumn(text, Type::kDateTime, Moved(bounds, Type::kDateTime, -rounded, rounded));
    if (range) range->read_by_query = true;
    return range;
  }

  std::optional<ScanRange> OfChoice(const Expr& choice, const Bounds& bounds) const {
    std::optional<ScanRange> all;
    const bool coalesce = choice.function->name == "coalesce";
    for (size_t i = 0; i < choice.args.size(); ++i) {
      const bool is_value = coalesce || i % 2 == 1 || i + 1 == choice.args.size();
      const Expr& branch = *choice.args[i];
      if (!is_value || (branch.is_literal() && branch.literal.is_null())) continue;
      if (branch.type != choice.type) return std::nullopt;
      std::optional<ScanRange> range = Trace(branch, bounds);
      if (!range) return std::nullopt;  // a constant passes whatever the record holds
      all = all ? EitherField(std::move(*all), *range) : std::move(range);
      if (!all) return std::nullopt;
    }
    return all;
  }

  // The bounds of both, at any of their paths.
  static std::optional<ScanRange> EitherField(ScanRange a, const ScanRange& b) {
    if (a.type != b.type) return std::nullopt;
    ScanRange either = Hull(a, b);
    if (SameField(a, b)) return either;
    if (b.name != a.name) either.name += " | " + b.name;
    either.paths.insert(either.paths.end(), b.paths.begin(), b.paths.end());
    either.read_by_query |= b.read_by_query;
    return either;
  }

  std::optional<ScanRange> OfTime(const Expr& value, const Bounds& bounds) const {
    const std::string_view name = value.function->name;
    const auto constant = [&](size_t i, Type type) {
      return i < value.args.size() && IsConstant(*value.args[i], type);
    };
    const Expr& first = *value.args[0];
    if (name == "to_datetime" && first.type == Type::kDateTime) return Trace(first, bounds);
    if ((name == "bin" || name == "bin_at") && constant(1, Type::kTimeSpan) && first.type == value.type) {
      const int64_t size = value.args[1]->literal.integer();
      if (size <= 0 || (name == "bin_at" && !value.args[2]->is_literal())) return std::nullopt;
      return Trace(first, Moved(bounds, value.type, 0, size - 1));
    }
    if (name == "add" && value.type == Type::kDateTime) {
      const size_t moved = constant(0, Type::kTimeSpan) ? 1 : 0;
      if (!constant(1 - moved, Type::kTimeSpan) || value.args[moved]->type != Type::kDateTime) return std::nullopt;
      return ByConstant(*value.args[moved], bounds, value.args[1 - moved]->literal.integer(), Minus);
    }
    if (name == "subtract") {
      const bool to_constant = constant(1, Type::kTimeSpan) || constant(1, Type::kDateTime);
      if (to_constant && first.type == Type::kDateTime)
        return ByConstant(first, bounds, value.args[1]->literal.integer(), Plus);
      if (!constant(0, Type::kDateTime) || value.args[1]->type != Type::kDateTime) return std::nullopt;
      // constant - time: the later, the less.
      const int64_t from = first.literal.integer();
      Bounds turned{Value::Null(Type::kDateTime), Value::Null(Type::kDateTime)};
      if (!bounds.max.is_null()) turned.min = Value::Integer(Type::kDateTime, Minus(from, bounds.max.integer()));
      if (!bounds.min.is_null()) turned.max = Value::Integer(Type::kDateTime, Minus(from, bounds.min.integer()));
      return Trace(*value.args[1], turned);
    }
    if (value.args.size() != 1 || first.type != Type::kDateTime) return std::nullopt;
    constexpr std::pair<std::string_view, int64_t> kUnits[] = {{"day", 1}, {"week", 7}, {"month", 31}, {"year", 366}};
    for (const auto& [unit, days] : kUnits) {
      if (name == "startof" + std::string(unit)) return Trace(first, Moved(bounds, value.type, 0, days * kTicksPerDay));
      if (name == "endof" + std::string(unit)) return Trace(first, Moved(bounds, value.type, -days * kTicksPerDay, 0));
    }
    return std::nullopt;
  }

  // CQL compares `@timestamp`, a count of whole milliseconds in text.
  std::optional<ScanRange> OfEpochMilliseconds(const Expr& text, const Bounds& bounds) const {
    const ExprPtr time = DateTimeOfEpochMilliseconds(text);
    if (!time) return std::nullopt;
    Bounds ticks{Value::Null(Type::kDateTime), Value::Null(Type::kDateTime)};
    const auto convert = [](const Value& bound, int64_t slack, Value& out) {
      constexpr double kMost = static_cast<double>(kMaxDateTimeTicks) / kTicksPerMillisecond;
      if (bound.is_null() || !(std::abs(bound.real()) < kMost)) return;
      const auto count = static_cast<int64_t>(std::floor(bound.real()));
      out = Value::Integer(Type::kDateTime, kUnixEpochTicks + (count + slack) * kTicksPerMillisecond);
    };
    convert(bounds.min, -1, ticks.min);
    convert(bounds.max, 2, ticks.max);
    return Trace(*time, ticks);
  }

  // `back` undoes what was done to the time with `constant`.
  std::optional<ScanRange> ByConstant(const Expr& time, const Bounds& bounds, int64_t constant,
                                      int64_t (*back)(int64_t, int64_t)) const {
    Bounds before{Value::Null(Type::kDateTime), Value::Null(Type::kDateTime)};
    if (!bounds.min.is_null()) before.min = Value::Integer(Type::kDateTime, back(bounds.min.integer(), constant));
    if (!bounds.max.is_null()) before.max = Value::Integer(Type::kDateTime, back(bounds.max.integer(), constant));
    return Trace(time, before);
  }

  // A whole number that is compared as a long or a real.
  std::optional<ScanRange> OfWiderNumber(const Expr& value, const Bounds& bounds) const {
    const Expr& number = *value.args[0];
    if (number.type != Type::kInt && number.type != Type::kLong) return std::nullopt;
    Bounds whole{Value::Null(number.type), Value::Null(number.type)};
    const auto narrow = [&](const Value& bound, bool is_min, Value& out) {
      int64_t rounded = 0;
      if (value.type == Type::kReal) {
        if (!(std::abs(bound.real()) < kExactWhole)) return;
        rounded = static_cast<int64_t>(is_min ? std::ceil(bound.real()) : std::floor(bound.real()));
      } else {
        rounded = bound.integer();
      }
      out = Value::Integer(number.type, rounded);
    };
    if (!bounds.min.is_null()) narrow(bounds.min, true, whole.min);
    if (!bounds.max.is_null()) narrow(bounds.max, false, whole.max);
    return Trace(number, whole);
  }

  const Rel& scan_;
};

RelPtr Derive(const RelPtr& rel, const SharedNodes& shared) {
  const RelPtr& scan = rel->kind == Rel::Kind::kFilter ? rel->inputs[0] : rel;
  if (scan->kind != Rel::Kind::kScan || (scan != rel && shared.Has(scan))) return rel;
  const ExprPtr& predicate = scan == rel ? scan->scan_predicate : rel->predicate;
  if (!predicate) return rel;
  std::vector<ScanRange> ranges = RangeDeriver(*scan).Derive(predicate);
  if (ranges.empty()) return rel;
  auto copy = std::make_shared<Rel>(*scan);
  copy->ranges = AllOf(copy->ranges, ranges);
  return scan == rel ? RelPtr(std::move(copy)) : WithInputs(rel, {RelPtr(std::move(copy))});
}

RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return RewriteBottomUp(plan, Derive);
}

}  // namespace

QUARRY_DEFINE(RuleDef, kDeriveRanges) = {
    .name = "derive_ranges",
    .doc =
        "Derives the bounds that fields of a record must keep to pass, so that whatever knows the values of a part "
        "of the data can skip it.",
    .order = 115,
    .apply = Apply,
    .skips_records = true,
};

}  // namespace quarry
