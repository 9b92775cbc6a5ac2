// time:hour() and its kin: a part of a time, in a time zone.
#include "bind/cql/arguments.h"
#include "functions/library/cql/time_text.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Bind(CqlStage& stage, CqlArguments& args, std::string_view letter, std::string_view output, bool number) {
  if (args.Has("timezoneField"))
    return stage.context().Unsupported(args.SpanOf("timezoneField"),
                                       "parameter `timezoneField` of `" + std::string(args.def().name) + "`");
  std::string zone = args.String("timezone");
  if (!args.ok()) return false;
  if (!ParseTimeZone(zone)) {
    return stage.context().Unsupported(args.SpanOf("timezone"), "time zone `" + zone + "`",
                                       "UTC and offsets such as `+02:00` are supported");
  }
  ExprPtr text = cql_value::Call(letter.starts_with('%') ? "cql_format_time" : "cql_time_part",
                                 {cql_value::AsText(args.FieldValue("field")), cql_value::Text(letter),
                                  cql_value::Text(zone), cql_value::Text("milliseconds")},
                                 args.span());
  if (args.ok()) stage.Assign(stage.OutputName(args, output), number ? cql_value::AsNumber(text) : text);
  return args.ok();
}

bool Year(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%Y", "_year", true);
}
bool Month(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%m", "_month", true);
}
bool DayOfMonth(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%d", "_dayOfMonth", true);
}
bool DayOfYear(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%j", "_dayOfYear", true);
}
bool Hour(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%H", "_hour", true);
}
bool Minute(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%M", "_minute", true);
}
bool Second(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%S", "_second", true);
}
bool Millisecond(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%L", "_millisecond", true);
}
bool DayOfWeek(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "day of week", "_dayOfWeek", true);
}
bool WeekOfYear(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "week of year", "_weekOfYear", true);
}
bool MonthName(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%B", "_monthName", false);
}
bool DayOfWeekName(CqlStage& s, CqlArguments& a) {
  return Bind(s, a, "%A", "_dayOfWeekName", false);
}

std::vector<CqlParameter> Parameters(std::string_view output) {
  return {{"field", Kind::kField, true, false, "@timestamp"},
          {"as", Kind::kString, false, false, output},
          {"timezone", Kind::kString, false, false, "UTC"},
          {"timezoneField", Kind::kField}};
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kTimeYearCql) = {
    .name = "time:year",
    .doc = "The year of a time in milliseconds since 1970.",
    .example = "time:year(@timestamp)",
    .parameters = Parameters("_year"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Year,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeMonthCql) = {
    .name = "time:month",
    .doc = "The month, 1 to 12, of a time in milliseconds since 1970.",
    .example = "time:month(@timestamp)",
    .parameters = Parameters("_month"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Month,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeDayOfMonthCql) = {
    .name = "time:dayOfMonth",
    .doc = "The day of the month of a time in milliseconds since 1970.",
    .example = "time:dayOfMonth(@timestamp)",
    .parameters = Parameters("_dayOfMonth"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = DayOfMonth,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeDayOfYearCql) = {
    .name = "time:dayOfYear",
    .doc = "The day of the year of a time in milliseconds since 1970.",
    .example = "time:dayOfYear(@timestamp)",
    .parameters = Parameters("_dayOfYear"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = DayOfYear,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeDayOfWeekCql) = {
    .name = "time:dayOfWeek",
    .doc = "The day of the week, 1 (Monday) to 7 (Sunday), of a time in milliseconds since 1970.",
    .example = "time:dayOfWeek(@timestamp)",
    .parameters = Parameters("_dayOfWeek"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = DayOfWeek,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeWeekOfYearCql) = {
    .name = "time:weekOfYear",
    .doc =
        "The week of the year, by ISO 8601, of a time in milliseconds since 1970: weeks start on Monday, week 1 holds "
        "the year's first Thursday.",
    .example = "time:weekOfYear(@timestamp)",
    .parameters = Parameters("_weekOfYear"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = WeekOfYear,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeHourCql) = {
    .name = "time:hour",
    .doc = "The hour, 0 to 23, of a time in milliseconds since 1970.",
    .example = "time:hour(@timestamp)",
    .parameters = Parameters("_hour"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Hour,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeMinuteCql) = {
    .name = "time:minute",
    .doc = "The minute of a time in milliseconds since 1970.",
    .example = "time:minute(@timestamp)",
    .parameters = Parameters("_minute"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Minute,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeSecondCql) = {
    .name = "time:second",
    .doc = "The second of a time in milliseconds since 1970.",
    .example = "time:second(@timestamp)",
    .parameters = Parameters("_second"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Second,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeMillisecondCql) = {
    .name = "time:millisecond",
    .doc = "The millisecond of a time in milliseconds since 1970.",
    .example = "time:millisecond(@timestamp)",
    .parameters = Parameters("_millisecond"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Millisecond,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeMonthNameCql) = {
    .name = "time:monthName",
    .doc = "The English name of the month of a time in milliseconds since 1970.",
    .example = "time:monthName(@timestamp)",
    .parameters = Parameters("_monthName"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = MonthName,
};
QUARRY_DEFINE(CqlFunctionDef, kTimeDayOfWeekNameCql) = {
    .name = "time:dayOfWeekName",
    .doc = "The English name of the day of the week of a time in milliseconds since 1970.",
    .example = "time:dayOfWeekName(@timestamp)",
    .parameters = Parameters("_dayOfWeekName"),
    .role = CqlFunctionDef::Role::kExpression,
    .bind = DayOfWeekName,
};

}  // namespace quarry
