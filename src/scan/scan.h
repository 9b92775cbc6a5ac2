// What a query asks of raw telemetry, and the interface that gives it. Readers implement Source; the
// planner fills ScanSpec; exec/duckdb pulls batches from workers on its own threads.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "scan/scan_range.h"
#include "types/batch.h"
#include "types/literal_filter.h"
#include "types/type.h"

namespace quarry {

// One column that the query needs from each record.
struct ScanColumn {
  // What it is in the record. kField: the first of `paths` that is present (an explicit JSON null counts
  // as present and null). kEvent: the whole record as compact JSON text. kRecord: position in the input
  // (see RecordPosition). kFile: path of the input file.
  enum class Kind : uint8_t { kField, kEvent, kRecord, kFile };
  Kind kind = Kind::kField;
  std::string name;              // for explain
  std::vector<FieldPath> paths;  // kField
  Type type = Type::kString;     // converted to this; what cannot be converted is null
  // string only: absent or null becomes "" (KQL: a string is never null). Off for CQL and Sigma, where absence counts.
  bool null_as_empty = false;
};

// Whether both give the same cells, whatever they are called.
inline bool GiveSameCells(const ScanColumn& a, const ScanColumn& b) {
  return a.kind == b.kind && a.type == b.type && a.null_as_empty == b.null_as_empty &&
         (a.kind != ScanColumn::Kind::kField || a.paths == b.paths);
}

// What the value of one member of the record must contain for a row to pass; a row without the member does not.
struct KeyFilter {
  std::string key;
  LiteralFilter filter;
};

struct ScanSpec {
  std::vector<ScanColumn> columns;
  // Rows that cannot pass may be left out; Any() passes all. Sound for raw text with any escapes.
  LiteralFilter prefilter;
  // The same, for single members: each of them must hold. Implied by the prefilter where that says anything.
  std::vector<KeyFilter> key_filters;
  // The same, for values: each of them must hold.
  std::vector<ScanRange> ranges;
  bool use_prefilter = true;  // off: differential tests; ranges are ignored, too
};

// An input that was not read to its end.
struct IncompleteInput {
  std::string path, why;
  uint64_t most_decoded = 0;  // it was given up when it had decoded to so much; 0: for another reason
  friend bool operator==(const IncompleteInput&, const IncompleteInput&) = default;
};

// Counters of one scan, summed over workers. Thread rule: read after the scan, or approximately during it.
struct ScanStatistics {
  uint64_t files = 0;
  uint64_t bytes_total = 0;                   // of files, on disk
  uint64_t bytes_read = 0;                    // on disk
  uint64_t bytes_decoded = 0;                 // after decompression
  uint64_t records_seen = 0;                  // lines, events
  uint64_t records_kept = 0;                  // passed the prefilter and parsed
  uint64_t records_skipped = 0;               // broken; see problems
  uint64_t bytes_parsed = 0;                  // of records whose fields were looked at; the others were only searched
  uint64_t index_blocks = 0;                  // of the files' side indexes
  uint64_t index_blocks_read = 0;             // that may hold what was asked for
  std::vector<std::string> index_skipped_by;  // "range", "fields", "literals"; each once
  std::vector<std::string> index_notes;       // side indexes that were not used, or not trusted, and why
  std::vector<std::string> ways;              // how each scan goes through its data, and why
  std::vector<std::string> problems;          // first few, "path: line 17: ..."; bounded
  std::vector<IncompleteInput> incomplete;    // each is among the problems, too
};

// Pulls batches; used by one thread. Texts in a batch live until the next call of Next on this worker.
class ScanWorker {
 public:
  virtual ~ScanWorker() = default;
  // Fills `out` (whose columns match the spec) with 1..kBatchRows rows; false at the end (out.rows = 0).
  // I/O errors in mid-file are counted as problems and the next file goes on.
  virtual bool Next(Batch& out) = 0;
};

// A scan in progress. Thread-safe: any thread may ask for a worker; workers share the input between them.
class Scan {
 public:
  virtual ~Scan() = default;
  virtual std::unique_ptr<ScanWorker> NewWorker() = 0;
  // How many workers can be kept busy.
  virtual int max_workers() const = 0;
  virtual ScanStatistics statistics() const = 0;
  // Asks workers to stop soon; Next then returns false.
  virtual void Cancel() = 0;
};

// A set of files (or other inputs) of one format that are scanned as one. Immutable; opened any number of times.
class Source {
 public:
  virtual ~Source() = default;
  virtual std::string Describe() const = 0;  // "ndjson telemetry/*.ndjson (3 files, 12 MB)"
  virtual uint64_t estimated_bytes() const = 0;
  // All of it comes from pipes, whose other ends may still be written to: a scan by one worker gives rows as they come.
  virtual bool is_live() const { return false; }
  virtual Result<std::unique_ptr<Scan>> Open(const ScanSpec& spec) const = 0;
  // How a scan would go through the data and why, judged by a sample; "" when there is but one way.
  virtual std::string ExplainWay(const ScanSpec& /*spec*/) const { return {}; }
};

}  // namespace quarry
