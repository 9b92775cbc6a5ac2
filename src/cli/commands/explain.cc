// `quarry explain`: a query's way through the stages, or what a diagnostic code means.
#include <CLI/CLI.hpp>

#include <memory>

#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/explain_plan.h"
#include "cli/inline_schema.h"
#include "cli/query_text.h"
#include "cli/report.h"
#include "diag/diagnostic.h"

namespace quarry {
namespace {

struct Options {
  std::string code;
  QueryTextOptions query;
  DataOptions data;
  std::vector<std::string> parameters;
  std::string schema;
};

int ExplainCode(const std::string& name) {
  std::optional<Code> code = FindCode(name);
  if (!code) {
    PrintError("no diagnostic has the code " + name);
    return kExitUsage;
  }
  const char* severity = CodeSeverity(*code) == Severity::kError     ? "error"
                         : CodeSeverity(*code) == Severity::kWarning ? "warning"
                                                                     : "note";
  std::printf("%s[%s]: %s\n\n%s\n", severity, name.c_str(), std::string(CodeTitle(*code)).c_str(),
              std::string(CodeExplanation(*code)).c_str());
  return kExitOk;
}

int Run(const Options& options) {
  if (!options.code.empty()) return ExplainCode(options.code);
  std::optional<QueryText> text = ReadQueryText(options.query);
  if (!text) return kExitUsage;
  std::map<std::string, std::string> parameters;
  if (!ParseParameters(options.parameters, parameters)) return kExitUsage;
  DiagnosticList diagnostics;
  std::unique_ptr<Engine> engine = MakeEngine(options.data, diagnostics);
  if (engine == nullptr) return kExitUsage;
  if (!options.schema.empty() && !AddSchemaFile(options.schema, *engine)) return kExitUsage;
  const bool bad_input = diagnostics.has_errors();
  uint16_t source = engine->sources().Add(text->name, text->text);
  int code = ExplainQuery(*engine, text->lang, source, parameters, diagnostics);
  PrintDiagnostics(diagnostics, engine->sources());
  return code == kExitOk && bad_input ? kExitUsage : code;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("code", options->code, "a diagnostic code, as Q0203");
  AddQueryTextOptions(app, options->query);
  AddDataOptions(app, options->data);
  app.add_option("--param", options->parameters, "value of a parameter of the query (CQL `?NAME`)")
      ->type_name("NAME=VALUE");
  app.add_option("--schema", options->schema, "JSON file with tables: {\"Table\": \"(a:string, b:long)\"}")
      ->type_name("FILE");
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kExplainCommand) = {
    .name = "explain",
    .doc = "show how a query runs (plan, pushdown, SQL), or what a diagnostic code means",
    .details =
        "examples:\n"
        "  quarry explain -f hunt.kql -d telemetry/\n"
        "  quarry explain Q0203\n",
    .setup = Setup,
};

}  // namespace quarry
