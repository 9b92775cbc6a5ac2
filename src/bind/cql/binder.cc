// BindCql: parses, records the fields that the query names, then binds for good.
#include <algorithm>
#include <numeric>

#include "bind/binder.h"
#include "bind/cql/stage.h"
#include "syntax/cql/parser.h"

namespace quarry {
namespace {

// Collects `?{name=default}`, wherever it stands.
class Defaults {
 public:
  explicit Defaults(std::map<std::string, std::string>& out) : out_(out) {}

  void Visit(const cql::Pipeline& pipeline) {
    for (const cql::Stage& stage : pipeline.stages) {
      if (stage.filter) Visit(*stage.filter);
      if (stage.call) Visit(*stage.call);
      if (stage.value) Visit(*stage.value);
      Visit(stage.field);
      for (const cql::Branch& branch : stage.branches) {
        Visit(branch.guard);
        if (branch.guard_call) Visit(*branch.guard_call);
        Visit(*branch.body);
      }
    }
  }

 private:
  void Visit(const cql::Text& text) {
    if (text.form == cql::Text::Form::kParameter && text.has_default) out_.emplace(text.text, text.fallback);
  }
  void Visit(const cql::Filter& filter) {
    Visit(filter.value);
    if (filter.call) Visit(*filter.call);
    for (const cql::Filter* operand : filter.operands) Visit(*operand);
  }
  void Visit(const cql::Call& call) {
    for (const cql::Argument& argument : call.args) Visit(*argument.value);
  }
  void Visit(const cql::Expr& expr) {
    if (expr.kind == cql::Expr::Kind::kParameter) Visit(expr.parameter);
    if (expr.call) Visit(*expr.call);
    if (expr.pipeline) Visit(*expr.pipeline);
    if (expr.filter) Visit(*expr.filter);
    for (const cql::Expr* operand : expr.operands) Visit(*operand);
  }
  std::map<std::string, std::string>& out_;
};

// In source order, and each once: arguments may be read more than once.
void AppendInOrder(const DiagnosticList& from, DiagnosticList& to) {
  std::vector<size_t> order(from.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const std::vector<Diagnostic>& items = from.items();
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return items[a].span.start < items[b].span.start; });
  const Diagnostic* last = nullptr;
  for (size_t i : order) {
    const Diagnostic& d = items[i];
    if (last && last->code == d.code && last->span.start == d.span.start && last->span.end == d.span.end &&
        last->message == d.message)
      continue;
    Diagnostic& copy = to.Add(d.code, d.span, d.message);
    copy = d;
    last = &d;
  }
}

}  // namespace

FailureOr<BoundQuery> BindCql(const SourceMap& sources, uint16_t source, TableProvider& tables, ColumnIds& ids,
                              const BindOptions& options, DiagnosticList& diagnostics) {
  Arena arena;
  DiagnosticList parsed;
  const cql::Pipeline* pipeline = cql::Parse(sources, source, arena, parsed);
  if (parsed.has_errors()) {
    AppendInOrder(parsed, diagnostics);
    return Failure{};
  }
  std::map<std::string, std::string> defaults;
  Defaults(defaults).Visit(*pipeline);
  const Span whole = {0, static_cast<uint32_t>(sources.text(source).size()), source};

  ColumnIds scratch;
  DiagnosticList found;
  CqlContext first{sources, tables, scratch, options, found, arena, source};
  first.parameter_defaults = defaults;
  {
    CqlStage stage = CqlStage::OfEvents(first, whole);
    bool good = stage.Apply(*pipeline);
    if (good) stage.Finish();
    QUARRY_CHECK(good || found.has_errors());
    if (!good || found.has_errors()) {
      DiagnosticList all = parsed;
      all.Append(found);
      AppendInOrder(all, diagnostics);
      return Failure{};
    }
  }

  DiagnosticList all = parsed;
  CqlContext second{sources, tables, ids, options, all, arena, source};
  second.recording = false;
  second.parameter_defaults = defaults;
  second.pipelines = std::move(first.pipelines);
  CqlStage stage = CqlStage::OfEvents(second, whole);
  bool good = stage.Apply(*pipeline);
  BoundQuery bound;
  if (good && !all.has_errors()) bound = stage.Finish();
  std::set<std::string> notes;
  for (const std::string& note : second.notes) {
    if (notes.insert(note).second) all.Add(Code::Q0703, {}, note);
  }
  AppendInOrder(all, diagnostics);
  if (!good || all.has_errors()) return Failure{};
  for (const std::shared_ptr<CqlEvents>& events : second.pipelines)
    bound.event_fields.insert(bound.event_fields.end(), events->request.fields.begin(), events->request.fields.end());
  return bound;
}

}  // namespace quarry
