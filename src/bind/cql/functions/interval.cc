// start(), end(), setTimeInterval(): the time that the query looks at.
#include <algorithm>

#include "base/ascii.h"
#include "bind/cql/arguments.h"
#include "functions/library/cql/time_text.h"
#include "types/ticks.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Start(CqlStage& stage, CqlArguments& args) {
  stage.Assign(stage.OutputName(args, "_start"),
               cql_value::Number(static_cast<double>(stage.context().Start()), args.span()));
  return true;
}
bool End(CqlStage& stage, CqlArguments& args) {
  stage.Assign(stage.OutputName(args, "_end"),
               cql_value::Number(static_cast<double>(stage.context().End()), args.span()));
  return true;
}

// Milliseconds since 1970 of "now", "7d" (before now), milliseconds, or an ISO 8601 time, which has its own zone or
// `zone`.
std::optional<int64_t> PointOf(CqlStage& stage, std::string_view text, TimeZone zone) {
  const int64_t now = stage.context().Now();
  if (EqualsIgnoreAsciiCase(text, "now")) return now;
  if (std::optional<int64_t> span = CqlArguments::ParseSpan(text)) return now - *span;
  if (!text.empty() && text.size() < 16 && text.find_first_not_of("0123456789") == std::string_view::npos)
    return std::stoll(std::string(text));
  std::optional<int64_t> ticks = ParseIsoDateTime(text);
  if (!ticks) return std::nullopt;
  const bool has_zone = text.ends_with('Z') || (text.size() > 10 && text.find_first_of("+-", 10) != text.npos);
  return (*ticks - kUnixEpochTicks) / kTicksPerMillisecond - (has_zone ? 0 : zone.minutes * int64_t{60'000});
}

bool SetTimeInterval(CqlStage& stage, CqlArguments& args) {
  if (!stage.MayChangeRows(args.span(), "`setTimeInterval`")) return false;
  if (!stage.open() || stage.aggregated) {
    stage.diagnostics()
        .Add(Code::Q0209, args.call().name_span, "`setTimeInterval` stands at the head of a query")
        .label = "behind stages that change the rows";
    return false;
  }
  std::string zone_name = args.String("timezone");
  std::optional<TimeZone> zone = ParseTimeZone(zone_name);
  if (!zone)
    return stage.context().Unsupported(args.SpanOf("timezone"), "time zone `" + zone_name + "`",
                                       "UTC and offsets such as `+02:00` are supported");
  CqlContext::Interval interval;
  for (auto [name, to] : {std::pair("start", &interval.start), std::pair("end", &interval.end)}) {
    std::string text = args.String(name);
    if (!args.ok()) return false;
    std::optional<int64_t> point = PointOf(stage, text, *zone);
    if (!point) {
      args.Invalid(name, "`" + text + "` is no time that `setTimeInterval` takes").label =
          "as in `7d`, `now`, `2024-05-01T10:00:00Z` or milliseconds since 1970";
      return false;
    }
    // Events lie between the years 1 and 9999, and so may the interval.
    constexpr int64_t kFirst = -kUnixEpochTicks / kTicksPerMillisecond,
                      kLast = (kMaxDateTimeTicks - kUnixEpochTicks) / kTicksPerMillisecond;
    *to = std::clamp(*point, kFirst, kLast);
  }
  if (interval.end < interval.start) {
    args.Invalid("start", "the interval ends before it starts").label = "later than its end";
    return false;
  }
  if (stage.context().interval) {
    args.Invalid("start", "the interval of a query is set once").label = "set already";
    return false;
  }
  stage.context().interval = interval;
  stage.KeepInterval();
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kStartCql) = {
    .name = "start",
    .doc =
        "The start of the time that the query looks at, in milliseconds since 1970: that of `setTimeInterval`, else 0, "
        "as a query reads all of its data.",
    .example = "test(FirstSeen > start())",
    .parameters = {{"as", Kind::kString, true, false, "_start"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Start,
};
QUARRY_DEFINE(CqlFunctionDef, kEndCql) = {
    .name = "end",
    .doc =
        "The end of the time that the query looks at, in milliseconds since 1970: that of `setTimeInterval`, else the "
        "time of the query.",
    .example = "age := end() - @timestamp",
    .parameters = {{"as", Kind::kString, true, false, "_end"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = End,
};
QUARRY_DEFINE(CqlFunctionDef, kSetTimeIntervalCql) = {
    .name = "setTimeInterval",
    .doc =
        "Only events from `start` up to `end`, in this query and the queries in it: `7d` (before the time of the "
        "query), `now`, milliseconds since 1970, or an ISO 8601 time. Events without a time are left out. Stands at "
        "the head of the query.",
    .example = "setTimeInterval(start=7d, end=1d)",
    .parameters = {{"start", Kind::kString, true, true},
                   {"end", Kind::kString, false, false, "now"},
                   {"timezone", Kind::kString, false, false, "UTC"}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = SetTimeInterval,
};

}  // namespace quarry
