// `quarry query`: runs one query and writes its rows.
#include <CLI/CLI.hpp>

#include <chrono>
#include <iterator>
#include <memory>

#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/inline_schema.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/query_check.h"
#include "cli/query_output.h"
#include "cli/query_text.h"
#include "cli/report.h"
#include "cli/scan_report.h"
#include "cli/terminal.h"

namespace quarry {
namespace {

struct Options {
  QueryTextOptions query;
  DataOptions data;
  std::vector<std::string> parameters;
  std::string schema;
  OutputOptions output;
  bool check = false;
  bool strict = false;
  bool stats = false;
};

// Runs the plans of the query one after the other into the writer. An exit code.
int RunPlans(Engine& engine, const std::vector<BoundQuery>& plans, Lang lang, const Options& options,
             DiagnosticList& diagnostics) {
  QueryOutput output(options.output, lang);
  std::vector<ScanReport> scans;
  const auto start = std::chrono::steady_clock::now();
  for (const BoundQuery& plan : plans) {
    ProgressBar progress(engine);
    Result<std::unique_ptr<ResultStream>> stream = engine.Run(plan);
    Result<void> written;
    if (stream) {
      written = output.Write(plan, **stream, [&progress] { progress.Stop(); });
    } else {
      written = stream.error();
    }
    progress.Stop();
    if (InterruptFlag().load()) {
      PrintError("interrupted");
      return kExitInterrupted;
    }
    if (!written) {
      diagnostics.Add(Code::Q0801, {}, written.error().message);
      return kExitUsage;
    }
    std::vector<ScanReport> of_plan = (*stream)->scans();
    AddSkippedRecords(SumOf(of_plan), diagnostics);
    std::move(of_plan.begin(), of_plan.end(), std::back_inserter(scans));
    if (output.truncated()) break;
  }
  output.End();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  if (options.stats) PrintScanReport(stderr, scans, output.rows(), took.count());
  if (output.rows() == 0) {
    for (const BoundQuery& plan : plans) engine.ExplainEmptyResult(plan, diagnostics);
  }
  if (!plans.empty() && plans.front().default_limit && output.rows() == plans.front().default_limit->rows &&
      !output.truncated()) {
    const DefaultLimit& cut = *plans.front().default_limit;
    Diagnostic& d = diagnostics.Add(Code::Q0702, cut.span,
                                    "`" + cut.function + "` keeps " + std::to_string(cut.rows) + " rows by default");
    d.label = "there may be more; state a `limit`";
  }
  if (output.truncated()) {
    diagnostics.Add(Code::Q0702, {}, "the result is cut after " + std::to_string(output.rows()) + " rows")
        .hints.push_back("--limit 0 shows all rows");
  }
  return kExitOk;
}

int Run(const Options& options) {
  std::optional<QueryText> text = ReadQueryText(options.query);
  if (!text) return kExitUsage;
  std::map<std::string, std::string> parameters;
  if (!ParseParameters(options.parameters, parameters)) return kExitUsage;
  DiagnosticList of_inputs;
  // The process ends soon after; what the engine holds is not taken down before (main.cc).
  DataOptions data = options.data;
  data.lookups_may_miss = options.check;
  static const std::unique_ptr<Engine> engine = MakeEngine(data, of_inputs);
  if (engine == nullptr) return kExitUsage;
  if (!options.schema.empty() && !AddSchemaFile(options.schema, *engine)) return kExitUsage;
  PrintDiagnostics(of_inputs, engine->sources());

  DiagnosticList of_query;
  uint16_t source = engine->sources().Add(text->name, text->text);
  FailureOr<std::vector<BoundQuery>> plans = engine->Bind(text->lang, source, parameters, of_query);
  const bool refused = !plans || (options.strict && HasWarnings(of_query));
  if (options.check) return ReportCheck(of_query, refused ? nullptr : &*plans, engine->sources(), options.output);
  PrintDiagnostics(of_query, engine->sources());
  if (refused) {
    if (plans) PrintError("--strict: warnings are errors");
    // What the data lacks is no fault of the query.
    return of_inputs.has_errors() ? kExitUsage : kExitQuery;
  }
  DiagnosticList of_run;
  int code = RunPlans(*engine, *plans, text->lang, options, of_run);
  PrintDiagnostics(of_run, engine->sources());
  // Rows of the readable inputs are out; a missing input still must not pass for a complete answer.
  return code == kExitOk && of_inputs.has_errors() ? kExitUsage : code;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  AddQueryTextOptions(app, options->query);
  AddDataOptions(app, options->data);
  app.add_option("--param", options->parameters, "value of a parameter of the query (CQL `?NAME`)")
      ->type_name("NAME=VALUE");
  AddOutputOptions(app, options->output);
  app.add_option("--schema", options->schema, "JSON file with tables: {\"Table\": \"(a:string, b:long)\"}")
      ->type_name("FILE");
  app.add_flag("--check", options->check, "parse and bind only");
  app.add_flag("--strict", options->strict, "turn warnings into errors");
  app.add_flag("--stats", options->stats, "say on stderr what was read of each input, and how");
  options->data.live = true;
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kQueryCommand) = {
    .name = "query",
    .doc = "run a KQL, CQL or Sigma query over files",
    .details =
        "examples:\n"
        "  quarry query -e 'DeviceNetworkEvents | summarize count() by RemoteUrl' -d telemetry/\n"
        "  quarry query -f hunt.cql -d falcon.ndjson.gz --now latest --format table\n"
        "  quarry query -f rule.kql --check --schema tables.json\n",
    .setup = Setup,
};

}  // namespace quarry
