// Expected signals against lines of telemetry.
#include "simulate/signals.h"

#include "base/ascii.h"
#include "simulate/telemetry_writers.h"
#include "simulate/text_pattern.h"
#include "types/json.h"

namespace quarry::simulate {
namespace {

std::string TextOf(const JsonNode& node) {
  if (node.kind == JsonNode::Kind::kString) return std::string(node.text);
  std::string text;
  AppendJson(node, text);
  return text;
}

// The event's name as a signal states it, and the object that holds its fields.
std::pair<std::string, const JsonNode*> EventOf(std::string_view form, const JsonNode& line) {
  const auto text = [&](std::string_view member) {
    const JsonNode* node = line.Find(member);
    return node == nullptr ? std::string() : TextOf(*node);
  };
  if (form == "sysmon") return {text("EventID"), line.Find("EventData")};
  if (form == "falcon") return {text("event_simpleName"), &line};
  constexpr std::string_view kCategory = "AdvancedHunting-";
  const std::string category = text("category");
  return {category.starts_with(kCategory) ? category.substr(kCategory.size()) : category, line.Find("properties")};
}

bool Matches(const ExpectedSignal& signal, const JsonNode& line, const JsonNode* fields) {
  for (const auto& [name, pattern] : signal.fields) {
    const JsonNode* value = fields == nullptr ? nullptr : fields->Find(name);
    if (value == nullptr) value = line.Find(name);
    if (!MatchesTextPattern(value == nullptr ? "" : TextOf(*value), pattern)) return false;
  }
  return true;
}

std::string Described(const ExpectedSignal& signal) {
  std::string text = signal.form + " " + signal.event;
  for (const auto& [name, pattern] : signal.fields) text += " " + name + "=" + pattern;
  return text;
}

ExpectedSignal ReadSignal(const yaml::Node& node, yaml::MemberReader& reader) {
  ExpectedSignal signal;
  signal.span = node.span;
  if (!reader.Mapping(node, "a signal")) return signal;
  for (const auto& [key, value] : node.members) {
    if (FindTelemetryForm(key.text) != nullptr) {
      if (!signal.form.empty()) reader.Fail(key.span, "a signal is of one form");
      signal.form = key.text;
      signal.event = reader.Text(value);
    } else if (key.text == "count") {
      signal.count = reader.Count(value);
    } else if (key.text == "at_least") {
      signal.at_least = reader.Count(value);
    } else if (key.text == "where") {
      if (!reader.Mapping(value, "fields of the event")) continue;
      for (const auto& [field, pattern] : value.members) signal.fields.emplace_back(field.text, reader.Text(pattern));
    } else {
      reader.Unknown(key, {"sysmon", "defender", "falcon", "count", "at_least", "where"});
    }
  }
  if (signal.form.empty()) reader.Fail(node.span, "a signal names an event: sysmon, defender or falcon");
  if (signal.count.has_value() == signal.at_least.has_value())
    reader.Fail(node.span, "a signal has a `count` or an `at_least`");
  return signal;
}

}  // namespace

std::vector<ExpectedSignal> ReadSignals(const yaml::Node& list, yaml::MemberReader& reader) {
  std::vector<ExpectedSignal> signals;
  if (!reader.Sequence(list, "signals")) return signals;
  for (const yaml::Node& item : list.items) signals.push_back(ReadSignal(item, reader));
  return signals;
}

std::string CheckSignals(const std::vector<ExpectedSignal>& signals, std::string_view form, std::string_view lines) {
  std::vector<int64_t> counts(signals.size());
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view text = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    Arena arena;
    const JsonNode* line = ParseJson(text, arena);
    if (line == nullptr || line->kind != JsonNode::Kind::kObject) continue;
    const auto [event, fields] = EventOf(form, *line);
    for (size_t i = 0; i < signals.size(); ++i) {
      if (signals[i].form == form && signals[i].event == event && Matches(signals[i], *line, fields)) ++counts[i];
    }
  }
  std::string failure;
  for (size_t i = 0; i < signals.size(); ++i) {
    const ExpectedSignal& signal = signals[i];
    if (signal.form != form) continue;
    const bool as_expected = signal.count ? counts[i] == *signal.count : counts[i] >= *signal.at_least;
    if (as_expected) continue;
    failure += "  signal      " + Described(signal) + ": " + std::to_string(counts[i]) + " instead of " +
               (signal.count ? std::to_string(*signal.count) : "at least " + std::to_string(*signal.at_least)) + "\n";
  }
  return failure;
}

}  // namespace quarry::simulate
