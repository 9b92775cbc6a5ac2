// Calendar arithmetic on ticks: units, their starts and ends, differences. Weeks start on Sunday, except ISO weeks.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

enum class DateUnit : uint8_t {
  kYear,
  kQuarter,
  kMonth,
  kWeek,
  kDay,
  kHour,
  kMinute,
  kSecond,
  kMillisecond,
  kMicrosecond,
  kNanosecond,
  kDayOfYear
};

// Whatever the case, singular or plural.
std::optional<DateUnit> FindDateUnit(std::string_view name);
// An error when argument `argument` is a constant that names no unit; else the unit as the call's state.
Result<std::unique_ptr<const CallState>> PrepareUnit(const PrepareCall& call, size_t argument);
std::optional<DateUnit> UnitOf(const KernelCall& call, std::string_view name);

int64_t DayOfWeek(int64_t datetime);  // 0: Sunday
int IsoWeek(int64_t datetime);
// The first tick of the unit that holds `datetime`.
int64_t FloorTo(DateUnit unit, int64_t datetime);
// Null out of range. Months keep the day where there is one.
Cell AddUnits(DateUnit unit, int64_t amount, int64_t datetime);
// How many starts of the unit lie in (earlier, later].
Cell UnitsBetween(DateUnit unit, int64_t later, int64_t earlier);
int64_t PartOf(DateUnit part, int64_t datetime);

// Kernels of startof...() and endof...(): (datetime, offset?).
template <DateUnit kUnit>
void StartOf(const KernelCall& call, const Cell* args, Cell& result) {
  result = AddUnits(kUnit, call.types.size() > 1 ? args[1].integer : 0, FloorTo(kUnit, args[0].integer));
}
template <DateUnit kUnit>
void EndOf(const KernelCall& call, const Cell* args, Cell& result) {
  const Cell next = AddUnits(kUnit, (call.types.size() > 1 ? args[1].integer : 0) + 1, FloorTo(kUnit, args[0].integer));
  // The end of the last year is in range though the start of the next is not.
  result = next.null ? Cell::Integer(kMaxDateTimeTicks) : Cell::Integer(next.integer - 1);
}

}  // namespace quarry
