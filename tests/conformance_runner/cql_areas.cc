// CQL: what parses of real-world queries; what agrees with the documentation.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "conformance_runner/query_rows.h"
#include "syntax/cql/parser.h"

namespace quarry::conformance {
namespace {

namespace fs = std::filesystem;

Verdict Parses(const JsonNode& row) {
  SourceMap sources;
  uint16_t source = sources.Add("query", TextOf(row, "query"));
  Arena arena;
  DiagnosticList diagnostics;
  cql::Parse(sources, source, arena, diagnostics);
  for (const Diagnostic& d : diagnostics.items()) {
    if (d.severity == Severity::kError) return Verdict::Wrong(std::string(CodeName(d.code)) + " " + d.message);
  }
  return Verdict::Pass();
}

std::string AsNdjson(const JsonNode& rows) {
  std::string text;
  for (const JsonNode& row : rows.array()) {
    AppendJson(row, text);
    text += '\n';
  }
  return text;
}

std::string AsCsv(const JsonNode& rows) {
  auto field = [](std::string_view value) {
    std::string out = "\"";
    for (char c : value) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
  };
  std::string text;
  if (rows.size == 0) return text;
  std::vector<std::string_view> names;
  for (const JsonMember& member : rows.elements[0].object()) {
    names.push_back(member.name);
    text += (names.size() > 1 ? "," : "") + field(member.name);
  }
  text += '\n';
  for (const JsonNode& row : rows.array()) {
    for (size_t i = 0; i < names.size(); ++i) text += (i > 0 ? "," : "") + field(TextOf(row, names[i]));
    text += '\n';
  }
  return text;
}

// What the engine adds to an event (@rawstring, @id) is no part of the documentation's rows unless they show it.
bool SameEvent(const JsonNode& want, const std::map<std::string, std::string>& got) {
  size_t shown = 0;
  for (const auto& [name, value] : got) {
    if (want.Find(name) == nullptr && !name.starts_with('@') && !name.starts_with('#')) return false;
    ++shown;
  }
  for (const JsonMember& member : want.object()) {
    auto found = got.find(std::string(member.name));
    if (found == got.end()) {
      if (!member.value.text.empty()) return false;
      continue;
    }
    if (!SameText(member.value.text, found->second, {})) return false;
  }
  return true;
}

Verdict AgreesWithDocumentation(const JsonNode& row) {
  fs::path folder = fs::temp_directory_path() / ("quarry-conformance-" + std::to_string(getpid()));
  fs::create_directories(folder);
  RunRequest request{Lang::kCql, TextOf(row, "query"), {}, folder.string()};
  std::ofstream(folder / "input.ndjson") << AsNdjson(*row.Find("input"));
  if (row.Find("input")->size > 0) request.inputs.push_back({(folder / "input.ndjson").string(), "", "ndjson"});
  if (const JsonNode* files = row.Find("files")) {
    for (const JsonMember& file : files->object()) std::ofstream(folder / std::string(file.name)) << AsCsv(file.value);
  }
  Rows rows;
  Verdict ran = RunQuery(request, rows);
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  if (ran.kind != Verdict::Kind::kPass) return ran;
  const JsonNode& expected = *row.Find("expected");
  if (expected.size != rows.events.size()) {
    return Verdict::Wrong(std::to_string(rows.events.size()) + " rows instead of " + std::to_string(expected.size));
  }
  std::vector<bool> taken(rows.events.size(), false);
  for (const JsonNode& want : expected.array()) {
    bool found = false;
    for (size_t i = 0; i < rows.events.size() && !found; ++i) {
      if (!taken[i] && SameEvent(want, rows.events[i])) taken[i] = found = true;
    }
    if (found) continue;
    std::string text;
    AppendJson(want, text);
    text += "; first row is";
    for (const auto& [name, value] : rows.events.front()) text += " " + name + "=" + value;
    return Verdict::Wrong("no row " + text);
  }
  return Verdict::Pass();
}

}  // namespace

void AddCqlAreas(const std::string& corpus, std::vector<Area>& areas) {
  for (const char* tier : {"vendor", "community"}) {
    Area area{std::string("cql-realworld-parse-") + tier, {}};
    for (const JsonNode* row : ReadJsonLines(corpus + "/cql/realworld.jsonl")) {
      if (TextOf(*row, "tier") == tier) area.items.push_back({TextOf(*row, "id"), [row] { return Parses(*row); }});
    }
    areas.push_back(std::move(area));
  }
  Area docs{"cql-docs", {}};
  for (const JsonNode* row : ReadJsonLines(corpus + "/cql/docs.jsonl")) {
    docs.items.push_back({TextOf(*row, "id"), [row] { return AgreesWithDocumentation(*row); }});
  }
  areas.push_back(std::move(docs));
}

}  // namespace quarry::conformance
