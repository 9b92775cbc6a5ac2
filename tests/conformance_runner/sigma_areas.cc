// Sigma: which rules load; do rules fire on the events that they were tested with?
#include <algorithm>
#include <filesystem>

#include "conformance_runner/query_rows.h"
#include "syntax/sigma/parser.h"

namespace quarry::conformance {
namespace {

namespace fs = std::filesystem;

Verdict Loads(const std::string& path) {
  SourceMap sources;
  uint16_t source = sources.Add(path, ReadWholeFile(path));
  DiagnosticList diagnostics;
  sigma::RuleFile file = sigma::ParseRules(sources, source, diagnostics);
  for (const Diagnostic& d : diagnostics.items()) {
    if (d.severity != Severity::kError) continue;
    std::string text = std::string(CodeName(d.code)) + " " + d.message;
    return d.code == Code::Q0301 ? Verdict::Refused(text) : Verdict::Wrong(text);
  }
  return file.rules.empty() ? Verdict::Wrong("no rule in the file") : Verdict::Pass();
}

Verdict Fires(const std::string& corpus, const JsonNode& row) {
  RunRequest request;
  request.lang = Lang::kSigma;
  request.text = ReadWholeFile(corpus + "/sigma/" + TextOf(row, "rule"));
  request.inputs.push_back({corpus + "/sigma/regression/" + TextOf(row, "evtx"), "", ""});
  Rows rows;
  Verdict ran = RunQuery(request, rows);
  if (ran.kind != Verdict::Kind::kPass) return ran;
  const JsonNode& expected = *row.Find("expected");
  const JsonNode* count = expected.Find("match_count");
  if (count != nullptr && count->kind == JsonNode::Kind::kInteger &&
      rows.events.size() != static_cast<size_t>(count->integer)) {
    return Verdict::Wrong(std::to_string(rows.events.size()) + " matches instead of " + std::to_string(count->integer));
  }
  return rows.events.empty() ? Verdict::Wrong("does not fire") : Verdict::Pass();
}

}  // namespace

void AddSigmaAreas(const std::string& corpus, std::vector<Area>& areas) {
  Area rules{"sigma-rules", {}};
  std::vector<std::string> paths;
  std::error_code none;
  for (const auto& folder : fs::directory_iterator(corpus + "/sigma", none)) {
    if (!folder.path().filename().string().starts_with("rules")) continue;
    for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
      if (entry.path().extension() == ".yml") paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) {
    rules.items.push_back({path.substr(corpus.size() + 7), [path] { return Loads(path); }});
  }
  areas.push_back(std::move(rules));
  Area regression{"sigma-regression", {}};
  for (const JsonNode* row : ReadJsonLines(corpus + "/sigma/regression/index.jsonl")) {
    regression.items.push_back({TextOf(*row, "evtx"), [corpus, row] { return Fires(corpus, *row); }});
  }
  areas.push_back(std::move(regression));
  AddConvertAreas(corpus, paths, areas);
}

}  // namespace quarry::conformance
