// One self-contained page: no scripts, nothing loaded from elsewhere, all text escaped.
#include "findings/writer.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr std::string_view kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Quarry findings</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body{font:14px/1.5 system-ui,sans-serif;margin:2rem;color:#1c2430;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #dde3ea;vertical-align:top}
th{position:sticky;top:0;background:#f4f6f9}.critical{color:#9c1f9c}.high{color:#c0261f}.medium{color:#a06400}.low{color:#1f6f8b}.informational{color:#667}
td.level{font-weight:600}pre{white-space:pre-wrap;word-break:break-all;font-size:12px;margin:.4rem 0}
</style></head><body><h1>Quarry findings</h1>
<table><thead><tr><th>Time</th><th>Level</th><th>Rule</th><th>Host</th><th>Account</th><th>Process</th><th>Target</th><th>Evidence</th></tr></thead><tbody>
)";

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

class HtmlWriter : public FindingWriter {
 public:
  HtmlWriter(std::FILE* out, const FindingWriterOptions&) : out_(out) {}
  void Begin() override { std::fwrite(kHead.data(), 1, kHead.size(), out_); }
  void Write(const Finding& finding) override {
    ++count_;
    const std::string level(LevelName(finding.severity));
    std::string target(EntityValue(finding, "domain"));
    const std::string_view ip = EntityValue(finding, "ip");
    if (!ip.empty()) target += (target.empty() ? "" : " ") + std::string(ip);
    std::string row = "<tr><td>" + (finding.time ? FormatDateTime(*finding.time) : "") + "</td><td class=\"level " +
                      level + "\">" + level + "</td><td>" + Escaped(finding.rule->title) + "<br><small>" +
                      Escaped(finding.rule->id);
    for (const std::string& technique : finding.rule->attack) row += " " + Escaped(technique);
    row += "</small></td>";
    for (const char* kind : {"host", "account", "process"})
      row += "<td>" + Escaped(EntityValue(finding, kind)) + "</td>";
    row += "<td>" + Escaped(target) + "</td><td><details><summary>" + Escaped(finding.file);
    if (finding.record) row += " #" + std::to_string(*finding.record);
    row += "</summary><pre>" + Escaped(finding.event) + "</pre></details></td></tr>\n";
    std::fwrite(row.data(), 1, row.size(), out_);
  }
  void End() override { std::fprintf(out_, "</tbody></table><p>%zu findings</p></body></html>\n", count_); }

 private:
  std::FILE* out_;
  size_t count_ = 0;
};

}  // namespace

QUARRY_DEFINE(FindingWriterDef, kHtmlFindings) = {
    .name = "html",
    .doc = "one page without scripts, to hand on",
    .make = MakeFindingWriter<HtmlWriter>,
};

}  // namespace quarry
