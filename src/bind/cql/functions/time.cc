// formatTime(), now(), duration(), formatDuration(), round(): times and lengths of time.
#include "bind/cql/arguments.h"
#include "functions/library/cql/time_text.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool ZoneIsKnown(CqlStage& stage, CqlArguments& args) {
  std::string zone = args.String("timezone");
  if (!args.ok()) return false;
  if (ParseTimeZone(zone)) return true;
  return stage.context().Unsupported(args.SpanOf("timezone"), "time zone `" + zone + "`",
                                     "UTC and offsets such as `+02:00` are supported");
}

bool FormatTime(CqlStage& stage, CqlArguments& args) {
  if (!ZoneIsKnown(stage, args)) return false;
  std::string locale = args.String("locale");
  if (!locale.empty() && !locale.starts_with("en"))
    return stage.context().Unsupported(args.SpanOf("locale"), "locale `" + locale + "`");
  ExprPtr value = cql_value::Call("cql_format_time",
                                  {cql_value::AsText(args.FieldValue("field")), cql_value::Text(args.String("format")),
                                   cql_value::Text(args.String("timezone")), cql_value::Text(args.String("unit"))},
                                  args.span());
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_formatTime"), value);
  return true;
}

bool Now(CqlStage& stage, CqlArguments& args) {
  stage.Assign(stage.OutputName(args, "_now"),
               cql_value::Number(static_cast<double>(stage.context().Now()), args.span()));
  return true;
}

bool Duration(CqlStage& stage, CqlArguments& args) {
  int64_t milliseconds = args.Milliseconds("duration");
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_duration"), cql_value::Number(static_cast<double>(milliseconds), args.span()));
  return true;
}

bool FormatDuration(CqlStage& stage, CqlArguments& args) {
  std::string from = args.String("from");
  double precision = args.Number("precision");
  std::string field = args.Field("field");
  if (!args.ok()) return false;
  std::optional<int64_t> unit = CqlArguments::ParseSpan("1" + from);
  double factor = unit ? static_cast<double>(*unit) : from == "us" ? 0.001 : from == "ns" ? 0.000001 : 0;
  if (factor == 0) {
    args.Invalid("from", "`" + from + "` is no unit of time").label = "as in `ms`, `s`, `m`";
    return false;
  }
  ExprPtr number = cql_value::AsNumber(args.FieldValue("field"));
  if (factor != 1) number = cql_value::Call("multiply", {number, cql_value::Number(factor)});
  ExprPtr value =
      cql_value::Call("cql_duration_text",
                      {number, MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(precision)))}, args.span());
  stage.Assign(stage.OutputName(args, field), value);
  return true;
}

bool Round(CqlStage& stage, CqlArguments& args) {
  std::string how = args.String("how"), field = args.Field("field");
  if (!args.ok()) return false;
  stage.Assign(
      stage.OutputName(args, field),
      cql_value::Call("cql_round", {cql_value::AsNumber(args.FieldValue("field")), cql_value::Text(how)}, args.span()));
  return true;
}

bool Rounded(CqlStage& stage, CqlArguments& args, std::string_view how, std::string_view output) {
  ExprPtr value =
      cql_value::Call("cql_round", {cql_value::AsNumber(args.FieldValue("field")), cql_value::Text(how)}, args.span());
  if (args.ok()) stage.Assign(stage.OutputName(args, output), value);
  return args.ok();
}
bool Floor(CqlStage& stage, CqlArguments& args) {
  return Rounded(stage, args, "floor", "_floor");
}
bool Ceil(CqlStage& stage, CqlArguments& args) {
  return Rounded(stage, args, "ceil", "_ceil");
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kFormatTimeCql) = {
    .name = "formatTime",
    .doc = "A time by strftime letters. Numbers below 10^11 are seconds, others milliseconds, unless `unit` says so.",
    .example = "formatTime(\"%Y-%m-%d %H:%M:%S\", field=@timestamp, as=when, timezone=\"+02:00\")",
    .parameters = {{"format", Kind::kString, true, true},
                   {"as", Kind::kString, false, false, "_formatTime"},
                   {"field", Kind::kField, false, false, "@timestamp"},
                   {"timezone", Kind::kString, false, false, "UTC"},
                   {"unit", Kind::kEnum, false, false, "auto", "auto seconds milliseconds"},
                   {"locale", Kind::kString}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = FormatTime,
};
QUARRY_DEFINE(CqlFunctionDef, kNowCql) = {
    .name = "now",
    .doc = "The time of the query, in milliseconds since 1970.",
    .example = "age := now() - @timestamp",
    .parameters = {{"as", Kind::kString, true, false, "_now"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Now,
};
QUARRY_DEFINE(CqlFunctionDef, kDurationCql) = {
    .name = "duration",
    .doc = "A length of time in milliseconds.",
    .example = "test(now() - @timestamp < duration(\"14d\"))",
    .parameters = {{"duration", Kind::kSpan, true, true}, {"as", Kind::kString, false, false, "_duration"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Duration,
};
QUARRY_DEFINE(CqlFunctionDef, kFormatDurationCql) = {
    .name = "formatDuration",
    .doc = "A length of time as text: `6h30m52s553ms`.",
    .example = "formatDuration(uptime, from=s, precision=2)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"as", Kind::kString},
                   {"from", Kind::kString, false, false, "ms"},
                   {"precision", Kind::kNumber, false, false, "0"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = FormatDuration,
};
QUARRY_DEFINE(CqlFunctionDef, kRoundCql) = {
    .name = "round",
    .doc = "A field as a whole number.",
    .example = "round(score, how=ceil)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"how", Kind::kEnum, false, false, "round", "round ceil floor"},
                   {"as", Kind::kString}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Round,
};
QUARRY_DEFINE(CqlFunctionDef, kMathFloorCql) = {
    .name = "math:floor",
    .doc = "The largest whole number that is not above a field.",
    .example = "math:floor(score)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_floor"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Floor,
};
QUARRY_DEFINE(CqlFunctionDef, kMathCeilCql) = {
    .name = "math:ceil",
    .doc = "The smallest whole number that is not below a field.",
    .example = "math:ceil(score)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_ceil"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Ceil,
};

}  // namespace quarry
