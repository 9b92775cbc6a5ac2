// WhyMissed: queries cut off after each of their steps, and Sigma rules with one selection as their condition.
#include "packs/missed_finding.h"

#include <algorithm>
#include <optional>
#include <set>

#include "base/ascii.h"
#include "packs/telemetry_query.h"
#include "syntax/cql/parser.h"
#include "syntax/kql/parser.h"
#include "syntax/yaml/yaml.h"
#include "types/json.h"

namespace quarry {
namespace {

constexpr size_t kShownStep = 90;  // characters

// A query that ends after a step, and the step as it is written.
struct Step {
  std::string query, shown;
  uint32_t line = 0;
};

std::string Shown(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    if (!IsAsciiSpace(c))
      shown += c;
    else if (!shown.empty() && shown.back() != ' ')
      shown += ' ';
  }
  while (shown.ends_with(' ')) shown.pop_back();
  if (shown.size() <= kShownStep) return "`" + shown + "`";
  size_t end = kShownStep;
  while (end > 0 && (shown[end] & 0xC0) == 0x80) --end;
  return "`" + shown.substr(0, end) + "…`";
}

class StepList {
 public:
  StepList(const RuleText& rule, const SourceMap& sources, uint16_t source)
      : text_(rule.text), sources_(sources), source_(source) {}
  void Add(uint32_t start, uint32_t end) {
    steps.push_back({text_.substr(0, end), Shown(std::string_view(text_).substr(start, end - start)),
                     sources_.Locate(source_, start).line});
  }
  std::vector<Step> steps;

 private:
  const std::string& text_;
  const SourceMap& sources_;
  uint16_t source_;
};

std::vector<Step> KqlSteps(const RuleText& rule, const SourceMap& sources, uint16_t source) {
  Arena arena;
  DiagnosticList ignored;
  const kql::Query query = kql::ParseKql(rule.text, source, arena, ignored);
  StepList list(rule, sources, source);
  const kql::Statement* last = nullptr;
  for (const kql::Statement* statement : query.statements) {
    if (statement->kind == kql::Statement::Kind::kQuery) last = statement;
  }
  if (last == nullptr || last->expr == nullptr || last->expr->kind != kql::Expr::Kind::kPipe) return {};
  const kql::Expr& pipe = *last->expr;
  uint32_t start = pipe.span.start;
  bool source_step = true;
  for (const kql::Operator* step : pipe.operators) {
    if (source_step) {
      // What stands before the first operator, without the `|`.
      uint32_t end = step->span.start;
      while (end > start && (IsAsciiSpace(rule.text[end - 1]) || rule.text[end - 1] == '|')) --end;
      if (end > start) list.Add(start, end);
      source_step = false;
    }
    list.Add(step->span.start, step->span.end);
  }
  return list.steps;
}

std::vector<Step> CqlSteps(const RuleText& rule, const SourceMap& sources, uint16_t source) {
  Arena arena;
  DiagnosticList ignored;
  const cql::Pipeline* pipeline = cql::Parse(sources, source, arena, ignored);
  StepList list(rule, sources, source);
  for (const cql::Stage& stage : pipeline->stages) list.Add(stage.span.start, stage.span.end);
  return list.steps;
}

// The keys that some row of a query is about.
std::optional<std::set<std::string>> KeysIn(Engine& engine, Lang lang, const std::string& name, const std::string& text,
                                            const std::vector<std::string>& keys) {
  DiagnosticList ignored;  // the rule as a whole has been bound
  FailureOr<std::vector<std::vector<Value>>> rows = QueryRows(engine, lang, name, text, 1, ignored);
  if (!rows) return std::nullopt;
  std::vector<std::vector<std::string>> parts;  // of each key
  for (const std::string& key : keys) {
    std::vector<std::string>& texts = parts.emplace_back();
    for (size_t start = 0; start <= key.size();) {
      const size_t end = std::min(key.find(" | ", start), key.size());
      if (end > start) texts.push_back(key.substr(start, end - start));
      start = end + 3;
    }
  }
  std::set<std::string> found;
  for (const std::vector<Value>& row : *rows) {
    std::string all;
    for (const Value& value : row) {
      if (!value.is_null() && IsTextual(value.type())) (all += AsciiLowered(value.text())) += '\n';
    }
    for (size_t i = 0; i < keys.size(); ++i) {
      if (std::all_of(parts[i].begin(), parts[i].end(),
                      [&](const std::string& part) { return all.find(part) != std::string::npos; }))
        found.insert(keys[i]);
    }
  }
  return found;
}

std::map<std::string, std::string> WhyBySteps(Engine& engine, const RuleText& rule, const std::vector<Step>& steps,
                                              const std::vector<std::string>& keys) {
  std::map<std::string, std::string> why;
  std::vector<std::string> left = keys;
  for (size_t i = 0; i < steps.size() && !left.empty(); ++i) {
    const std::optional<std::set<std::string>> found = KeysIn(engine, rule.lang, rule.path, steps[i].query, left);
    if (!found) continue;  // a step that cannot end a query
    std::vector<std::string> still;
    for (const std::string& key : left) {
      if (found->count(key)) {
        still.push_back(key);
        continue;
      }
      why[key] = "line " + std::to_string(steps[i].line) + ": " + steps[i].shown +
                 (i == 0 ? " has no event of it" : " leaves it out");
    }
    left = std::move(still);
  }
  for (const std::string& key : left)
    why[key] = "rows of it remain, but as findings of another host, process or domain";
  return why;
}

std::map<std::string, std::string> WhyBySelections(Engine& engine, const RuleText& rule, const SourceMap& sources,
                                                   uint16_t source, const std::vector<std::string>& keys) {
  std::map<std::string, std::string> why;
  DiagnosticList ignored;
  const FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, ignored);
  const yaml::Node* detection =
      documents.ok() && documents.value().size() == 1 ? documents.value().front().Find("detection") : nullptr;
  const yaml::Node* condition = detection == nullptr ? nullptr : detection->Find("condition");
  if (condition == nullptr || !condition->is_scalar()) return why;
  std::map<std::string, std::pair<std::string, std::string>> holds;  // key -> selections that hold, that do not
  for (const auto& [name, selection] : detection->members) {
    if (name.text == "condition" || name.text == "timeframe") continue;
    std::string text = rule.text;
    text.replace(condition->span.start, condition->span.end - condition->span.start, name.text);
    const std::optional<std::set<std::string>> found = KeysIn(engine, rule.lang, rule.path, text, keys);
    if (!found) continue;
    for (const std::string& key : keys) {
      auto& [yes, no] = holds[key];
      std::string& names = found->count(key) ? yes : no;
      names += (names.empty() ? "`" : ", `") + name.text + "`";
    }
  }
  for (const auto& [key, names] : holds) {
    const auto& [yes, no] = names;
    why[key] = "line " + std::to_string(sources.Locate(source, condition->span.start).line) + ": " +
               Shown(condition->text) + (yes.empty() ? " with no selection that holds" : " where " + yes + " hold") +
               (no.empty() ? "" : " and " + no + " do not");
  }
  return why;
}

}  // namespace

std::map<std::string, std::string> WhyMissed(Engine& engine, const RuleText& rule,
                                             const std::vector<std::string>& keys) {
  if (keys.empty()) return {};
  SourceMap sources;
  const uint16_t source = sources.Add(rule.path, rule.text, rule.first_line);
  if (rule.lang == Lang::kSigma) return WhyBySelections(engine, rule, sources, source, keys);
  return WhyBySteps(engine, rule,
                    rule.lang == Lang::kKql ? KqlSteps(rule, sources, source) : CqlSteps(rule, sources, source), keys);
}

}  // namespace quarry
