// A part of a time in ISO form, as it is written: no time zone is applied.
#include "functions/function_def.h"
#include "types/ticks.h"

namespace quarry {

namespace {

int64_t DayNumber(const CivilTime& date) {
  return FromCivil({.year = date.year, .month = date.month, .day = date.day}) / kTicksPerDay;
}

// ISO 8601: week 1 holds the year's first Thursday; weeks begin on Monday. Day 0 (0001-01-01) was a Monday.
int64_t IsoWeek(const CivilTime& date) {
  const int64_t day = DayNumber(date);
  const int64_t thursday = day - day % 7 + 3;
  const CivilTime of_week = ToCivil(thursday * kTicksPerDay);
  const int64_t first_of_year = DayNumber({.year = of_week.year, .month = 1, .day = 1});
  return (thursday - first_of_year) / 7 + 1;
}

void Run(const KernelCall&, const Cell* args, Cell& result) {
  // "2024-05-01T10:00:00", without a fraction or an offset, which would move it.
  constexpr size_t kDateAndTime = 19;
  const auto time = ParseIsoDateTime(args[0].text.substr(0, kDateAndTime));
  if (!time) return;
  const CivilTime civil = ToCivil(*time);
  const std::string_view part = args[1].text;
  const int64_t value = part == "minute"  ? civil.minute
                        : part == "hour"  ? civil.hour
                        : part == "day"   ? civil.day
                        : part == "week"  ? IsoWeek(civil)
                        : part == "month" ? civil.month
                                          : civil.year;
  result = Cell::Real(static_cast<double>(value));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kTimePartOfTextFunction) = {
    .name = "time_part_of_text",
    .spelled = {},
    .signature = "(text: string, part: string) -> real",
    .doc =
        "The `minute`, `hour`, `day`, `week` (ISO), `month` or `year` of a time in ISO form, as written; null when "
        "`text` is no such time.\n\nSigma's modifiers of the same names.",
    .example = "TimeCreated|hour|gte: 22",
    .null_rule = NullRule::kPropagate,
    .kernel = Run,
};

}  // namespace quarry
