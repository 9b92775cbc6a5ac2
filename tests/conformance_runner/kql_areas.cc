// KQL: what parses of real-world queries; what agrees with the documentation and with the engine.
#include "conformance_runner/query_rows.h"
#include "syntax/kql/parser.h"

namespace quarry::conformance {
namespace {

std::string FirstError(const DiagnosticList& diagnostics) {
  for (const Diagnostic& d : diagnostics.items()) {
    if (d.severity == Severity::kError) return std::string(CodeName(d.code)) + " " + d.message;
  }
  return "";
}

Verdict Parses(const JsonNode& row) {
  SourceMap sources;
  uint16_t source = sources.Add("query", TextOf(row, "query"));
  Arena arena;
  DiagnosticList diagnostics;
  kql::ParseKql(sources.text(source), source, arena, diagnostics);
  return diagnostics.has_errors() ? Verdict::Wrong(FirstError(diagnostics)) : Verdict::Pass();
}

Verdict Binds(const JsonNode& row) {
  EngineOptions options;
  options.lookups_may_miss = true;
  Result<std::unique_ptr<Engine>> engine = Engine::Create(options);
  if (!engine) return Verdict::Wrong(engine.error().message);
  uint16_t source = (*engine)->sources().Add("query", TextOf(row, "query"));
  DiagnosticList diagnostics;
  if ((*engine)->Bind(Lang::kKql, source, {}, diagnostics)) return Verdict::Pass();
  return Verdict::Refused(FirstError(diagnostics));
}

bool FlagOf(const JsonNode& row, std::string_view name) {
  const JsonNode* flag = row.Find(name);
  return flag != nullptr && flag->kind == JsonNode::Kind::kBool && flag->boolean;
}

Agreement AgreementOf(const JsonNode& row) {
  Agreement agreement;
  if (FlagOf(row, "approx")) agreement.tolerance = 0.05;
  agreement.any_order = FlagOf(row, "unordered_agg");
  return agreement;
}

// Are the rows the expected ones, as `same(expected row, actual row)` says, in order or in any?
template <typename F>
Verdict CompareRows(const JsonNode& expected, const Rows& actual, bool ordered, const F& same) {
  if (expected.size != actual.json.size()) {
    return Verdict::Wrong(std::to_string(actual.json.size()) + " rows instead of " + std::to_string(expected.size));
  }
  std::vector<bool> taken(actual.json.size(), false);
  for (uint32_t i = 0; i < expected.size; ++i) {
    bool found = false;
    for (size_t k = ordered ? i : 0; k < (ordered ? i + 1 : actual.json.size()) && !found; ++k) {
      if (!taken[k] && same(expected.elements[i], actual.json[k])) taken[k] = found = true;
    }
    if (found) continue;
    std::string text;
    AppendJson(expected.elements[i], text);
    std::string got;
    for (const std::string& cell : actual.json[std::min<size_t>(i, actual.json.size() - 1)]) got += " " + cell;
    return Verdict::Wrong("no row " + text + "; row " + std::to_string(i + 1) + " is" + got);
  }
  return Verdict::Pass();
}

Verdict AgreesWithEngine(const JsonNode& row) {
  Rows rows;
  Verdict ran = RunQuery({Lang::kKql, TextOf(row, "query"), {}, ""}, rows);
  if (ran.kind != Verdict::Kind::kPass) return ran;
  const JsonNode& columns = *row.Find("columns");
  std::string expected, actual;
  for (const JsonNode& column : columns.array())
    expected += " " + TextOf(column, "name") + ":" + TextOf(column, "type");
  for (const OutputColumn& column : rows.columns)
    actual += " " + column.name + ":" + std::string(TypeName(column.type));
  // Where the platform's binder names or types a column otherwise, either is right.
  std::string bound;
  if (const JsonNode* binder = row.Find("binder"))
    for (const JsonNode& column : binder->array())
      if (column.size == 2)
        bound += " " + std::string(column.elements[0].text) + ":" + std::string(column.elements[1].text);
  if (expected != actual && bound != actual) return Verdict::Wrong("columns" + actual + " instead of" + expected);
  const Agreement agreement = AgreementOf(row);
  return CompareRows(*row.Find("rows"), rows, FlagOf(row, "ordered"),
                     [&](const JsonNode& want, const std::vector<std::string>& got) {
                       Arena arena;
                       for (uint32_t i = 0; i < want.size; ++i) {
                         const JsonNode* cell = ParseJson(got[i], arena);
                         if (cell == nullptr || !SameJson(want.elements[i], *cell, agreement)) return false;
                       }
                       return true;
                     });
}

// The text of a JSON cell as documentation prints it.
std::string Shown(const std::string& json) {
  if (json == "null") return "";
  if (!json.starts_with('"')) return json;
  Arena arena;
  const JsonNode* node = ParseJson(json, arena);
  return node == nullptr ? json : std::string(node->text);
}

Verdict AgreesWithDocumentation(const JsonNode& row) {
  Rows rows;
  Verdict ran = RunQuery({Lang::kKql, TextOf(row, "query"), {}, ""}, rows);
  if (ran.kind != Verdict::Kind::kPass) return ran;
  // The documentation shows columns in an order of its own, and some under other names.
  const JsonNode& columns = *row.Find("columns");
  if (columns.size != rows.columns.size()) {
    return Verdict::Wrong(std::to_string(rows.columns.size()) + " columns instead of " + std::to_string(columns.size));
  }
  std::vector<size_t> behind;
  for (uint32_t i = 0; i < columns.size; ++i) {
    size_t at = i;
    for (size_t k = 0; k < rows.columns.size(); ++k) {
      if (rows.columns[k].name == columns.elements[i].text) at = k;
    }
    behind.push_back(at);
  }
  Agreement agreement = AgreementOf(row);
  agreement.tolerance = std::max(agreement.tolerance, 1e-6);  // printed digits
  return CompareRows(*row.Find("rows"), rows, FlagOf(row, "ordered"),
                     [&](const JsonNode& want, const std::vector<std::string>& got) {
                       for (uint32_t i = 0; i < want.size && i < behind.size(); ++i) {
                         if (!SameText(want.elements[i].text, Shown(got[behind[i]]), agreement)) return false;
                       }
                       return true;
                     });
}

void AddArea(const std::string& name, const std::string& path, Verdict (*run)(const JsonNode&),
             std::vector<Area>& areas) {
  Area area{name, {}};
  for (const JsonNode* row : ReadJsonLines(path))
    area.items.push_back({TextOf(*row, "id"), [row, run] { return run(*row); }});
  areas.push_back(std::move(area));
}

}  // namespace

void AddKqlAreas(const std::string& corpus, std::vector<Area>& areas) {
  AddArea("kql-realworld-parse", corpus + "/kql/realworld.jsonl", Parses, areas);
  AddArea("kql-realworld-bind", corpus + "/kql/realworld.jsonl", Binds, areas);
  AddArea("kql-docs", corpus + "/kql/docs.jsonl", AgreesWithDocumentation, areas);
  AddArea("kql-engine", corpus + "/kql/engine.jsonl", AgreesWithEngine, areas);
}

}  // namespace quarry::conformance
