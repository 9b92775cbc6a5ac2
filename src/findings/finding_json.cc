#include "findings/finding_json.h"

#include "types/json.h"
#include "types/ticks.h"

namespace quarry {

void AppendFindingJson(const Finding& finding, std::string& out) {
  const FindingRule& rule = *finding.rule;
  out += R"({"rule":{)";
  AppendJsonMember("id", rule.id, out);
  AppendJsonMember("title", rule.title, out);
  AppendJsonMember("level", LevelName(rule.level), out);
  AppendJsonMember("language", rule.language, out);
  if (!rule.pack.empty()) AppendJsonMember("pack", rule.pack, out);
  out += R"(,"attack":[)";
  for (size_t i = 0; i < rule.attack.size(); ++i) {
    if (i > 0) out += ',';
    AppendJsonString(rule.attack[i], out);
  }
  out += "]}";
  AppendJsonMember("severity", LevelName(finding.severity), out);
  AppendJsonMember("confidence", ConfidenceName(finding.confidence), out);
  if (finding.time)
    AppendJsonMember("time", FormatDateTime(*finding.time), out);
  else
    out += R"(,"time":null)";
  if (!finding.tags.empty()) {
    out += R"(,"tags":[)";
    for (const std::string& tag : finding.tags) {
      if (&tag != &finding.tags.front()) out += ',';
      AppendJsonString(tag, out);
    }
    out += ']';
  }
  out += R"(,"source":{)";
  if (!finding.file.empty())
    AppendJsonMember("file", finding.file, out);
  else
    out += R"("file":null)";
  out += R"(,"record":)" + (finding.record ? std::to_string(*finding.record) : "null") + "}";
  AppendJsonMember("id", finding.id, out);
  out += R"(,"entities":[)";
  for (size_t i = 0; i < finding.entities.size(); ++i) {
    const Entity& entity = finding.entities[i];
    if (i > 0) out += ',';
    out += '{';
    AppendJsonMember("kind", entity.kind, out);
    AppendJsonMember("value", entity.value, out);
    AppendJsonMember("field", entity.field, out);
    out += '}';
  }
  out += R"(],"event":)" + (finding.event.empty() ? "{}" : finding.event) + "}";
}

}  // namespace quarry
