// Writes the rows of one query, of one plan or several (Sigma), in one format.
// Thread rule: one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "bind/binder.h"
#include "cli/row_writer.h"
#include "exec/executor.h"

namespace CLI {
class App;
}

namespace quarry {

struct OutputOptions {
  std::string format;  // "": table on a terminal, else ndjson
  int64_t limit = -1;  // -1: default (1000 rows on a terminal as a table, else all); 0: all
  bool full = false;
};

// REQUIRES: `options` outlives the parsing of `app`.
void AddOutputOptions(CLI::App& app, OutputOptions& options);
// The format that counts for stdout as it is.
std::string EffectiveFormat(const OutputOptions& options);

class QueryOutput {
 public:
  // KQL results have columns; those of CQL and Sigma are events: string fields, absent ones left out.
  QueryOutput(const OutputOptions& options, Lang lang);
  // Reads the stream to its end (or to the limit). `before_first` runs once, before the first byte is written.
  Result<void> Write(const BoundQuery& query, ResultStream& stream, const std::function<void()>& before_first);
  void End();

  uint64_t rows() const { return rows_; }
  bool truncated() const { return truncated_; }

 private:
  Result<void> WriteColumns(ResultStream& stream, const std::function<void()>& before_first);
  Result<void> WriteEvents(const BoundQuery& query, ResultStream& stream, const std::function<void()>& before_first);
  // Cuts the batch at the limit; false when nothing of it is left.
  bool ApplyLimit(Batch& batch);

  std::string format_;
  bool events_;
  std::unique_ptr<RowWriter> writer_;
  uint64_t limit_ = 0;  // 0: none
  uint64_t rows_ = 0;
  bool truncated_ = false;
  bool begun_ = false;
};

// Q0602 when records were skipped, with the first few problems.
void AddSkippedRecords(const ScanStatistics& statistics, DiagnosticList& diagnostics);

}  // namespace quarry
