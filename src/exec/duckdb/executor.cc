// The executor over DuckDB's C API: lowers, registers what SQL cannot hold, streams the rows. What exec/direct can do
// goes there first.
#include "exec/executor.h"

#include <chrono>
#include <condition_variable>
#include <thread>

#include "exec/direct/direct_stream.h"
#include "exec/direct/live_stream.h"
#include "exec/duckdb/database.h"
#include "exec/duckdb/parquet_rows.h"
#include "exec/duckdb/vectors.h"
#include "exec/lowering/lowering.h"

namespace quarry {

namespace {

// Everything that one query holds in the database; gives it back at the end.
class RunningQuery : public NativeRegistry {
 public:
  RunningQuery(std::shared_ptr<Database> database, duckdb_connection connection, const ExecuteOptions& options)
      : database_(std::move(database)),
        connection_(connection),
        scans_(std::make_shared<ScansOfQuery>(options.use_prefilter)) {}
  RunningQuery(const RunningQuery&) = delete;
  RunningQuery& operator=(const RunningQuery&) = delete;
  ~RunningQuery() override {
    StopWatching();
    // An abandoned stream: workers would go on to the end of the input before DuckDB could let go of them.
    scans_->Cancel();
    if (has_result_) duckdb_destroy_result(&result_);
    if (pending_ != nullptr) duckdb_destroy_pending(&pending_);
    if (statement_ != nullptr) duckdb_destroy_prepare(&statement_);
    duckdb_disconnect(&connection_);
    for (FunctionPool::Slot* slot : slots_) database_->functions().Release(slot);
    for (int64_t number : numbers_) database_->scans().Remove(number);
  }

  Result<std::string> AddCall(NativeCall call) override {
    Result<FunctionPool::Slot*> slot = database_->functions().Acquire(std::move(call), connection_);
    if (!slot) return slot.error();
    slots_.push_back(*slot);
    return FunctionPool::NameOf(**slot);
  }
  Result<std::string> AddExpression(NativeExpression expression) override {
    Result<FunctionPool::Slot*> slot = database_->functions().Acquire(std::move(expression), connection_);
    if (!slot) return slot.error();
    slots_.push_back(*slot);
    return FunctionPool::NameOf(**slot);
  }
  Result<int64_t> AddScan(NativeScan scan) override {
    numbers_.push_back(database_->scans().Add(std::move(scan), scans_));
    return numbers_.back();
  }

  // Parses and binds; nothing is read yet.
  Result<void> Prepare(const std::string& text, const std::atomic<bool>* cancelled) {
    Watch(cancelled);
    if (duckdb_prepare(connection_, text.c_str(), &statement_) != DuckDBSuccess)
      return Failed(duckdb_prepare_error(statement_));
    return {};
  }

  // Runs up to the first rows: all of the work of a query that sorts or groups.
  Result<void> Start() {
    started_ = true;
    if (duckdb_pending_prepared_streaming(statement_, &pending_) != DuckDBSuccess)
      return Failed(duckdb_pending_error(pending_));
    has_result_ = true;
    if (duckdb_execute_pending(pending_, &result_) != DuckDBSuccess) return Failed(duckdb_result_error(&result_));
    return {};
  }

  // nullptr at the end. The chunk belongs to the caller.
  Result<duckdb_data_chunk> Fetch() {
    if (!started_)
      if (Result<void> start = Start(); !start) return start.error();
    duckdb_data_chunk chunk = duckdb_fetch_chunk(result_);
    // Scans may have stopped before DuckDB noticed: these would be rows of a part of the input.
    if (cancelled_ != nullptr && *cancelled_) {
      if (chunk != nullptr) duckdb_destroy_data_chunk(&chunk);
      return Error{"cancelled"};
    }
    if (chunk != nullptr) return chunk;
    const char* error = duckdb_result_error(&result_);
    if (error != nullptr && *error != '\0') return Failed(error);
    return chunk;
  }

  duckdb_type ResultType(size_t column) { return duckdb_prepared_statement_column_type(statement_, column); }
  size_t ResultColumns() { return duckdb_prepared_statement_column_count(statement_); }
  std::vector<ScanReport> scans() const { return scans_->Reports(); }

 private:
  Error Failed(const char* message) {
    if (was_cancelled_) return Error{"cancelled"};
    return Error{OneLine(message)};
  }

  // A signal handler only sets a flag; this thread carries it to DuckDB and to the scans.
  void Watch(const std::atomic<bool>* cancelled) {
    cancelled_ = cancelled;
    if (cancelled == nullptr) return;
    watcher_ = std::thread([this, cancelled] {
      std::unique_lock lock(watch_mutex_);
      while (!stop_watching_) {
        if (*cancelled) {
          was_cancelled_ = true;
          scans_->Cancel();
          duckdb_interrupt(connection_);
        }
        watch_.wait_for(lock, std::chrono::milliseconds(20));
      }
    });
  }
  void StopWatching() {
    if (!watcher_.joinable()) return;
    {
      std::lock_guard lock(watch_mutex_);
      stop_watching_ = true;
    }
    watch_.notify_one();
    watcher_.join();
  }

  std::shared_ptr<Database> database_;
  duckdb_connection connection_;
  std::shared_ptr<ScansOfQuery> scans_;
  std::vector<FunctionPool::Slot*> slots_;
  std::vector<int64_t> numbers_;
  duckdb_prepared_statement statement_ = nullptr;
  duckdb_pending_result pending_ = nullptr;
  duckdb_result result_{};
  bool started_ = false;
  bool has_result_ = false;
  const std::atomic<bool>* cancelled_ = nullptr;
  std::atomic<bool> was_cancelled_{false};
  std::thread watcher_;
  std::mutex watch_mutex_;
  std::condition_variable watch_;
  bool stop_watching_ = false;
};

class DuckdbStream : public ResultStream {
 public:
  DuckdbStream(RelPtr plan, std::unique_ptr<RunningQuery> query) : plan_(std::move(plan)), query_(std::move(query)) {}
  ~DuckdbStream() override { DropChunk(); }

  const std::vector<OutputColumn>& columns() const override { return plan_->output; }

  Result<void> Next(Batch& out) override {
    DropChunk();
    if (out.columns.size() != columns().size()) {
      out.columns.clear();
      for (const OutputColumn& column : columns()) out.columns.emplace_back(column.type);
    }
    out.rows = 0;
    while (!done_) {
      Result<duckdb_data_chunk> chunk = query_->Fetch();
      if (!chunk) {
        done_ = true;
        return chunk.error();
      }
      chunk_ = *chunk;
      if (chunk_ == nullptr) {
        done_ = true;
        break;
      }
      out.rows = duckdb_data_chunk_get_size(chunk_);
      if (out.rows > 0) break;
      DropChunk();
    }
    for (size_t c = 0; c < columns().size() && out.rows > 0; ++c) {
      ColumnVector& column = out.columns[c];
      column.Clear(std::max(out.rows, kBatchRows));
      const VectorReader reader(duckdb_data_chunk_get_vector(chunk_, c), column.type());
      for (size_t row = 0; row < out.rows; ++row) column.Set(row, reader.Get(row));
    }
    return {};
  }

  std::vector<ScanReport> scans() const override { return query_->scans(); }

 private:
  void DropChunk() {
    if (chunk_ != nullptr) duckdb_destroy_data_chunk(&chunk_);
    chunk_ = nullptr;
  }
  RelPtr plan_;
  std::unique_ptr<RunningQuery> query_;
  duckdb_data_chunk chunk_ = nullptr;
  bool done_ = false;
};

// For explain: names and numbers as a first query would get them.
class ExplainRegistry : public NativeRegistry {
 public:
  Result<std::string> AddCall(NativeCall call) override {
    return std::string(call.function->name) + "#" + std::to_string(++calls_);
  }
  Result<std::string> AddExpression(NativeExpression expression) override {
    const std::string name = "expression#" + std::to_string(++calls_);
    Rel names;
    names.output = expression.columns;
    expressions_ += "\n" + name + " = " + PrintExpr(*expression.expr, &names) + "\n";
    return name;
  }
  Result<int64_t> AddScan(NativeScan) override { return ++scans_; }
  // The texts of the expressions that SQL only names.
  const std::string& expressions() const { return expressions_; }

 private:
  std::string expressions_;
  int64_t calls_ = 0, scans_ = 0;
};

DatabaseSettings SettingsOf(const ExecuteOptions& options) {
  return {options.threads, options.memory_limit, options.spill_folder};
}

Result<std::unique_ptr<ResultStream>> RunInDuckdb(LazyDatabase& lazy, const RelPtr& plan,
                                                  const ExecuteOptions& options) {
  Result<std::shared_ptr<Database>> database = lazy.Get(SettingsOf(options));
  if (!database) return database.error();
  Result<duckdb_connection> connection = (*database)->Connect();
  if (!connection) return connection.error();
  auto query = std::make_unique<RunningQuery>(*database, *connection, options);
  Result<sql::QueryPtr> lowered = LowerPlan(
      plan, {options.deterministic, options.group_in_scan, options.grouping_memory, options.grouping_trial_rows},
      *query);
  if (!lowered) return lowered.error();
  if (Result<void> prepared = query->Prepare(sql::PrintDuckdb(**lowered), options.cancelled); !prepared)
    return prepared.error();
  // A plan without columns has one column in SQL that nobody reads.
  const size_t expected = std::max<size_t>(plan->output.size(), 1);
  if (query->ResultColumns() != expected)
    return Error{"DuckDB delivers " + std::to_string(query->ResultColumns()) + " columns instead of " +
                 std::to_string(expected)};
  for (size_t i = 0; i < plan->output.size(); ++i)
    if (query->ResultType(i) != DuckdbTypeOf(plan->output[i].type))
      return Error{"DuckDB delivers column `" + plan->output[i].name + "` in a type that is not " +
                   std::string(TypeName(plan->output[i].type))};
  return std::unique_ptr<ResultStream>(std::make_unique<DuckdbStream>(plan, std::move(query)));
}

class DuckdbExecutor : public Executor {
 public:
  void RemoveSpilledFiles() override { database_->RemoveSpilledFiles(); }

  Result<std::unique_ptr<ResultStream>> Run(const RelPtr& plan, const ExecuteOptions& options) override {
    if (options.direct && options.live && CanRunLive(*plan))
      return std::unique_ptr<ResultStream>(std::make_unique<LiveStream>(plan, options));
    if (!options.direct || !options.deterministic || !CanRunDirectly(*plan))
      return RunInDuckdb(*database_, plan, options);
    return std::unique_ptr<ResultStream>(std::make_unique<DirectStream>(
        plan, options, [database = database_, plan, options] { return RunInDuckdb(*database, plan, options); }));
  }

  Result<std::string> ExplainSql(const RelPtr& plan) override {
    ExplainRegistry registry;
    Result<sql::QueryPtr> lowered = LowerPlan(plan, {}, registry);
    if (!lowered) return lowered.error();
    return sql::PrintDuckdb(**lowered, true) + registry.expressions();
  }

 private:
  std::shared_ptr<LazyDatabase> database_ = std::make_shared<LazyDatabase>();  // shared with streams that may need it
};

}  // namespace

Result<std::unique_ptr<Executor>> Executor::Create() {
  SetParquetDecoder(DecodeParquetRows);
  return std::unique_ptr<Executor>(std::make_unique<DuckdbExecutor>());
}

}  // namespace quarry
