// `quarry schema`: what was recognised in the data and why; the tables that queries can name; one table's columns.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "base/ascii.h"
#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "types/json.h"

namespace quarry {
namespace {

struct Options {
  DataOptions data;
  std::string table;
  std::string format;
};

bool AsTable(const Options& options) {
  return options.format.empty() ? IsTerminal(stdout) : options.format == "table";
}

TextTable::Layout LayoutOfStdout() {
  return {.width = TerminalWidth(stdout), .color = ColorOnStdout()};
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

int ShowInputs(Engine& engine, const Options& options) {
  if (AsTable(options)) {
    TextTable table({{"file"}, {"reader"}, {"kind"}, {"tables"}, {"bytes", true}, {"why"}}, LayoutOfStdout());
    for (const InputInfo& info : engine.inputs()) {
      table.AddRow({info.path, info.reader, info.kind, Joined(info.tables), std::to_string(info.bytes), info.why});
    }
    table.Print(stdout);
    return kExitOk;
  }
  for (const InputInfo& info : engine.inputs()) {
    std::string line = "{";
    AppendJsonMember("file", info.path, line);
    AppendJsonMember("reader", info.reader, line);
    AppendJsonMember("kind", info.kind, line);
    line += ",\"tables\":[";
    for (const std::string& name : info.tables) {
      if (!line.ends_with('[')) line += ',';
      AppendJsonString(name, line);
    }
    line += "],\"bytes\":" + std::to_string(info.bytes);
    AppendJsonMember("why", info.why, line);
    std::printf("%s}\n", line.c_str());
  }
  return kExitOk;
}

int ShowTable(Engine& engine, const Options& options) {
  const TableSchema* schema = engine.catalog().FindTable(options.table);
  if (schema == nullptr) {
    NameSuggester suggester(options.table);
    for (const TableSchema& table : engine.catalog().tables()) suggester.Consider(table.name);
    std::string message = "no table `" + options.table + "`";
    if (!suggester.best().empty()) message += "; a similar one exists: `" + std::string(suggester.best()) + "`";
    PrintError(message);
    return kExitUsage;
  }
  if (AsTable(options)) {
    TextTable table({{"column"}, {"type"}, {"meaning"}}, LayoutOfStdout());
    for (const ColumnSchema& column : schema->columns()) {
      table.AddRow({column.name, std::string(TypeName(column.type)), column.doc});
    }
    table.Print(stdout);
    return kExitOk;
  }
  for (const ColumnSchema& column : schema->columns()) {
    std::string line = "{";
    AppendJsonMember("column", column.name, line);
    AppendJsonMember("type", TypeName(column.type), line);
    if (!column.doc.empty()) AppendJsonMember("doc", column.doc, line);
    std::printf("%s}\n", line.c_str());
  }
  return kExitOk;
}

int ShowTables(Engine& engine, const Options& options) {
  if (AsTable(options)) {
    TextTable table({{"table"}, {"platform"}, {"columns", true}, {"meaning"}}, LayoutOfStdout());
    for (const TableSchema& schema : engine.catalog().tables()) {
      table.AddRow({schema.name, schema.platform, std::to_string(schema.columns().size()), schema.doc});
    }
    table.Print(stdout);
    return kExitOk;
  }
  for (const TableSchema& schema : engine.catalog().tables()) {
    std::string line = "{";
    AppendJsonMember("table", schema.name, line);
    AppendJsonMember("platform", schema.platform, line);
    line += ",\"columns\":" + std::to_string(schema.columns().size());
    if (!schema.doc.empty()) AppendJsonMember("doc", schema.doc, line);
    std::printf("%s}\n", line.c_str());
  }
  return kExitOk;
}

int Run(const Options& options) {
  DiagnosticList diagnostics;
  std::unique_ptr<Engine> engine = MakeEngine(options.data, diagnostics);
  if (engine == nullptr) return kExitUsage;
  int code = !options.table.empty()       ? ShowTable(*engine, options)
             : !options.data.data.empty() ? ShowInputs(*engine, options)
                                          : ShowTables(*engine, options);
  PrintDiagnostics(diagnostics, engine->sources());
  return diagnostics.has_errors() ? kExitUsage : code;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("table", options->table, "show the columns of this table");
  AddDataOptions(app, options->data);
  app.add_option("--format", options->format, "default: table on a terminal, else ndjson")
      ->check(CLI::IsMember({"table", "ndjson"}));
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kSchemaCommand) = {
    .name = "schema",
    .doc = "show what was recognised in the data, the known tables, or a table's columns",
    .details =
        "examples:\n"
        "  quarry schema -d telemetry/          what each file is, and why\n"
        "  quarry schema                        the tables that are known\n"
        "  quarry schema DeviceNetworkEvents    the columns of a table\n",
    .setup = Setup,
};

}  // namespace quarry
