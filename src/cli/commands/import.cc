// `quarry import`: telemetry as time-partitioned Parquet.
#include "import/import.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/interrupt.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

struct Options {
  std::vector<std::string> paths;
  std::string table, reader, partition = "day", memory, most_decoded, format;
  bool append = false, quiet = false;
  ImportOptions import;
};

std::string TimeText(const std::optional<int64_t>& time) {
  return time ? FormatDateTime(*time) : std::string();
}

void ShowTables(const ImportReport& report, const Options& options) {
  const bool as_table = options.format.empty() ? IsTerminal(stdout) : options.format == "table";
  if (as_table) {
    if (report.tables.empty()) return;
    TextTable table({{"table"}, {"kind"}, {"records", true}, {"files", true}, {"bytes", true}, {"first"}, {"last"}},
                    {.width = TerminalWidth(stdout), .color = ColorOnStdout()});
    for (const ImportReport::Table& t : report.tables) {
      table.AddRow({t.name, t.kind, std::to_string(t.records), std::to_string(t.files), std::to_string(t.bytes),
                    TimeText(t.first), TimeText(t.last)});
    }
    table.Print(stdout);
    return;
  }
  for (const ImportReport::Table& t : report.tables) {
    std::string line = "{\"table\":";
    AppendJsonString(t.name, line);
    line += ",\"kind\":";
    AppendJsonString(t.kind, line);
    line += ",\"records\":" + std::to_string(t.records) + ",\"without_time\":" + std::to_string(t.without_time) +
            ",\"files\":" + std::to_string(t.files) + ",\"bytes\":" + std::to_string(t.bytes);
    if (t.first) line += ",\"first\":\"" + FormatDateTime(*t.first) + "\",\"last\":\"" + FormatDateTime(*t.last) + '"';
    std::printf("%s}\n", line.c_str());
  }
}

std::string Count(uint64_t number, const char* one, const char* many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

std::string Size(uint64_t bytes) {
  if (bytes < 10'000) return std::to_string(bytes) + " bytes";
  return std::to_string((bytes + 500'000) / 1'000'000 > 9 ? (bytes + 500'000) / 1'000'000 : (bytes + 500) / 1000) +
         ((bytes + 500'000) / 1'000'000 > 9 ? " MB" : " kB");
}

int Run(Options& options) {
  for (const std::string& path : options.paths) {
    InputSpec input = ParseInputSpec(path);
    if (input.table.empty()) input.table = options.table;
    input.format = options.reader;
    options.import.inputs.push_back(std::move(input));
  }
  options.import.partition = options.partition == "hour"    ? PartitionBy::kHour
                             : options.partition == "month" ? PartitionBy::kMonth
                             : options.partition == "none"  ? PartitionBy::kNothing
                                                            : PartitionBy::kDay;
  options.import.cancelled = &InterruptFlag();
  if (!options.memory.empty()) {
    const std::optional<uint64_t> memory = ParseByteCount(options.memory);
    if (!memory) {
      PrintError("--memory " + options.memory + ": not a size; use 512MB or 4GB");
      return kExitUsage;
    }
    options.import.memory_limit = *memory;
  }
  if (!ParseMostDecoded(options.most_decoded, options.import.most_decoded)) return kExitUsage;
  DiagnosticList diagnostics;
  SourceMap sources;
  Result<ImportReport> report = Import(options.import, diagnostics, sources);
  if (!report) {
    PrintDiagnostics(diagnostics, sources);
    if (InterruptFlag()) {
      PrintError("interrupted; " + options.import.folder + " is as it was");
      return kExitInterrupted;
    }
    PrintError(report.error().message);
    return kExitUsage;
  }
  if (report->broken > 0 || !report->problems.empty()) {
    Diagnostic& d =
        diagnostics.Add(Code::Q0602, {},
                        report->broken == 0 ? std::string("some input is damaged")
                                            : Count(report->broken, "broken record", "broken records") + " left out");
    for (const std::string& problem : report->problems) d.hints.push_back(problem);
  }
  if (!report->still_incomplete.empty()) {
    Diagnostic& d = diagnostics.Add(Code::Q0602, {}, "some input was imported incompletely, and is left out");
    for (const ImportedInput& input : report->still_incomplete) d.hints.push_back(DescribeIncomplete(input));
    const bool by_limit = std::any_of(report->still_incomplete.begin(), report->still_incomplete.end(),
                                      [](const ImportedInput& input) { return input.most_decoded != 0; });
    d.hints.push_back(std::string("it is imported anew when it has changed") +
                      (by_limit ? ", or with a greater --max-decoded" : ""));
  }
  PrintDiagnostics(diagnostics, sources);
  ShowTables(*report, options);
  if (!options.quiet) {
    for (const std::string& replaced : report->replaced) std::fprintf(stderr, "replaced: %s\n", replaced.c_str());
    for (const std::string& skipped : report->skipped) std::fprintf(stderr, "left out: %s\n", skipped.c_str());
    std::fprintf(stderr, "%s of %s imported into %s; %s of Parquet\n",
                 Count(report->records, "record", "records").c_str(), Count(report->inputs, "file", "files").c_str(),
                 options.import.folder.c_str(), Size(report->bytes_written).c_str());
  }
  return diagnostics.has_errors() ? kExitUsage : kExitOk;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("path", options->paths, "file, folder or glob; TABLE=PATH says which table it holds")
      ->type_name("[TABLE=]PATH...")
      ->required();
  app.add_option("--to", options->import.folder, "folder of the Parquet files; made when it is not there")
      ->type_name("FOLDER")
      ->required();
  app.add_option("--partition", options->partition, "a folder for each hour, day or month of the events (default: day)")
      ->check(CLI::IsMember({"hour", "day", "month", "none"}));
  app.add_option("--sort", options->import.sort,
                 "columns to sort by before the event's time, as DeviceName; - before a name: descending")
      ->delimiter(',')
      ->type_name("COLUMN,...");
  app.add_option("--table", options->table, "the table that the data hold, as TABLE=PATH for all paths")
      ->type_name("TABLE");
  app.add_option("--reader", options->reader, "read the data with this reader instead of recognising it")
      ->type_name("NAME");
  auto* append = app.add_flag("--append", options->append, "add to what the folder holds (the default)");
  app.add_flag("--replace", options->import.replace, "what the folder holds goes when the import is done")
      ->excludes(append);
  app.add_flag("--again", options->import.again, "import files that were imported before once more");
  app.add_option("--row-group", options->import.row_group_rows, "records of a row group at most (default: 122880)")
      ->check(CLI::Range(2048, 100'000'000))
      ->type_name("N");
  app.add_option("--threads", options->import.threads, "worker threads (default: all cores)")
      ->check(CLI::Range(0, 4096));
  app.add_option("--memory", options->memory, "memory of the writer of Parquet (default: 256MB)")->type_name("SIZE");
  AddMostDecodedOption(app, options->most_decoded);
  app.add_option("--format", options->format, "default: table on a terminal, else ndjson")
      ->check(CLI::IsMember({"table", "ndjson"}));
  app.add_flag("-q,--quiet", options->quiet, "no summary on stderr");
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kImportCommand) = {
    .name = "import",
    .doc = "write telemetry as time-partitioned Parquet, which Quarry and other tools read faster",
    .details =
        "examples:\n"
        "  quarry import telemetry/ --to imported\n"
        "  quarry query -d imported -e 'DeviceNetworkEvents | count'\n"
        "  quarry import 'logs/*.ndjson.gz' --to imported --partition hour --sort DeviceName\n",
    .setup = Setup,
};

}  // namespace quarry
