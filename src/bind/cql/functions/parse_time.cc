// parseTimestamp(), findTimestamp(): times out of texts.
#include "bind/cql/arguments.h"
#include "functions/library/cql/time_pattern.h"
#include "functions/library/cql/time_text.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

// The stated zone as a text; false after a diagnostic.
bool CheckZone(CqlStage& stage, CqlArguments& args) {
  std::string zone = args.Has("timezone") ? args.String("timezone") : std::string();
  if (!args.ok()) return false;
  if (zone.empty() || ParseTimeZone(zone)) return true;
  return stage.context().Unsupported(args.SpanOf("timezone"), "time zone `" + zone + "`",
                                     "UTC and offsets such as `+02:00` are supported");
}

// Assigns the time and the zone that `object` holds.
bool AssignTime(CqlStage& stage, CqlArguments& args, const ExprPtr& object) {
  std::string zone_as = args.Field("timezoneAs");
  args.Bool("addErrors");
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "@timestamp"),
               cql_value::Call("cql_member", {object, cql_value::Text("time")}, args.span()));
  // As an expression it is the time alone.
  if (!stage.is_expression())
    stage.Assign(zone_as, cql_value::Call("cql_member", {object, cql_value::Text("zone")}, args.span()));
  return true;
}

ExprPtr Now(CqlStage& stage) {
  return MakeLiteral(Value::Integer(Type::kLong, stage.context().Now()));
}

bool ParseTimestamp(CqlStage& stage, CqlArguments& args) {
  if (!CheckZone(stage, args)) return false;
  std::string format = args.String("format");
  const bool case_sensitive = args.Bool("caseSensitive");
  std::vector<ExprPtr> call = {cql_value::AsText(args.FieldValue("field")),
                               cql_value::Text(format),
                               MakeLiteral(Value::Bool(case_sensitive)),
                               cql_value::Text(args.Has("timezone") ? args.String("timezone") : std::string()),
                               cql_value::AsText(args.FieldValue("timezoneField")),
                               Now(stage)};
  if (!args.ok()) return false;
  Result<ExprPtr> object = MakeCall(*FindFunction("cql_parse_time"), std::move(call), args.span());
  if (!object)
    return stage.context().Unsupported(args.SpanOf("format"), "format `" + format + "` of `parseTimestamp`",
                                       object.error().message);
  return AssignTime(stage, args, *object);
}

bool FindTimestamp(CqlStage& stage, CqlArguments& args) {
  if (!CheckZone(stage, args)) return false;
  std::vector<ExprPtr> call = {cql_value::AsText(args.FieldValue("field")),
                               cql_value::Text(args.Has("timezone") ? args.String("timezone") : std::string()),
                               cql_value::AsText(args.FieldValue("timezoneField")), Now(stage)};
  if (!args.ok()) return false;
  return AssignTime(stage, args, cql_value::Call("cql_find_time", std::move(call), args.span()));
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kParseTimestampCql) = {
    .name = "parseTimestamp",
    .doc =
        "The time that a text stands for, in milliseconds since 1970, and its zone in `timezoneAs`. `format` is a "
        "pattern of Java's DateTimeFormatter, or `millis`, `seconds`, `nanos` and the other names of numbers since "
        "1970. A text without a zone is in `timezone` (UTC or an offset), or in that of `timezoneField`; without any "
        "it "
        "gives no time, as a text of another form does. A year that is missing is this one, or the last where the "
        "date would lie more than 8 days ahead. No error fields are added.",
    .example = "parseTimestamp(\"dd/MM/yyyy HH:mm:ss\", field=when, as=time, timezone=\"UTC\")",
    .parameters = {{"format", Kind::kString, true, false, "yyyy-MM-dd'T'HH:mm:ss[.SSSSSSSSS]XXXXX"},
                   {"field", Kind::kField, false, true},
                   {"as", Kind::kString, false, false, "@timestamp"},
                   {"timezone", Kind::kString},
                   {"timezoneAs", Kind::kString, false, false, "@timezone"},
                   {"timezoneField", Kind::kField, false, false, "@timezone"},
                   {"caseSensitive", Kind::kBool, false, false, "true"},
                   {"addErrors", Kind::kBool, false, false, "true"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = ParseTimestamp,
};
QUARRY_DEFINE(CqlFunctionDef, kFindTimestampCql) = {
    .name = "findTimestamp",
    .doc =
        "The first time in the first 128 characters of a text, in milliseconds since 1970, and its zone in "
        "`timezoneAs`. Dates have the year first (`2024-05-01`), the month (`05/01/2024`, `May 1`) or the day before "
        "three letters of a month (`01/May/2024`), or are left out, for today or yesterday; behind them stands a time "
        "of the day with seconds. Ten digits, with three, six or nine more, are seconds since 1970. A time without a "
        "zone is in `timezone`, or in that of `timezoneField`; without any it is passed over. No error fields are "
        "added.",
    .example = "findTimestamp(field=message, timezone=\"UTC\")",
    .parameters = {{"field", Kind::kField, false, false, "@rawstring"},
                   {"as", Kind::kString, false, false, "@timestamp"},
                   {"timezone", Kind::kString},
                   {"timezoneAs", Kind::kString, false, false, "@timezone"},
                   {"timezoneField", Kind::kField, false, false, "@timezone"},
                   {"addErrors", Kind::kBool, false, false, "true"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = FindTimestamp,
};

}  // namespace quarry
