// The engine behind the façade: catalog, inputs, binders, optimizer and executor put together.
#include "engine/engine.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <mutex>

#include "bind/mappings/mappings.h"
#include "bind/mappings/telemetry_tables.h"
#include "engine/data_dir.h"
#include "engine/declared_tables.h"
#include "engine/input_set.h"
#include "engine/stable_order.h"
#include "engine/time_filter.h"
#include "types/ticks.h"

namespace quarry {
namespace {

// One embedded database a process, however many engines (tests make thousands).
struct TheExecutor {
  std::mutex mutex;
  std::weak_ptr<Executor> shared;
  std::shared_ptr<Executor> kept;  // by engines that ask for it

  // Never destroyed: with `kept` the process ends without that.
  static TheExecutor& Instance() {
    static auto* const instance = new TheExecutor;
    return *instance;
  }
};

Result<std::shared_ptr<Executor>> SharedExecutor(bool stay_open) {
  TheExecutor& the = TheExecutor::Instance();
  std::lock_guard<std::mutex> lock(the.mutex);
  std::shared_ptr<Executor> executor = the.shared.lock();
  if (!executor) {
    Result<std::unique_ptr<Executor>> made = Executor::Create();
    if (!made) return made.error();
    executor = std::move(*made);
    the.shared = executor;
  }
  if (stay_open) the.kept = executor;
  return executor;
}

Result<std::shared_ptr<const Catalog>> SharedCatalog(const std::string& data_dir) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Catalog>> loaded;
  std::lock_guard<std::mutex> lock(mutex);
  if (auto known = loaded.find(data_dir); known != loaded.end()) return known->second;
  Result<std::shared_ptr<const Catalog>> catalog = Catalog::Load(data_dir);
  if (catalog) loaded[data_dir] = *catalog;
  return catalog;
}

int64_t WallClock() {
  using namespace std::chrono;
  int64_t nanoseconds = duration_cast<std::chrono::nanoseconds>(system_clock::now().time_since_epoch()).count();
  return kUnixEpochTicks + nanoseconds / 100;
}

// Makes the statistics of the running stream visible to Progress().
class Running {
 public:
  void Set(const ResultStream* stream) {
    std::lock_guard<std::mutex> lock(mutex_);
    stream_ = stream;
  }
  void Clear(const ResultStream* stream) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stream_ == stream) stream_ = nullptr;
  }
  double Fraction() const {
    std::lock_guard<std::mutex> lock(mutex_);
    if (stream_ == nullptr) return -1;
    ScanStatistics statistics = stream_->statistics();
    if (statistics.bytes_total == 0) return -1;
    return static_cast<double>(statistics.bytes_read) / static_cast<double>(statistics.bytes_total);
  }

 private:
  mutable std::mutex mutex_;
  const ResultStream* stream_ = nullptr;
};

class WatchedStream : public ResultStream {
 public:
  WatchedStream(std::unique_ptr<ResultStream> stream, std::shared_ptr<Running> running)
      : stream_(std::move(stream)), running_(std::move(running)) {
    running_->Set(stream_.get());
  }
  ~WatchedStream() override { running_->Clear(stream_.get()); }
  const std::vector<OutputColumn>& columns() const override { return stream_->columns(); }
  Result<void> Next(Batch& out) override { return stream_->Next(out); }
  std::vector<ScanReport> scans() const override { return stream_->scans(); }

 private:
  std::unique_ptr<ResultStream> stream_;
  std::shared_ptr<Running> running_;  // the stream may outlive the engine
};

class EngineImpl : public Engine {
 public:
  EngineImpl(const EngineOptions& options, std::string data_dir, std::shared_ptr<const Catalog> catalog,
             std::shared_ptr<Executor> executor)
      : options_(options),
        data_dir_(std::move(data_dir)),
        catalog_(std::move(catalog)),
        executor_(std::move(executor)),
        running_(std::make_shared<Running>()) {}

  Result<void> Start() {
    Result<std::shared_ptr<const Mappings>> mappings = Mappings::Load(data_dir_, sources_);
    if (!mappings) return mappings.error();
    mappings_ = *mappings;
    inputs_ = std::make_unique<InputSet>(*mappings_, *catalog_, options_.most_decoded);
    inputs_->UseIndexes(options_.use_index, options_.index_folder);
    Refresh();
    return {};
  }

  void AddInput(const InputSpec& input, DiagnosticList& diagnostics) override {
    inputs_->Add(input.path, input.table, input.format, diagnostics);
    stale_ = true;
  }

  void AddTable(InlineTable table) override {
    declared_.push_back({std::move(table.name), std::move(table.columns), std::move(table.rows), nullptr});
    stale_ = true;
  }

  Result<void> AddTableFile(const TableFile& table) override {
    const ReaderDef* reader = FindReader(table.reader);
    if (reader == nullptr) return Error{"no reader `" + table.reader + "`"};
    Result<Recognized> file = RecognizeFile(table.path, table.reader);
    if (!file) return file.error();
    file->file.most_decoded = options_.most_decoded;
    declared_.push_back({table.name, table.columns, {}, reader->open({file->file})});
    stale_ = true;
    return {};
  }

  std::vector<InputInfo> inputs() override {
    Refresh();
    std::vector<InputInfo> infos;
    for (const InputSet::File& file : inputs_->files()) {
      InputInfo info;
      info.path = file.path;
      info.reader = std::string(file.reader->name);
      info.kind = std::string(TelemetryKindName(file.shape.kind));
      info.tables = telemetry_->TablesOf(file.shape);
      info.why = file.why;
      info.bytes = file.bytes;
      infos.push_back(std::move(info));
    }
    return infos;
  }

  const Catalog& catalog() const override { return *catalog_; }
  TableProvider& tables() override {
    Refresh();
    return *tables_;
  }
  SourceMap& sources() override { return sources_; }

  FailureOr<std::vector<BoundQuery>> BindUnoptimized(Lang lang, uint16_t source,
                                                     const std::map<std::string, std::string>& parameters,
                                                     DiagnosticList& diagnostics) override {
    Refresh();
    BindOptions options;
    options.now = Now(diagnostics);
    options.fold = options_.optimize;
    options.parameters = parameters;
    options.data_dir = options_.lookup_dir.empty() ? "." : options_.lookup_dir;
    if (lang == Lang::kSigma) return BindSigma(sources_, source, *tables_, ids_, options, diagnostics);
    FailureOr<BoundQuery> query = lang == Lang::kKql ? BindKql(sources_, source, *tables_, ids_, options, diagnostics)
                                                     : BindCql(sources_, source, *tables_, ids_, options, diagnostics);
    if (!query) return Failure{};
    std::vector<BoundQuery> queries;
    queries.push_back(std::move(*query));
    return queries;
  }

  RelPtr Optimized(const RelPtr& plan) override {
    return Optimize(plan, ids_, {.enabled = options_.optimize, .prefilter = options_.prefilter});
  }

  FailureOr<std::vector<BoundQuery>> Bind(Lang lang, uint16_t source,
                                          const std::map<std::string, std::string>& parameters,
                                          DiagnosticList& diagnostics) override {
    FailureOr<std::vector<BoundQuery>> queries = BindUnoptimized(lang, source, parameters, diagnostics);
    if (!queries) return queries;
    for (BoundQuery& query : *queries) {
      RelPtr bound = query.plan;
      query.plan = Optimized(bound);
      as_bound_[query.plan] = bound;
    }
    return queries;
  }

  Result<std::unique_ptr<ResultStream>> Run(const BoundQuery& query) override {
    Result<std::unique_ptr<ResultStream>> stream = executor_->Run(Ordered(query), RunOptions());
    if (!stream) return stream.error();
    return std::unique_ptr<ResultStream>(std::make_unique<WatchedStream>(std::move(*stream), running_));
  }

  Result<std::string> ExplainSql(const BoundQuery& query) override { return executor_->ExplainSql(Ordered(query)); }

  void ExplainEmptyResult(const BoundQuery& query, DiagnosticList& diagnostics) override {
    auto bound = as_bound_.find(query.plan);
    RelPtr newest = NewestWithoutTimeFilter(bound == as_bound_.end() ? query.plan : bound->second, ids_);
    if (newest == nullptr) return;
    std::optional<int64_t> time = NewestOf(newest);
    if (!time) return;
    Diagnostic& d = diagnostics.Add(
        Code::Q0701, {}, "a filter on time removed every row; the newest event is of " + FormatDateTime(*time));
    d.hints.emplace_back("--now latest takes the newest event as the present");
  }

  double Progress() const override { return running_->Fraction(); }

 private:
  RelPtr Ordered(const BoundQuery& query) const { return options_.stable_order ? WithStableOrder(query) : query.plan; }

  ExecuteOptions RunOptions() const {
    ExecuteOptions options;
    options.threads = options_.threads;
    options.memory_limit = options_.memory_limit;
    options.cancelled = options_.cancelled;
    options.use_prefilter = options_.prefilter;
    options.group_in_scan = options_.optimize;
    options.direct = options_.direct;
    return options;
  }

  // Rebuilds the tables after inputs were added.
  void Refresh() {
    if (!stale_) return;
    stale_ = false;
    telemetry_ = std::make_unique<TelemetryTables>(catalog_, mappings_, sources_);
    std::vector<SourceTable> sources = inputs_->Sources();
    const bool any = !sources.empty();
    for (SourceTable& source : sources) telemetry_->Add(std::move(source));
    tables_ = std::make_unique<DeclaredTables>(*telemetry_);
    tables_->set_telemetry(any);
    for (const DeclaredTables::Table& table : declared_) tables_->Add(table);
  }

  // The value of a plan of one row and one column of times.
  std::optional<int64_t> NewestOf(const RelPtr& plan) {
    Result<std::unique_ptr<ResultStream>> stream = executor_->Run(Optimized(plan), RunOptions());
    if (!stream) return std::nullopt;
    Batch batch;
    std::optional<int64_t> newest;
    while ((*stream)->Next(batch) && batch.rows > 0) {
      Cell cell = batch.columns[0].Get(0);
      if (!cell.null) newest = cell.integer;
    }
    return newest;
  }

  int64_t Now(DiagnosticList& diagnostics) {
    if (options_.now) return *options_.now;
    if (!options_.now_latest) return WallClock();
    if (!latest_) {
      latest_ = WallClock();
      DiagnosticList ignored;
      std::optional<int64_t> newest;
      for (const OpenEvents& events : tables_->FindEvents(Lang::kCql, {}, {}, ids_, ignored)) {
        if (events.time == 0) continue;
        RelPtr plan = NewestTime(events.plan, events.time, ids_);
        std::optional<int64_t> time = plan == nullptr ? std::nullopt : NewestOf(plan);
        if (time && (!newest || *time > *newest)) newest = time;
      }
      if (newest)
        latest_ = newest;
      else
        diagnostics.Add(Code::Q0605, {}, "no event in the data has a time; `--now latest` is the wall clock");
    }
    return *latest_;
  }

  EngineOptions options_;
  std::string data_dir_;
  SourceMap sources_;
  std::shared_ptr<const Catalog> catalog_;    // shared by all engines over one data folder
  std::shared_ptr<const Mappings> mappings_;  // shared with the tables
  std::shared_ptr<Executor> executor_;        // shared by all engines of the process
  std::shared_ptr<Running> running_;          // shared with streams
  std::unique_ptr<InputSet> inputs_;
  std::vector<DeclaredTables::Table> declared_;
  std::unique_ptr<TelemetryTables> telemetry_;
  std::unique_ptr<DeclaredTables> tables_;
  bool stale_ = true;
  ColumnIds ids_;
  std::map<RelPtr, RelPtr> as_bound_;  // optimized plan -> plan as bound
  std::optional<int64_t> latest_;
};

}  // namespace

void RemoveSpilledFiles() {
  TheExecutor& the = TheExecutor::Instance();
  std::lock_guard<std::mutex> lock(the.mutex);
  if (the.kept) the.kept->RemoveSpilledFiles();
}

Result<std::unique_ptr<Engine>> Engine::Create(const EngineOptions& options) {
  std::string data_dir = options.data_dir.empty() ? FindDataDir() : options.data_dir;
  Result<std::shared_ptr<const Catalog>> catalog = SharedCatalog(data_dir);
  if (!catalog) return catalog.error();
  Result<std::shared_ptr<Executor>> executor = SharedExecutor(options.stay_open);
  if (!executor) return executor.error();
  auto engine = std::make_unique<EngineImpl>(options, std::move(data_dir), *catalog, *executor);
  Result<void> started = engine->Start();
  if (!started) return started.error();
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace quarry
