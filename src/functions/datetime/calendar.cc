#include "functions/datetime/calendar.h"

#include <algorithm>

#include "base/ascii.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

struct UnitName {
  std::string_view name;
  DateUnit unit;
};
constexpr UnitName kNames[] = {{"year", DateUnit::kYear},
                               {"quarter", DateUnit::kQuarter},
                               {"month", DateUnit::kMonth},
                               {"week", DateUnit::kWeek},
                               {"week_of_year", DateUnit::kWeek},
                               {"weekofyear", DateUnit::kWeek},
                               {"day", DateUnit::kDay},
                               {"hour", DateUnit::kHour},
                               {"minute", DateUnit::kMinute},
                               {"second", DateUnit::kSecond},
                               {"millisecond", DateUnit::kMillisecond},
                               {"microsecond", DateUnit::kMicrosecond},
                               {"nanosecond", DateUnit::kNanosecond},
                               {"dayofyear", DateUnit::kDayOfYear}};

struct UnitState : CallState {
  explicit UnitState(DateUnit u) : unit(u) {}
  DateUnit unit;
};

int64_t TicksIn(DateUnit unit) {
  switch (unit) {
    case DateUnit::kWeek:
      return 7 * kTicksPerDay;
    case DateUnit::kHour:
      return kTicksPerHour;
    case DateUnit::kMinute:
      return kTicksPerMinute;
    case DateUnit::kSecond:
      return kTicksPerSecond;
    case DateUnit::kMillisecond:
      return kTicksPerMillisecond;
    case DateUnit::kMicrosecond:
      return kTicksPerMicrosecond;
    default:
      return kTicksPerDay;
  }
}

int64_t MonthNumber(int64_t datetime) {
  const CivilTime civil = ToCivil(datetime);
  return civil.year * int64_t{12} + civil.month - 1;
}

Cell AddMonths(int64_t months, int64_t datetime) {
  CivilTime civil = ToCivil(datetime);
  int64_t number = 0;
  if (__builtin_add_overflow(civil.year * int64_t{12} + civil.month - 1, months, &number)) return Cell::Null();
  if (number < 12 || number >= 10'000 * int64_t{12}) return Cell::Null();
  civil.year = static_cast<int>(number / 12);
  civil.month = static_cast<int>(number % 12) + 1;
  civil.day = std::min(civil.day, DaysInMonth(civil.year, civil.month));
  return Cell::Integer(FromCivil(civil));
}

}  // namespace

std::optional<DateUnit> FindDateUnit(std::string_view name) {
  for (const UnitName& known : kNames) {
    if (EqualsIgnoreAsciiCase(name, known.name)) return known.unit;
    if (name.size() == known.name.size() + 1 && AsciiLower(name.back()) == 's' &&
        EqualsIgnoreAsciiCase(name.substr(0, known.name.size()), known.name))
      return known.unit;
  }
  return std::nullopt;
}

Result<std::unique_ptr<const CallState>> PrepareUnit(const PrepareCall& call, size_t argument) {
  if (!call.constants[argument]) return std::unique_ptr<const CallState>();
  const auto unit = FindDateUnit(call.constants[argument]->text());
  if (!unit) return Error{"`" + call.constants[argument]->text() + "` is no unit of time"};
  return std::unique_ptr<const CallState>(std::make_unique<UnitState>(*unit));
}

std::optional<DateUnit> UnitOf(const KernelCall& call, std::string_view name) {
  if (call.state) return static_cast<const UnitState*>(call.state)->unit;
  return FindDateUnit(name);
}

int64_t DayOfWeek(int64_t datetime) {
  return (datetime / kTicksPerDay + 1) % 7;
}  // 0001-01-01 was a Monday

int IsoWeek(int64_t datetime) {
  const int64_t day = datetime / kTicksPerDay;
  const int64_t thursday = day - day % 7 + 3;  // of the same week
  const int64_t first = FromCivil({.year = ToCivil(thursday * kTicksPerDay).year}) / kTicksPerDay;
  return static_cast<int>((thursday - first) / 7 + 1);
}

int64_t FloorTo(DateUnit unit, int64_t datetime) {
  const CivilTime civil = ToCivil(datetime);
  switch (unit) {
    case DateUnit::kYear:
      return FromCivil({.year = civil.year});
    case DateUnit::kQuarter:
      return FromCivil({.year = civil.year, .month = (civil.month - 1) / 3 * 3 + 1});
    case DateUnit::kMonth:
      return FromCivil({.year = civil.year, .month = civil.month});
    case DateUnit::kWeek:
      return std::max<int64_t>(0, (datetime / kTicksPerDay - DayOfWeek(datetime)) * kTicksPerDay);
    case DateUnit::kNanosecond:
      return datetime;
    default:
      return datetime - datetime % TicksIn(unit);
  }
}

Cell AddUnits(DateUnit unit, int64_t amount, int64_t datetime) {
  int64_t scaled = 0;
  switch (unit) {
    case DateUnit::kYear:
      return __builtin_mul_overflow(amount, int64_t{12}, &scaled) ? Cell::Null() : AddMonths(scaled, datetime);
    case DateUnit::kQuarter:
      return __builtin_mul_overflow(amount, int64_t{3}, &scaled) ? Cell::Null() : AddMonths(scaled, datetime);
    case DateUnit::kMonth:
      return AddMonths(amount, datetime);
    case DateUnit::kNanosecond:
      return DateTimeInRange(datetime, amount / 100);
    default:
      break;
  }
  if (__builtin_mul_overflow(amount, TicksIn(unit), &scaled)) return Cell::Null();
  return DateTimeInRange(datetime, scaled);
}

Cell UnitsBetween(DateUnit unit, int64_t later, int64_t earlier) {
  switch (unit) {
    case DateUnit::kYear:
      return Cell::Integer(ToCivil(later).year - ToCivil(earlier).year);
    case DateUnit::kQuarter:
      return Cell::Integer(MonthNumber(later) / 3 - MonthNumber(earlier) / 3);
    case DateUnit::kMonth:
      return Cell::Integer(MonthNumber(later) - MonthNumber(earlier));
    case DateUnit::kNanosecond: {
      int64_t nanoseconds = 0;
      if (__builtin_mul_overflow(later - earlier, int64_t{100}, &nanoseconds)) return Cell::Null();
      return Cell::Integer(nanoseconds);
    }
    case DateUnit::kWeek: {
      // Days are counted from a Monday; one more makes weeks start on Sunday.
      const auto week = [](int64_t t) { return (t / kTicksPerDay + 1) / 7; };
      return Cell::Integer(week(later) - week(earlier));
    }
    default:
      return Cell::Integer(later / TicksIn(unit) - earlier / TicksIn(unit));
  }
}

int64_t PartOf(DateUnit part, int64_t datetime) {
  const CivilTime civil = ToCivil(datetime);
  switch (part) {
    case DateUnit::kYear:
      return civil.year;
    case DateUnit::kQuarter:
      return (civil.month - 1) / 3 + 1;
    case DateUnit::kMonth:
      return civil.month;
    case DateUnit::kWeek:
      return IsoWeek(datetime);
    case DateUnit::kDay:
      return civil.day;
    case DateUnit::kHour:
      return civil.hour;
    case DateUnit::kMinute:
      return civil.minute;
    case DateUnit::kSecond:
      return civil.second;
    case DateUnit::kMillisecond:
      return civil.ticks / kTicksPerMillisecond;
    case DateUnit::kMicrosecond:
      return civil.ticks / kTicksPerMicrosecond;
    case DateUnit::kNanosecond:
      return civil.ticks * int64_t{100};
    case DateUnit::kDayOfYear:
      return (datetime - FromCivil({.year = civil.year})) / kTicksPerDay + 1;
  }
  return 0;
}

}  // namespace quarry
