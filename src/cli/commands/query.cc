// `quarry query`: runs one query and writes its rows.
#include <CLI/CLI.hpp>

#include <chrono>
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

void PrintStatistics(const ScanStatistics& s, uint64_t rows, double seconds) {
  std::fprintf(stderr,
               "files %llu, bytes %llu of %llu (decoded %llu), records %llu, kept %llu, skipped %llu, rows %llu\n",
               static_cast<unsigned long long>(s.files), static_cast<unsigned long long>(s.bytes_read),
               static_cast<unsigned long long>(s.bytes_total), static_cast<unsigned long long>(s.bytes_decoded),
               static_cast<unsigned long long>(s.records_seen), static_cast<unsigned long long>(s.records_kept),
               static_cast<unsigned long long>(s.records_skipped), static_cast<unsigned long long>(rows));
  // Readers that look at everything do not count what they parse.
  if (s.bytes_parsed > 0 && s.bytes_parsed <= s.bytes_decoded) {
    std::fprintf(stderr, "bytes parsed %llu, searched only %llu; ", static_cast<unsigned long long>(s.bytes_parsed),
                 static_cast<unsigned long long>(s.bytes_decoded - s.bytes_parsed));
  }
  std::fprintf(stderr, "%.3f s, %.2f GB/s\n", seconds,
               seconds > 0 ? static_cast<double>(s.bytes_decoded) / seconds / 1e9 : 0.0);
  if (s.index_blocks > 0) {
    std::fprintf(stderr, "index: %llu of %llu blocks read\n", static_cast<unsigned long long>(s.index_blocks_read),
                 static_cast<unsigned long long>(s.index_blocks));
  }
  for (const std::string& way : s.ways) std::fprintf(stderr, "%s\n", way.c_str());
}

// Runs the plans of the query one after the other into the writer. An exit code.
int RunPlans(Engine& engine, const std::vector<BoundQuery>& plans, Lang lang, const Options& options,
             DiagnosticList& diagnostics) {
  QueryOutput output(options.output, lang);
  for (const BoundQuery& plan : plans) {
    ProgressBar progress(engine);
    const auto start = std::chrono::steady_clock::now();
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
    ScanStatistics statistics = (*stream)->statistics();
    AddSkippedRecords(statistics, diagnostics);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    if (options.stats) PrintStatistics(statistics, output.rows(), took.count());
    if (output.truncated()) break;
  }
  output.End();
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
  std::unique_ptr<Engine> engine = MakeEngine(options.data, of_inputs);
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
  app.add_flag("--stats", options->stats, "say on stderr how much was read");
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
