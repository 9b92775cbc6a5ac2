// Conditions run as queries over a table with a row for each finding, in an engine of their own.
#include "packs/exclude.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "packs/finding_context.h"
#include "packs/telemetry_query.h"
#include "simulate/text_pattern.h"
#include "syntax/sigma/parser.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

// Whether one of the texts fits one of the patterns; without patterns all do.
bool AnyFits(const std::vector<std::string>& patterns, std::initializer_list<std::string_view> texts) {
  return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
           return std::any_of(texts.begin(), texts.end(),
                              [&](std::string_view text) { return MatchesTextPattern(text, pattern); });
         });
}

bool InScope(const Exclusion& exclusion, const ExclusionSet& set, const Finding& finding) {
  if (!set.pack.empty() && set.pack != finding.rule->pack) return false;
  return RuleInScope(exclusion, *finding.rule) &&
         AnyFits(exclusion.hosts, {HostNameOf(EntityValue(finding, "host")), EntityValue(finding, "host")});
}

// `%name%` with the list's values, quoted and separated by commas. In Sigma, which is JSON here, `"%name%"` with its
// quotes becomes an array.
std::string WithLists(std::string text, Lang lang, const ExclusionLists& lists) {
  for (const auto& [name, values] : lists) {
    std::string joined;
    for (const std::string& value : values) {
      if (!joined.empty()) joined += ", ";
      AppendJsonString(value, joined);
    }
    const std::string place = lang == Lang::kSigma ? "\"%" + name + "%\"" : "%" + name + "%";
    if (lang == Lang::kSigma) joined = "[" + joined + "]";
    for (size_t at = text.find(place); at != std::string::npos; at = text.find(place, at + joined.size()))
      text.replace(at, place.size(), joined);
  }
  return text;
}

// Of a result's row: its one column, or the member of the event that Sigma gives.
std::optional<size_t> NumberOf(const std::vector<Value>& row) {
  if (row.size() == 1 && row[0].type() == Type::kLong) return static_cast<size_t>(row[0].integer());
  for (const Value& value : row) {
    Arena arena;
    const JsonNode* node = IsTextual(value.type()) && !value.is_null() ? ParseJson(value.text(), arena) : nullptr;
    if (node != nullptr && node->kind == JsonNode::Kind::kObject) node = node->Find("Number");
    if (node == nullptr) continue;
    if (node->kind == JsonNode::Kind::kInteger) return static_cast<size_t>(node->integer);
    if (node->kind == JsonNode::Kind::kString) return std::strtoul(std::string(node->text).c_str(), nullptr, 10);
  }
  return std::nullopt;
}

class Conditions {
 public:
  Conditions(Engine& engine, const ExclusionSet& set) : engine_(engine), set_(set) {}
  // False, with a diagnostic, when `condition` cannot be bound or is more than a filter.
  bool Accepts(Lang lang, const std::string& condition, const std::string& path, uint32_t line,
               DiagnosticList& diagnostics);
  // Numbers of the rows for which `condition` holds.
  FailureOr<std::set<size_t>> Rows(Lang lang, const std::string& condition, const std::string& path, uint32_t line,
                                   DiagnosticList& diagnostics);

 private:
  std::string QueryOf(Lang lang, const std::string& condition) const;
  // Whether the Sigma rule in `source` asks for nothing but the fields of findings.
  bool AsksForFindings(uint16_t source, DiagnosticList& diagnostics) const;
  // The same for a query in CQL, by the fields that it asks for.
  bool AsksForFindings(uint16_t source, const std::vector<std::string>& fields, DiagnosticList& diagnostics) const;

  Engine& engine_;
  const ExclusionSet& set_;
};

std::string Conditions::QueryOf(Lang lang, const std::string& condition) const {
  std::string text;
  if (lang == Lang::kKql) {
    // Everything of ours stands on the condition's first line, so that places are those of the file.
    for (const auto& [name, values] : set_.lists) text += "let " + name + " = " + DynamicTexts(values) + "; ";
    text += std::string(kFindingsTable) + " | where (" + condition + "\n) | project Number";
  } else if (lang == Lang::kCql) {
    text = WithLists(condition, lang, set_.lists) + "\n| select([Number])";
  } else {
    text = "{\"title\": \"exclusion\", \"logsource\": {\"category\": \"finding\"}, \"detection\": " +
           WithLists(condition, lang, set_.lists) + "}";
  }
  return text;
}

bool Conditions::Accepts(Lang lang, const std::string& condition, const std::string& path, uint32_t line,
                         DiagnosticList& diagnostics) {
  // In KQL the condition stands inside of a `where`, and a Sigma detection tests one event; a text in CQL may be any
  // query.
  const std::string text = lang == Lang::kCql ? WithLists(condition, lang, set_.lists) : QueryOf(lang, condition);
  const uint16_t source = engine_.sources().Add(path, text, line);
  const FailureOr<std::vector<BoundQuery>> queries = engine_.Bind(lang, source, {}, diagnostics);
  if (!queries.ok()) return false;
  if (lang == Lang::kSigma) return AsksForFindings(source, diagnostics);
  if (lang != Lang::kCql || queries.value().empty()) return true;
  const BoundQuery& query = queries.value().front();
  if (query.event != 0) return AsksForFindings(source, query.event_fields, diagnostics);
  diagnostics.Add(Code::Q0501, {0, 0, source}, "a condition is a filter, and this makes rows of its own");
  return false;
}

FailureOr<std::set<size_t>> Conditions::Rows(Lang lang, const std::string& condition, const std::string& path,
                                             uint32_t line, DiagnosticList& diagnostics) {
  if (lang != Lang::kKql && !Accepts(lang, condition, path, line, diagnostics)) return Failure{};
  FailureOr<std::vector<std::vector<Value>>> rows =
      QueryRows(engine_, lang, path, QueryOf(lang, condition), line, diagnostics);
  if (!rows) return Failure{};
  std::set<size_t> numbers;
  for (const std::vector<Value>& row : *rows) {
    if (const std::optional<size_t> number = NumberOf(row)) numbers.insert(*number);
  }
  return numbers;
}

// A field that no finding has would be absent in all of them, so that the condition holds for none, or for all.
bool IsFieldOfFindings(std::string_view field, Span span, DiagnosticList& diagnostics) {
  const std::vector<ColumnSchema> columns = FindingColumns();
  NameSuggester suggester(field);
  for (const ColumnSchema& column : columns) {
    if (column.name == field) return true;
    suggester.Consider(column.name);
  }
  diagnostics.Add(Code::Q0203, span, "no field `" + std::string(field) + "` in a finding").label =
      suggester.best().empty() ? "" : "a similar field exists: `" + std::string(suggester.best()) + "`";
  return false;
}

bool Conditions::AsksForFindings(uint16_t source, const std::vector<std::string>& fields,
                                 DiagnosticList& diagnostics) const {
  const std::string_view text = engine_.sources().text(source);
  bool known = true;
  for (const std::string& field : fields) {
    if (field.starts_with('@')) continue;  // what every event has
    const size_t at = text.find(field);
    Span span{0, 0, source};
    if (at != std::string_view::npos)
      span = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + field.size()), source};
    known = IsFieldOfFindings(field, span, diagnostics) && known;
  }
  return known;
}

bool Conditions::AsksForFindings(uint16_t source, DiagnosticList& diagnostics) const {
  DiagnosticList bound_before;
  bool known = true;
  for (const sigma::Rule& rule : sigma::ParseRules(engine_.sources(), source, bound_before).rules) {
    for (const sigma::Detection& detection : rule.detections) {
      for (const std::vector<sigma::DetectionItem>& items : detection.alternatives) {
        for (const sigma::DetectionItem& item : items) {
          if (!item.field.empty()) known = IsFieldOfFindings(item.field, item.field_span, diagnostics) && known;
        }
      }
    }
  }
  return known;
}

std::string FirstError(const DiagnosticList& diagnostics, const SourceMap& sources) {
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    if (diagnostic.severity != Severity::kError) continue;
    std::string text;
    if (diagnostic.span.known()) {
      text = std::string(sources.name(diagnostic.span.source)) + ":" +
             std::to_string(sources.Locate(diagnostic.span.source, diagnostic.span.start).line) + ": ";
    }
    text += diagnostic.message;
    return diagnostic.label.starts_with("a similar") ? text + "; " + diagnostic.label : text;
  }
  return "it cannot be run";
}

// Before any condition runs: what is not to be run at all.
ExclusionOutcome Standing(const Exclusion& exclusion, const ExclusionSet& set, const ExclusionOptions& options) {
  ExclusionOutcome outcome;
  outcome.exclusion = &exclusion;
  if (exclusion.expires <= options.now && !options.expired_too) {
    outcome.status = ExclusionOutcome::Status::kExpired;
    outcome.reason = "expired on " + FormatDateTime(exclusion.expires).substr(0, 10);
    return outcome;
  }
  const std::vector<std::string> empty = EmptyLists(exclusion, set.lists);
  if (empty.empty()) return outcome;
  outcome.status = ExclusionOutcome::Status::kInactive;
  for (const std::string& name : empty) outcome.reason += (outcome.reason.empty() ? "" : ", ") + name;
  outcome.reason = (empty.size() == 1 ? "the list is empty: " : "the lists are empty: ") + outcome.reason;
  return outcome;
}

void Match(Engine& engine, const ExclusionSet& set, const std::vector<Finding>& findings, ExclusionOutcome& outcome) {
  const Exclusion& exclusion = *outcome.exclusion;
  DiagnosticList diagnostics;
  Conditions conditions(engine, set);
  const FailureOr<std::set<size_t>> holds =
      conditions.Rows(exclusion.lang, exclusion.when, exclusion.path, exclusion.when_line, diagnostics);
  std::set<size_t> keeps;
  bool ok = holds.ok();
  if (ok && !exclusion.keep_if.empty()) {
    FailureOr<std::set<size_t>> rows =
        conditions.Rows(Lang::kKql, exclusion.keep_if, exclusion.path, exclusion.line, diagnostics);
    ok = rows.ok();
    if (ok) keeps = std::move(*rows);
  }
  if (!ok) {
    outcome.status = ExclusionOutcome::Status::kRefused;
    outcome.reason = FirstError(diagnostics, engine.sources());
    return;
  }
  for (const size_t number : holds.value()) {
    if (number >= findings.size() || !InScope(exclusion, set, findings[number])) continue;
    (keeps.count(number) ? outcome.kept : outcome.matched).push_back(number);
  }
}

}  // namespace

bool RuleInScope(const Exclusion& exclusion, const FindingRule& rule) {
  const std::string& path = rule.path;
  const std::string_view file = FileNameOf(path);
  const size_t above =
      path.size() < file.size() + 2 ? std::string::npos : path.rfind('/', path.size() - file.size() - 2);
  return AnyFits(exclusion.rules, {rule.id, file, std::string_view(path).substr(above + 1), path});
}

void CheckConditions(const ExclusionSet& set, DiagnosticList& diagnostics) {
  Result<std::unique_ptr<Engine>> engine = Engine::Create({});
  if (!engine) {
    diagnostics.Add(Code::Q0801, {}, engine.error().message);
    return;
  }
  (*engine)->AddTable(FindingContexts(**engine, {}, {}));
  Conditions conditions(**engine, set);
  const auto check = [&](const Exclusion& exclusion, std::string_view member, Lang lang, const std::string& text,
                         Span span) {
    DiagnosticList found;
    if (conditions.Accepts(lang, text, exclusion.path, 1, found)) return;
    for (const Diagnostic& diagnostic : found.items()) {
      if (diagnostic.severity != Severity::kError) continue;
      diagnostics
          .Add(Code::Q0501, span,
               "`" + std::string(member) + "` of exclusion `" + exclusion.id + "`: " + diagnostic.message)
          .label = diagnostic.label;
      return;
    }
  };
  for (const Exclusion& exclusion : set.exclusions) {
    if (!exclusion.when.empty()) check(exclusion, "when", exclusion.lang, exclusion.when, exclusion.when_span);
    if (!exclusion.keep_if.empty())
      check(exclusion, "keep_if", Lang::kKql, exclusion.keep_if,
            exclusion.keep_if_span.known() ? exclusion.keep_if_span : exclusion.span);
  }
}

std::vector<ExclusionOutcome> MatchExclusions(Engine& telemetry, const std::vector<const ExclusionSet*>& sets,
                                              const std::vector<Finding>& findings, const ExclusionOptions& options) {
  std::vector<ExclusionOutcome> outcomes;
  std::vector<const ExclusionSet*> set_of;
  ContextNeeds needs;
  bool any = false;
  for (const ExclusionSet* set : sets) {
    for (const Exclusion& exclusion : set->exclusions) {
      if (options.only != nullptr && options.only != &exclusion) continue;
      outcomes.push_back(Standing(exclusion, *set, options));
      set_of.push_back(set);
      if (outcomes.back().status != ExclusionOutcome::Status::kActive) continue;
      any = true;
      needs.Add(exclusion.when);
      needs.Add(exclusion.keep_if);
    }
  }
  if (!any) return outcomes;
  EngineOptions engine_options;
  engine_options.threads = 1;
  engine_options.now = options.now;
  Result<std::unique_ptr<Engine>> engine = Engine::Create(engine_options);
  if (engine) (*engine)->AddTable(FindingContexts(telemetry, findings, needs));
  for (size_t i = 0; i < outcomes.size(); ++i) {
    if (outcomes[i].status != ExclusionOutcome::Status::kActive) continue;
    if (engine) {
      Match(**engine, *set_of[i], findings, outcomes[i]);
    } else {
      outcomes[i].status = ExclusionOutcome::Status::kRefused;
      outcomes[i].reason = engine.error().message;
    }
  }
  return outcomes;
}

void ApplyExclusions(const std::vector<ExclusionOutcome>& outcomes, std::vector<Finding>& findings,
                     std::vector<ExcludedFinding>& excluded) {
  std::vector<const Exclusion*> suppressed_by(findings.size(), nullptr);
  for (const ExclusionOutcome& outcome : outcomes) {
    for (const size_t number : outcome.matched) {
      Finding& finding = findings[number];
      switch (outcome.exclusion->effect) {
        case Exclusion::Effect::kSuppress:
          if (suppressed_by[number] == nullptr) suppressed_by[number] = outcome.exclusion;
          break;
        case Exclusion::Effect::kLower:
          if (finding.severity != Level::kInformational)
            finding.severity = static_cast<Level>(static_cast<int>(finding.severity) - 1);
          finding.tags.push_back("lowered:" + outcome.exclusion->id);
          break;
        case Exclusion::Effect::kTag:
          finding.tags.push_back(outcome.exclusion->tag);
          break;
      }
    }
  }
  std::vector<Finding> remaining;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (suppressed_by[i] == nullptr)
      remaining.push_back(std::move(findings[i]));
    else
      excluded.push_back({std::move(findings[i]), suppressed_by[i]});
  }
  findings = std::move(remaining);
}

}  // namespace quarry
