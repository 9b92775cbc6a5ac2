// BindSigma: each rule of the text, over each kind of source that delivers its log source, is one filter.
#include "bind/binder.h"
#include "bind/sigma/predicates.h"
#include "syntax/sigma/parser.h"

namespace quarry {
namespace {

std::string Describe(const sigma::LogSource& logsource) {
  std::string text;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) text += (text.empty() ? "" : ", ") + std::string(key) + " " + value;
  };
  add("product", logsource.product);
  add("category", logsource.category);
  add("service", logsource.service);
  return text;
}

// The event and where it came from. The names of the added columns cannot be fields of telemetry.
RelPtr Project(RelPtr input, const OpenEvents& events, ColumnIds& ids, BoundQuery& bound) {
  std::vector<NamedExpr> outputs;
  const auto add = [&](std::string_view name, ColumnId id, Type type) {
    if (id == 0) return ColumnId{0};
    outputs.push_back({ids.Next(), std::string(name), MakeColumn(id, type)});
    return outputs.back().id;
  };
  bound.event = add("event", events.event, Type::kDynamic);
  bound.time = add("@timestamp", events.time, Type::kDateTime);
  add("@file", events.file, Type::kString);
  add("@record", events.record, Type::kLong);
  return MakeProject(std::move(input), std::move(outputs));
}

bool BindRule(const sigma::Rule& rule, size_t index, TableProvider& tables, ColumnIds& ids,
              std::vector<BoundQuery>& out, DiagnosticList& diagnostics) {
  EventsRequest request;
  request.fields = sigma::FieldsOf(rule);
  request.whole_event = true;
  request.origin = true;
  request.category = rule.logsource.category;
  request.product = rule.logsource.product;
  request.service = rule.logsource.service;
  const size_t errors = diagnostics.error_count();
  const std::vector<OpenEvents> kinds = tables.FindEvents(Lang::kSigma, request, rule.logsource.span, ids, diagnostics);
  if (diagnostics.error_count() > errors) return false;
  if (kinds.empty()) {
    const std::string logsource = Describe(rule.logsource);
    diagnostics.Add(Code::Q0502, rule.logsource.span.known() ? rule.logsource.span : rule.span,
                    "no data for " + (logsource.empty() ? "this rule" : "log source " + logsource));
    // What is wrong with the rule itself is said even so.
    OpenEvents nothing;
    for (const std::string& field : request.fields) nothing.fields[field] = ids.Next();
    nothing.event = ids.Next();
    if (!sigma::ConditionPredicate(rule, nothing, diagnostics)) return false;
  }
  for (const OpenEvents& events : kinds) {
    FailureOr<ExprPtr> predicate = sigma::ConditionPredicate(rule, events, diagnostics);
    if (!predicate) return false;
    BoundQuery bound;
    bound.lang = Lang::kSigma;
    bound.rule = index;
    bound.plan = Project(MakeFilter(events.plan, *predicate, rule.condition.span), events, ids, bound);
    out.push_back(std::move(bound));
    for (const std::string& note : events.notes) diagnostics.Add(Code::Q0703, rule.logsource.span, note);
  }
  return true;
}

}  // namespace

FailureOr<std::vector<BoundQuery>> BindSigma(const SourceMap& sources, uint16_t source, TableProvider& tables,
                                             ColumnIds& ids, const BindOptions&, DiagnosticList& diagnostics) {
  const sigma::RuleFile file = sigma::ParseRules(sources, source, diagnostics);
  if (file.refused > 0) return Failure{};
  if (file.rules.empty()) {
    diagnostics.Add(Code::Q0501, {0, 0, source}, "there is no rule in this text");
    return Failure{};
  }
  std::vector<BoundQuery> queries;
  bool ok = true;
  for (size_t i = 0; i < file.rules.size(); ++i) ok &= BindRule(file.rules[i], i, tables, ids, queries, diagnostics);
  if (!ok) return Failure{};
  return queries;
}

}  // namespace quarry
