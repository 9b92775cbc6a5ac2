// Streams result rows into a row writer.
#include "cli/query_output.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "cli/event_table.h"
#include "cli/report.h"
#include "cli/terminal.h"

namespace quarry {
namespace {

constexpr uint64_t kTerminalRows = 1000;

const RowWriterDef* FindWriter(std::string_view name) {
  for (const RowWriterDef* def : AllRowWriters()) {
    if (def->name == name) return def;
  }
  return nullptr;
}

}  // namespace

void AddOutputOptions(CLI::App& app, OutputOptions& options) {
  std::vector<std::string> names;
  for (const RowWriterDef* def : AllRowWriters()) names.emplace_back(def->name);
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : "|") + name;
  app.add_option("--format", options.format, "default: table on a terminal, else ndjson")
      ->check(CLI::IsMember(names))
      ->type_name(all);
  app.add_option("--limit", options.limit, "write at most N rows; 0: all (default: 1000 in a table on a terminal)")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  app.add_flag("--full", options.full, "do not shorten cells");
}

std::string EffectiveFormat(const OutputOptions& options) {
  if (!options.format.empty()) return options.format;
  return IsTerminal(stdout) ? "table" : "ndjson";
}

QueryOutput::QueryOutput(const OutputOptions& options, Lang lang)
    : format_(EffectiveFormat(options)), events_(lang != Lang::kKql) {
  RowWriterOptions writer_options;
  writer_options.color = ColorOnStdout();
  writer_options.width = TerminalWidth(stdout);
  writer_options.full = options.full;
  writer_options.open_fields = events_;
  if (options.limit > 0) limit_ = static_cast<uint64_t>(options.limit);
  if (options.limit < 0 && format_ == "table" && IsTerminal(stdout)) limit_ = kTerminalRows;
  writer_ = FindWriter(format_)->make(stdout, writer_options);
}

bool QueryOutput::ApplyLimit(Batch& batch) {
  if (limit_ > 0 && rows_ + batch.rows > limit_) {
    batch.rows = static_cast<size_t>(limit_ - rows_);
    truncated_ = true;
  }
  rows_ += batch.rows;
  return batch.rows > 0;
}

Result<void> QueryOutput::Write(const BoundQuery& query, ResultStream& stream,
                                const std::function<void()>& before_first) {
  return events_ ? WriteEvents(query, stream, before_first) : WriteColumns(stream, before_first);
}

Result<void> QueryOutput::WriteColumns(ResultStream& stream, const std::function<void()>& before_first) {
  Batch batch;
  for (;;) {
    Result<void> next = stream.Next(batch);
    if (!next) return next;
    if (!begun_) {
      before_first();
      writer_->Begin(stream.columns());
      begun_ = true;
    }
    if (batch.rows == 0 || truncated_) return {};
    if (ApplyLimit(batch)) writer_->Write(batch);
    if (truncated_) return {};
  }
}

Result<void> QueryOutput::WriteEvents(const BoundQuery& query, ResultStream& stream,
                                      const std::function<void()>& before_first) {
  // Every field that occurs is a column, so tables wait for the last row; ndjson does not.
  const bool streams = format_ == "ndjson";
  EventRows reader(query, stream.columns());
  EventTable table;
  // A closed result (table, groupBy) shows its columns in their order, also where no row has a value.
  if (query.event == 0) {
    for (const OutputColumn& column : stream.columns()) table.AddColumn(column.name);
  }
  Batch batch;
  auto flush = [&] {
    if (!begun_) before_first();
    begun_ = true;
    writer_->Begin(table.columns());
    for (size_t from = 0; from < table.rows(); from += kBatchRows) {
      writer_->Write(table.Rows(from, std::min(kBatchRows, table.rows() - from)));
    }
    table.ClearRows();
  };
  for (;;) {
    Result<void> next = stream.Next(batch);
    if (!next) return next;
    if (batch.rows == 0 || truncated_) break;
    ApplyLimit(batch);
    for (size_t row = 0; row < batch.rows; ++row) table.Add(reader.Read(batch, row));
    if (streams) flush();
    if (truncated_) break;
  }
  if (!streams) flush();
  return {};
}

void QueryOutput::End() {
  if (!begun_) writer_->Begin({});
  writer_->End();
}

void AddSkippedRecords(const ScanStatistics& statistics, DiagnosticList& diagnostics) {
  for (const std::string& note : statistics.index_notes) diagnostics.Add(Code::Q0606, {}, note);
  if (statistics.records_skipped == 0 && statistics.problems.empty()) return;
  // A file that ends early loses nothing that could be counted: what was read before is in the answer.
  std::string message = statistics.records_skipped == 0
                            ? std::string("some input is damaged")
                            : std::to_string(statistics.records_skipped) + " broken record" +
                                  (statistics.records_skipped == 1 ? "" : "s") + " left out";
  Diagnostic& d = diagnostics.Add(Code::Q0602, {}, message);
  for (const std::string& problem : statistics.problems) d.hints.push_back(problem);
}

}  // namespace quarry
