// Fills process fields of Falcon events from ProcessRollup2.
#include "bind/mappings/falcon_process.h"

#include <algorithm>
#include <utility>

#include "bind/mappings/named_operator.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr std::string_view kProcessFields[] = {"CommandLine", "ImageFileName", "UserName"};

ExprPtr Field(const OpenEvents& events, const std::string& name) {
  return MakeColumn(events.fields.at(name), Type::kString);
}

ExprPtr IsStart(const OpenEvents& events) {
  const ExprPtr name = Field(events, "#event_simpleName");
  return MakeCall("or", {MakeCall("equals", {name, MakeLiteral(Value::String("ProcessRollup2"))}),
                         MakeCall("equals", {name, MakeLiteral(Value::String("SyntheticProcessRollup2"))})});
}

}  // namespace

std::vector<std::string> ProcessFieldsOf(const EventsRequest& requested) {
  std::vector<std::string> fields;
  // Process events carry the fields themselves.
  const bool only_starts =
      !requested.event_names.empty() &&
      std::all_of(requested.event_names.begin(), requested.event_names.end(), [](const std::string& name) {
        return name == "ProcessRollup2" || name == "SyntheticProcessRollup2";
      });
  if (only_starts) return fields;
  for (const std::string_view field : kProcessFields) {
    if (std::find(requested.fields.begin(), requested.fields.end(), field) != requested.fields.end())
      fields.emplace_back(field);
  }
  return fields;
}

OpenEvents FillFromProcessStarts(OpenEvents events, const OpenEvents& starts, const std::vector<std::string>& fields,
                                 Span span, ColumnIds& ids) {
  const RelPtr right = MakeFilter(starts.plan, IsStart(starts), span);
  const RelPtr joined = WithNewest(events.plan, right,
                                   {{Field(events, "aid"), Field(starts, "aid")},
                                    {Field(events, "ContextProcessId"), Field(starts, "TargetProcessId")}},
                                   events.time, starts.time, 10 * kTicksPerSecond, 36'500 * kTicksPerDay, span);
  std::vector<NamedExpr> shown;
  for (const OutputColumn& column : events.plan->output) {
    const auto filled = std::find_if(fields.begin(), fields.end(),
                                     [&](const std::string& f) { return events.fields.at(f) == column.id; });
    if (filled == fields.end()) {
      shown.push_back({column.id, column.name, MakeColumn(column.id, column.type)});
      continue;
    }
    const ColumnId id = ids.Next();
    shown.push_back(
        {id, column.name, MakeCall("coalesce", {MakeColumn(column.id, column.type), Field(starts, *filled)})});
    events.fields[*filled] = id;
  }
  events.plan = MakeProject(joined, std::move(shown), span);
  std::string names;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) names += i + 1 == fields.size() ? " and " : ", ";
    names += "`" + fields[i] + "`";
  }
  events.notes.push_back(
      names + " of events without process context are taken from `ProcessRollup2` of the same `aid` and process");
  return events;
}

}  // namespace quarry
