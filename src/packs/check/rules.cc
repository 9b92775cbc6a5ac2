// The check of a package's rules. The single entry is CheckPackRules.
#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.h"
#include "packs/check/parts.h"
#include "packs/files.h"
#include "packs/schema/shape.h"
#include "syntax/yaml/yaml.h"

namespace quarry {
namespace {

// The names that a rule's result has.
struct Columns {
  std::set<std::string, std::less<>> names;
  bool open = false;  // events with fields of their own: any name may be there
};

// Fields that a Sigma rule speaks of, without their modifiers.
void AddSigmaFields(const yaml::Node& node, std::set<std::string, std::less<>>& names) {
  for (const auto& [key, value] : node.members) {
    names.emplace(key.text.substr(0, key.text.find('|')));
    AddSigmaFields(value, names);
  }
  for (const yaml::Node& item : node.items) AddSigmaFields(item, names);
}

// A Sigma rule's result is the event: the fields that the rule names, and those that each event of a host has.
Columns SigmaColumns(const RuleText& text) {
  Columns columns;
  columns.names = {"Computer", "User", "ProcessGuid", "ProcessId", "UtcTime", "EventID"};
  SourceMap sources;
  DiagnosticList diagnostics;
  const uint16_t source = sources.Add(text.path, text.text);
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
  if (!documents) return columns;
  for (const yaml::Node& document : *documents) {
    if (const yaml::Node* detection = document.Find("detection")) {
      for (const auto& [name, selection] : detection->members) AddSigmaFields(selection, columns.names);
    }
    if (const yaml::Node* fields = document.Find("fields")) {
      for (const yaml::Node& field : fields->items) columns.names.insert(field.text);
    }
  }
  return columns;
}

class RuleCheck {
 public:
  RuleCheck(const Pack& pack, Engine& engine, DiagnosticList& diagnostics)
      : pack_(pack), engine_(engine), diagnostics_(diagnostics) {}
  void Run(const PackRule& rule);

 private:
  void Load(const PackRule& rule, RuleSet& set);
  void Identity(const PackRule& rule, const RuleText& text);
  std::optional<Columns> Bind(const RuleText& text);
  void NamesColumn(const PlacedText& name, std::string_view column, const Columns& columns);
  void Template(const PlacedText& text, const Columns& columns);
  void Schedule(const PackRule& rule);
  void Documentation(const PackRule& rule);

  const Pack& pack_;
  Engine& engine_;
  DiagnosticList& diagnostics_;
  std::map<std::string, std::string> ids_;  // of rules -> file
};

void RuleCheck::Load(const PackRule& rule, RuleSet& set) {
  AddPackRule(pack_, rule, set);
  for (const SkippedRule& skipped : set.skipped) {
    const std::string place = skipped.line > 0 ? rule.file + ":" + std::to_string(skipped.line) : rule.file;
    diagnostics_.Add(Code::Q0501, rule.file_span, place + ": " + skipped.reason);
  }
  for (const std::string& problem : set.problems) diagnostics_.Add(Code::Q0601, rule.file_span, problem);
}

void RuleCheck::Identity(const PackRule& rule, const RuleText& text) {
  const bool sigma = text.lang == Lang::kSigma;
  if (sigma && (!rule.id.empty() || !rule.title.empty() || rule.level))
    diagnostics_.Add(Code::Q0506, rule.span, "`" + rule.file + "` carries its own id, title and level").label =
        "leave them out here";
  if (!sigma && (rule.id.empty() || rule.title.empty()))
    diagnostics_.Add(Code::Q0506, rule.file_span,
                     "a rule in " + std::string(RuleLanguage(rule)) + " needs `id` and `title` in pack.yaml");
  for (const HuntRule& hunt : text.rules) {
    const auto [known, added] = ids_.emplace(hunt.info.id, rule.file);
    if (!added && known->second != rule.file)
      diagnostics_.Add(Code::Q0505, rule.file_span, "rule id `" + hunt.info.id + "` is named twice").label =
          "`" + known->second + "` has it too";
  }
}

std::optional<Columns> RuleCheck::Bind(const RuleText& text) {
  const uint16_t source = engine_.sources().Add(text.path, text.text, text.first_line);
  DiagnosticList found;
  FailureOr<std::vector<BoundQuery>> bound = engine_.Bind(text.lang, source, {}, found);
  for (const Diagnostic& diagnostic : found.items()) {
    // Without data is how rules are checked.
    if (diagnostic.code != Code::Q0502)
      diagnostics_.Add(diagnostic.code, diagnostic.span, diagnostic.message) = diagnostic;
  }
  if (!bound) return std::nullopt;
  if (text.lang == Lang::kSigma) return SigmaColumns(text);
  Columns columns;
  if (bound->empty()) return std::nullopt;
  columns.open = bound->front().event != 0;
  for (const OutputColumn& column : bound->front().plan->output) columns.names.insert(column.name);
  return columns;
}

void RuleCheck::NamesColumn(const PlacedText& name, std::string_view column, const Columns& columns) {
  if (columns.open || columns.names.count(column)) return;
  NameSuggester suggester(column);
  for (const std::string& known : columns.names) suggester.Consider(known);
  diagnostics_.Add(Code::Q0506, name.span, "the rule yields no column `" + std::string(column) + "`").label =
      suggester.best().empty() ? "" : "a similar column exists: `" + std::string(suggester.best()) + "`";
}

void RuleCheck::Template(const PlacedText& text, const Columns& columns) {
  for (size_t at = text.text.find('{'); at != std::string::npos; at = text.text.find('{', at + 1)) {
    const size_t end = text.text.find('}', at);
    if (end == std::string::npos) {
      diagnostics_.Add(Code::Q0506, text.span, "`{` is opened and never closed").label = "{Column} stands for a value";
      return;
    }
    NamesColumn(text, std::string_view(text.text).substr(at + 1, end - at - 1), columns);
  }
}

void RuleCheck::Schedule(const PackRule& rule) {
  if (!rule.schedule || DurationSeconds(rule.schedule->lookback) >= DurationSeconds(rule.schedule->frequency)) return;
  diagnostics_
      .Add(Code::Q0506, rule.schedule->span,
           "`lookback` " + rule.schedule->lookback + " is shorter than `frequency` " + rule.schedule->frequency)
      .label = "events between two runs are never seen";
}

void RuleCheck::Documentation(const PackRule& rule) {
  const auto lacks = [&](bool missing, std::string_view member, std::string_view why) {
    if (missing)
      diagnostics_.Add(Code::Q0507, rule.file_span, "`" + rule.file + "` has no `" + std::string(member) + "`").label =
          why;
  };
  lacks(rule.entities.empty(), "entities", "findings cannot be joined by host or account");
  if (rule.hunt_only) return lacks(rule.hypothesis.empty(), "hypothesis", "what does the hunt suppose");
  lacks(!rule.schedule, "schedule", "how often is it to run");
  lacks(rule.alert_title.text.empty(), "alert", "what does an analyst read first");
}

void RuleCheck::Run(const PackRule& rule) {
  RuleSet set;
  Load(rule, set);
  Schedule(rule);
  if (rule.enabled) Documentation(rule);
  for (const RuleText& text : set.texts) {
    Identity(rule, text);
    // A rule that is kept for comparison may be one that its platform refuses; it must load all the same.
    const std::optional<Columns> columns = rule.enabled ? Bind(text) : std::nullopt;
    if (!columns) continue;
    for (const RuleEntity& entity : rule.entities) {
      for (const PlacedText& column : entity.columns) NamesColumn(column, column.text, *columns);
    }
    Template(rule.alert_title, *columns);
    Template(rule.alert_description, *columns);
  }
}

}  // namespace

void CheckPackRules(const Pack& pack, Engine& engine, DiagnosticList& diagnostics) {
  RuleCheck check(pack, engine, diagnostics);
  for (const PackRule& rule : pack.rules) check.Run(rule);
}

}  // namespace quarry
