// Conversions: a rule that is converted to KQL or CQL must find the events that the rule itself finds. Every converted
// query runs in Quarry, over the file of its regression pair; those of a sample of all rules over the events of all
// pairs.
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "conformance_runner/query_rows.h"
#include "convert/convert.h"
#include "engine/data_dir.h"
#include "syntax/sigma/parser.h"
#include "types/ticks.h"

namespace quarry::conformance {
namespace {

struct Route {
  std::string_view target, pipeline;
  Lang lang;
};
constexpr Route kRoutes[] = {{"kql", "defender", Lang::kKql},
                             {"kql", "sentinel", Lang::kKql},
                             {"cql", "falcon", Lang::kCql},
                             {"cql", "sysmon", Lang::kCql}};

// Each rule of the sample runs twice over thousands of events; all of them would take longer than everything else.
constexpr size_t kSampling = 8;

const convert::Converter& TheConverter() {
  static const Result<convert::Converter> converter = convert::Converter::Load(FindDataDir());
  if (!converter) {
    std::fprintf(stderr, "%s\n", converter.error().message.c_str());
    std::abort();
  }
  return *converter;
}

std::string DigitsOf(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9' && digits.size() < 17) digits += c;
  }
  return digits;
}

// What every form of an event keeps of it: its time, to the millisecond. Events of Sysmon carry their own.
std::string TimeKey(const std::map<std::string, std::string>& event) {
  if (const auto falcon = event.find("timestamp"); falcon != event.end() && event.contains("ContextTimeStamp")) {
    const int64_t milliseconds = std::strtoll(falcon->second.c_str(), nullptr, 10);
    return DigitsOf(FormatDateTime(kUnixEpochTicks + milliseconds * 10000));
  }
  const auto own = event.find("UtcTime");
  const auto at = own != event.end() && !own->second.empty() ? own : event.find("TimeCreated");
  return at == event.end() ? std::string() : DigitsOf(at->second);
}

std::vector<std::string> KeysOf(const Rows& rows, Lang lang) {
  std::vector<std::string> keys;
  if (lang == Lang::kKql) {
    for (size_t i = 0; i < rows.columns.size(); ++i) {
      if (rows.columns[i].name != "TimeGenerated") continue;
      for (const std::vector<std::string>& row : rows.json) keys.push_back(DigitsOf(row[i]));
    }
  } else {
    for (const auto& event : rows.events) keys.push_back(TimeKey(event));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

// The rule of the file, or why there is none.
Verdict ReadRule(const std::string& path, sigma::Rule& rule) {
  SourceMap sources;
  const uint16_t source = sources.Add(path, ReadWholeFile(path));
  DiagnosticList diagnostics;
  sigma::RuleFile file = sigma::ParseRules(sources, source, diagnostics);
  if (file.rules.empty()) return Verdict::Refused("no rule that loads");
  rule = std::move(file.rules[0]);
  return Verdict::Pass();
}

Verdict Agrees(const std::string& path, const Route& route, const std::vector<InputSpec>& inputs) {
  sigma::Rule rule;
  if (Verdict read = ReadRule(path, rule); read.kind != Verdict::Kind::kPass) return read;
  const ConvertTarget* target = convert::FindConvertTarget(route.target);
  const convert::Pipeline* pipeline = TheConverter().pipelines().Find(route.target, route.pipeline);
  const convert::Conversion conversion = TheConverter().Convert(rule, *target, *pipeline, convert::Form::kQuery);
  if (!conversion.refusals.empty()) return Verdict::Refused(conversion.refusals[0].feature);
  Rows expected, found;
  RunRequest request{Lang::kSigma, ReadWholeFile(path), inputs, {}};
  if (Verdict ran = RunQuery(request, expected); ran.kind != Verdict::Kind::kPass) return ran;
  request.lang = route.lang;
  request.text = conversion.text;
  Verdict ran = RunQuery(request, found);
  if (ran.kind != Verdict::Kind::kPass) return Verdict::Wrong("does not run: " + ran.why);
  const std::vector<std::string> wanted = KeysOf(expected, Lang::kSigma), got = KeysOf(found, route.lang);
  if (wanted == got) return Verdict::Pass();
  return Verdict::Wrong(std::to_string(got.size()) + " events instead of " + std::to_string(wanted.size()));
}

std::string EventsPath() {
  return (std::filesystem::temp_directory_path() / "quarry-convert-events.ndjson").string();
}

// All events of the regression pairs in one file, as JSON of event logs. Written by the first item that needs it.
std::string AllEvents(const std::string& corpus) {
  std::string path = EventsPath();
  if (std::filesystem::exists(path)) return path;
  RunRequest request;
  request.lang = Lang::kSigma;
  request.text = "title: All\nlogsource: {}\ndetection: {all: {EventID: '*'}, condition: all}\n";
  request.inputs.push_back({corpus + "/sigma/regression", "", ""});
  Rows rows;
  RunQuery(request, rows);
  std::string text;
  for (const auto& event : rows.events) {
    std::string line = "{";
    for (const auto& [name, value] : event) {
      if (name.starts_with('@')) continue;
      if (line.size() > 1) line += ',';
      AppendJsonString(name, line);
      line += ':';
      AppendJsonString(value, line);
    }
    text += line + "}\n";
  }
  // Items run in several processes: the file appears whole.
  const std::string own = path + std::to_string(getpid());
  std::FILE* file = std::fopen(own.c_str(), "wb");
  if (file != nullptr) {
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
    std::filesystem::rename(own, path);
  }
  return path;
}

}  // namespace

void AddConvertAreas(const std::string& corpus, const std::vector<std::string>& rules, std::vector<Area>& areas) {
  std::filesystem::remove(EventsPath());
  for (const Route& route : kRoutes) {
    const std::string name = std::string(route.target) + "-" + std::string(route.pipeline);
    Area pairs{"convert-regression-" + name, {}}, sample{"convert-sample-" + name, {}};
    for (const JsonNode* row : ReadJsonLines(corpus + "/sigma/regression/index.jsonl")) {
      const std::string rule = corpus + "/sigma/" + TextOf(*row, "rule");
      const std::vector<InputSpec> inputs{{corpus + "/sigma/regression/" + TextOf(*row, "evtx"), "", ""}};
      pairs.items.push_back({TextOf(*row, "rule"), [rule, &route, inputs] { return Agrees(rule, route, inputs); }});
    }
    areas.push_back(std::move(pairs));
    for (size_t i = 0; i < rules.size(); i += kSampling) {
      const std::string& rule = rules[i];
      sample.items.push_back({rule.substr(corpus.size() + 7),
                              [rule, &route, corpus] { return Agrees(rule, route, {{AllEvents(corpus), "", ""}}); }});
    }
    areas.push_back(std::move(sample));
  }
}

}  // namespace quarry::conformance
