// Log source, fields, then the target's own text.
#include "convert/convert.h"

#include "convert/filter.h"
#include "convert/map_fields.h"

namespace quarry::convert {
namespace {

std::string Describe(const sigma::LogSource& logsource) {
  std::string text;
  for (const auto& [key, value] : {std::pair<std::string_view, const std::string&>{"product", logsource.product},
                                   {"category", logsource.category},
                                   {"service", logsource.service}}) {
    if (!value.empty()) text += (text.empty() ? "" : ", ") + std::string(key) + " " + value;
  }
  return text.empty() ? "none" : text;
}

// The Windows events of a log source: each channel with its ids.
Filter Selection(const LogSourceMapping& logsource) {
  std::vector<Filter> channels;
  for (const auto& [channel, ids] : logsource.events) {
    std::vector<Filter> numbers;
    for (const std::string& id : ids) numbers.push_back(Filter::Equals("EventID", id));
    std::vector<Filter> both;
    both.push_back(Filter::Equals("Channel", channel));
    if (!numbers.empty()) both.push_back(Filter::Or(std::move(numbers)));
    channels.push_back(Filter::And(std::move(both)));
  }
  return channels.empty() ? Filter() : Filter::Or(std::move(channels));
}

}  // namespace

Result<Converter> Converter::Load(const std::string& data_dir) {
  Result<Pipelines> pipelines = Pipelines::Load(data_dir);
  if (!pipelines) return pipelines.error();
  return Converter(std::move(*pipelines));
}

Conversion Converter::Convert(const sigma::Rule& rule, const ConvertTarget& target, const Pipeline& pipeline,
                              Form form) const {
  Conversion conversion;
  conversion.pipeline = pipeline.name;
  const LogSourceMapping* logsource = pipeline.Find(rule.logsource);
  if (logsource == nullptr) {
    conversion.refusals.push_back(
        {"log source", "`" + pipeline.name + "` does not deliver the log source " + Describe(rule.logsource),
         "choose another --pipeline, or add the log source to data/conversions",
         rule.logsource.span.known() ? rule.logsource.span : rule.span});
    return conversion;
  }
  std::optional<Filter> filter = MapFields(FilterOf(rule), pipeline, *logsource, conversion.refusals);
  if (!filter) return conversion;
  std::optional<Filter> selection = MapFields(Selection(*logsource), pipeline, *logsource, conversion.refusals);
  if (!selection) return conversion;
  const std::string& source = logsource->source.empty() ? pipeline.source : logsource->source;
  const ConvertInput input{rule, pipeline, *logsource, source, std::move(*filter), std::move(*selection)};
  const std::optional<std::string> query = target.query(input, conversion.refusals);
  if (!query || !conversion.refusals.empty()) return conversion;
  conversion.text = form == Form::kRule || target.rule_only ? target.rule(input, *query) : *query;
  return conversion;
}

const ConvertTarget* FindConvertTarget(std::string_view name) {
  for (const ConvertTarget* target : AllConvertTargets()) {
    if (target->name == name) return target;
  }
  return nullptr;
}

}  // namespace quarry::convert
