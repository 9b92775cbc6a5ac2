// Runs queries through the engine façade.
#include "conformance_runner/query_rows.h"

#include "engine/event_rows.h"
#include "types/cell_text.h"

namespace quarry::conformance {
namespace {

// A diagnostic is never a wrong answer.
Verdict FromDiagnostics(const DiagnosticList& diagnostics) {
  for (const Diagnostic& d : diagnostics.items()) {
    if (d.severity != Severity::kError) continue;
    return Verdict::Refused(std::string(CodeName(d.code)) + " " + d.message);
  }
  return Verdict::Wrong("refused without a diagnostic");
}

}  // namespace

Verdict RunQuery(const RunRequest& request, Rows& rows) {
  EngineOptions options;
  options.threads = 1;
  options.lookup_dir = request.lookup_dir;
  Result<std::unique_ptr<Engine>> engine = Engine::Create(options);
  if (!engine) return Verdict::Wrong(engine.error().message);
  DiagnosticList diagnostics;
  for (const InputSpec& input : request.inputs) (*engine)->AddInput(input, diagnostics);
  if (diagnostics.has_errors()) return FromDiagnostics(diagnostics);
  uint16_t source = (*engine)->sources().Add("query", request.text);
  FailureOr<std::vector<BoundQuery>> plans = (*engine)->Bind(request.lang, source, {}, diagnostics);
  if (!plans) return FromDiagnostics(diagnostics);
  for (const BoundQuery& plan : *plans) {
    Result<std::unique_ptr<ResultStream>> stream = (*engine)->Run(plan);
    if (!stream) return Verdict::Wrong(stream.error().message);
    rows.columns = (*stream)->columns();
    EventRows reader(plan, rows.columns);
    Batch batch;
    for (;;) {
      Result<void> next = (*stream)->Next(batch);
      if (!next) return Verdict::Wrong(next.error().message);
      if (batch.rows == 0) break;
      for (size_t r = 0; r < batch.rows; ++r) {
        if (request.lang == Lang::kKql) {
          std::vector<std::string>& row = rows.json.emplace_back(rows.columns.size());
          for (size_t i = 0; i < row.size(); ++i) AppendCellJson(rows.columns[i].type, batch.columns[i].Get(r), row[i]);
        } else {
          std::map<std::string, std::string>& event = rows.events.emplace_back();
          for (const auto& [name, value] : reader.Read(batch, r)) event[std::string(name)] = std::string(value);
        }
      }
    }
  }
  return Verdict::Pass();
}

}  // namespace quarry::conformance
