// Timesketch's JSONL import format: message, datetime and timestamp_desc are required there, the rest become
// attributes. Findings without a time cannot be placed on a timeline and take the epoch, which the message says.
#include "findings/writer.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

class TimesketchWriter : public FindingWriter {
 public:
  TimesketchWriter(std::FILE* out, const FindingWriterOptions&) : out_(out) {}
  void Write(const Finding& finding) override {
    const FindingRule& rule = *finding.rule;
    std::string message = rule.title;
    if (!finding.time) message += " (time unknown)";
    for (const Entity& entity : finding.entities) message += " | " + entity.kind + ": " + entity.value;
    const int64_t time = finding.time.value_or(kUnixEpochTicks);
    std::string out = "{";
    AppendJsonMember("message", message, out);
    AppendJsonMember("datetime", FormatDateTime(time), out);
    out += R"(,"timestamp":)" + std::to_string((time - kUnixEpochTicks) / 10);
    AppendJsonMember("timestamp_desc", "Quarry finding", out);
    AppendJsonMember("level", LevelName(rule.level), out);
    AppendJsonMember("severity", LevelName(finding.severity), out);
    AppendJsonMember("confidence", ConfidenceName(finding.confidence), out);
    AppendJsonMember("rule_id", rule.id, out);
    AppendJsonMember("rule_title", rule.title, out);
    AppendJsonMember("finding_id", finding.id, out);
    for (const char* kind : {"host", "account", "process", "command", "domain", "ip"}) {
      const std::string_view value = EntityValue(finding, kind);
      if (!value.empty()) AppendJsonMember(kind, value, out);
    }
    AppendJsonMember("source_file", finding.file, out);
    out += R"(,"tag":[)";
    for (size_t i = 0; i < rule.attack.size(); ++i) {
      if (i > 0) out += ',';
      AppendJsonString(rule.attack[i], out);
    }
    out += "]";
    AppendJsonMember("event", finding.event, out);
    out += "}\n";
    std::fwrite(out.data(), 1, out.size(), out_);
  }

 private:
  std::FILE* out_;
};

}  // namespace

QUARRY_DEFINE(FindingWriterDef, kTimesketchFindings) = {
    .name = "timesketch",
    .doc = "JSON lines that Timesketch imports as a timeline",
    .make = MakeFindingWriter<TimesketchWriter>,
};

}  // namespace quarry
