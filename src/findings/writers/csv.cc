// Comma-separated values (RFC 4180), one row a finding, with the event as JSON in the last column.
#include "findings/writer.h"
#include "types/ticks.h"

namespace quarry {
namespace {

// Spreadsheets run cells that begin like a formula; an apostrophe keeps them text.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) out += '\'';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

class CsvWriter : public FindingWriter {
 public:
  CsvWriter(std::FILE* out, const FindingWriterOptions&) : out_(out) {}
  void Begin() override {
    std::fputs(
        "time,level,severity,confidence,rule,title,attack,host,account,process,command,domain,ip,file,record,id,"
        "event\n",
        out_);
  }
  void Write(const Finding& finding) override {
    const FindingRule& rule = *finding.rule;
    std::string attack;
    for (const std::string& technique : rule.attack) attack += (attack.empty() ? "" : " ") + technique;
    std::string row = finding.time ? FormatDateTime(*finding.time) : "";
    for (const std::string_view word :
         {LevelName(rule.level), LevelName(finding.severity), ConfidenceName(finding.confidence)}) {
      row += ',';
      row += word;
    }
    for (const std::string_view text :
         {std::string_view(rule.id), std::string_view(rule.title), std::string_view(attack)})
      row += ',' + Quoted(text);
    for (const char* kind : {"host", "account", "process", "command", "domain", "ip"})
      row += ',' + Quoted(EntityValue(finding, kind));
    row += ',' + Quoted(finding.file) + ',' + (finding.record ? std::to_string(*finding.record) : "");
    row += ',' + finding.id + ',' + Quoted(finding.event) + '\n';
    std::fwrite(row.data(), 1, row.size(), out_);
  }

 private:
  std::FILE* out_;
};

}  // namespace

QUARRY_DEFINE(FindingWriterDef, kCsvFindings) = {
    .name = "csv",
    .doc = "comma-separated values, the event as JSON in the last column",
    .make = MakeFindingWriter<CsvWriter>,
};

}  // namespace quarry
