// Engine: the façade and the library's public API. Text and data in, result stream or diagnostics out.
// Thread rule: configure (AddInput, AddTable) from one thread; then Bind and Run from one thread at a time; DuckDB and
// scans use their own threads inside.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "bind/binder.h"
#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "exec/executor.h"
#include "optimize/rule.h"

namespace quarry {

class BoundPlans;

struct EngineOptions {
  std::string data_dir;           // schemas, mappings, providers; "": beside the binary (../data) or QUARRY_DATA_DIR
  std::string lookup_dir;         // lookup files that queries name (CQL match(file=)); "": the current folder
  bool lookups_may_miss = false;  // queries are only bound: see BindOptions
  std::optional<int64_t> now;     // --now as ticks; unset: the wall clock
  bool now_latest = false;        // --now latest: the newest event time in the inputs
  int threads = 0;
  uint64_t memory_limit = 0;
  uint64_t most_decoded = 0;  // what one compressed input may decode to; 0: 4 GiB or 2000 times its size
  const std::atomic<bool>* cancelled = nullptr;
  bool optimize = true;
  bool prefilter = true;
  bool use_index = true;     // side indexes of the inputs
  std::string index_folder;  // where they are; "": beside the inputs
  bool direct = true;        // as in ExecuteOptions
  // The embedded database stays open until the process ends, which it does by _Exit after RemoveSpilledFiles: closing
  // it would take longer than a small query.
  bool stay_open = false;
  // Rows that the query leaves without an order are sorted by their columns from left to right (events by their time
  // first), and equal sort keys are settled the same way: the same bytes whatever the thread count. `take` of unordered
  // rows takes the first in that order.
  bool stable_order = true;
  // Shared by engines over inputs that may be alike: queries that one has bound are not bound again. May be null.
  std::shared_ptr<BoundPlans> plans;
  // Rows of a query that only filters, projects and cuts what comes from pipes are given out as they come, in its
  // order.
  bool live = false;
};

// One -d argument: "[TABLE=]PATH".
struct InputSpec {
  std::string path;
  std::string table;   // "": recognised
  std::string format;  // "": recognised
};

// What was recognised; `quarry schema` shows it.
struct InputInfo {
  std::string path;
  std::string reader;               // "ndjson"
  std::string kind;                 // "windows", "falcon", "defender", "generic"
  std::vector<std::string> tables;  // tables that it delivers, its own first
  std::string why;
  uint64_t bytes = 0;
};

struct InlineTable {
  std::string name;
  std::vector<ColumnSchema> columns;
  std::vector<std::vector<Value>> rows;
};

// A file whose columns the caller states.
struct TableFile {
  std::string name;
  std::vector<ColumnSchema> columns;
  std::string path;
  std::string reader;  // "ndjson"
};

// What queries have spilled to disk and a database that stays open (EngineOptions) would leave there.
void RemoveSpilledFiles();

class Engine {
 public:
  static Result<std::unique_ptr<Engine>> Create(const EngineOptions& options);
  virtual ~Engine() = default;

  // Recognises the files behind the path and adds them. What cannot be read or recognised is a diagnostic; the rest
  // goes on.
  virtual void AddInput(const InputSpec& input, DiagnosticList& diagnostics) = 0;
  // Tables with stated columns; they hide telemetry tables of the same name.
  virtual void AddTable(InlineTable table) = 0;
  virtual Result<void> AddTableFile(const TableFile& table) = 0;
  virtual std::vector<InputInfo> inputs() = 0;
  virtual const Catalog& catalog() const = 0;
  virtual TableProvider& tables() = 0;
  virtual SourceMap& sources() = 0;

  // A query's plans (one for KQL and CQL; for Sigma one for each kind of source). Optimized unless switched off.
  virtual FailureOr<std::vector<BoundQuery>> Bind(Lang lang, uint16_t source,
                                                  const std::map<std::string, std::string>& parameters,
                                                  DiagnosticList& diagnostics) = 0;
  // The same before optimization, and the optimizer alone: for explain and for tests that compare the two.
  virtual FailureOr<std::vector<BoundQuery>> BindUnoptimized(Lang lang, uint16_t source,
                                                             const std::map<std::string, std::string>& parameters,
                                                             DiagnosticList& diagnostics) = 0;
  virtual RelPtr Optimized(const RelPtr& plan) = 0;
  virtual Result<std::unique_ptr<ResultStream>> Run(const BoundQuery& query) = 0;
  virtual Result<std::string> ExplainSql(const BoundQuery& query) = 0;
  // Why a query that gave no row gave none: when a filter on time alone removed every row, adds Q0701 with the time of
  // the newest event. Runs the query's scan once more.
  virtual void ExplainEmptyResult(const BoundQuery& query, DiagnosticList& diagnostics) = 0;
  // Approximate progress of the running query, 0..1, from bytes read; negative when unknown.
  virtual double Progress() const = 0;
};

}  // namespace quarry
