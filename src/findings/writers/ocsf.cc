// OCSF Detection Finding (class 2004), one JSON object a line.
#include "findings/writer.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

// Ids of OCSF: severity 1 informational ... 5 critical; confidence 1 low ... 3 high.
std::string Id(int value) {
  return std::to_string(value);
}

class OcsfWriter : public FindingWriter {
 public:
  OcsfWriter(std::FILE* out, const FindingWriterOptions&) : out_(out) {}
  void Write(const Finding& finding) override;

 private:
  std::FILE* out_;
};

void OcsfWriter::Write(const Finding& finding) {
  const FindingRule& rule = *finding.rule;
  std::string out =
      R"({"class_uid":2004,"class_name":"Detection Finding","category_uid":2,"category_name":"Findings","type_uid":200401,)"
      R"("activity_id":1,"activity_name":"Create","status_id":1,"severity_id":)" +
      Id(static_cast<int>(finding.severity) + 1);
  AppendJsonMember("severity", LevelName(finding.severity), out);
  out += R"(,"confidence_id":)" + Id(static_cast<int>(finding.confidence) + 1);
  AppendJsonMember("confidence", ConfidenceName(finding.confidence), out);
  if (finding.time) out += R"(,"time":)" + std::to_string((*finding.time - kUnixEpochTicks) / 10'000);
  AppendJsonMember("message", rule.title, out);
  out += R"(,"metadata":{"version":"1.5.0","product":{"name":"Quarry","vendor_name":"Quarry"}},"finding_info":{)";
  AppendJsonMember("uid", finding.id, out);
  AppendJsonMember("title", rule.title, out);
  out += R"(,"analytic":{"type":"Rule","type_id":1)";
  AppendJsonMember("uid", rule.id, out);
  AppendJsonMember("name", rule.title, out);
  out += R"(},"attacks":[)";
  for (size_t i = 0; i < rule.attack.size(); ++i) {
    if (i > 0) out += ',';
    const bool tactic = rule.attack[i].starts_with("TA");
    out += tactic ? R"({"tactic":{)" : R"({"technique":{)";
    AppendJsonMember("uid", rule.attack[i], out);
    out += "}}";
  }
  out += "]}";
  out += R"(,"observables":[)";
  for (size_t i = 0; i < finding.entities.size(); ++i) {
    const Entity& entity = finding.entities[i];
    // Observable types of OCSF: 1 hostname, 2 IP address, 4 user name, 6 URL, 7 file name, 8 hash, 9 process name, 13
    // command line.
    const int type = entity.kind == "host" || entity.kind == "domain" ? 1
                     : entity.kind == "ip"                            ? 2
                     : entity.kind == "account"                       ? 4
                     : entity.kind == "url"                           ? 6
                     : entity.kind == "file"                          ? 7
                     : entity.kind == "hash"                          ? 8
                     : entity.kind == "process"                       ? 9
                     : entity.kind == "command"                       ? 13
                                                                      : 99;
    if (i > 0) out += ',';
    out += R"({"type_id":)" + Id(type);
    AppendJsonMember("name", entity.field, out);
    AppendJsonMember("value", entity.value, out);
    out += '}';
  }
  out += R"(],"evidences":[{"data":)" + (finding.event.empty() ? "{}" : finding.event) + "}]";
  out += R"(,"unmapped":{)";
  if (!finding.file.empty()) AppendJsonMember("source_file", finding.file, out);
  if (finding.record) {
    if (out.back() != '{') out += ',';
    out += R"("source_record":)" + std::to_string(*finding.record);
  }
  out += "}}\n";
  std::fwrite(out.data(), 1, out.size(), out_);
}

}  // namespace

QUARRY_DEFINE(FindingWriterDef, kOcsfFindings) = {
    .name = "ocsf",
    .doc = "OCSF Detection Finding objects (class 2004), one a line",
    .make = MakeFindingWriter<OcsfWriter>,
};

}  // namespace quarry
