// The engine behind the façade: catalog, inputs, binders, optimizer and executor put together.
#include "engine/engine.h"

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <mutex>

#include "bind/mappings/mappings.h"
#include "bind/mappings/telemetry_tables.h"
#include "engine/bound_plans.h"
#include "engine/data_dir.h"
#include "engine/declared_tables.h"
#include "engine/input_set.h"
#include "engine/shared_data.h"
#include "engine/stable_order.h"
#include "engine/time_filter.h"
#include "exec/direct/live_stream.h"
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
    Result<LoadedMappings> loaded = SharedMappings(data_dir_);
    if (!loaded) return loaded.error();
    sources_ = std::move(loaded->texts);
    mapping_texts_ = sources_.size();
    mappings_ = std::move(loaded->mappings);
    inputs_ = std::make_unique<InputSet>(*mappings_, *catalog_, options_.most_decoded, options_.cancelled);
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
    Result<Recognized> file = RecognizeFile(table.path, table.reader, options_.cancelled);
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
    std::optional<int64_t> present;  // one for the whole query
    options.now = [&] {
      if (!present) present = Now(diagnostics);
      return *present;
    };
    options.fold = options_.optimize;
    options.parameters = parameters;
    options.data_dir = options_.lookup_dir.empty() ? "." : options_.lookup_dir;
    options.lookups_may_miss = options_.lookups_may_miss;
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
    // Literal rows of declared tables are part of the plans.
    if (!options_.plans || !declared_.empty()) return BindNow(lang, source, parameters, diagnostics);
    Refresh();
    const std::string key = KeyOf(lang, source, parameters);
    for (const std::string& inputs : {inputs_key_, all_seen_key_}) {
      if (std::shared_ptr<const BoundPlans::Bound> bound =
              options_.plans->Find(key + inputs, [&] { return Now(diagnostics); }))
        return Recalled(std::move(bound), source, diagnostics);
    }
    now_read_ = false;
    telemetry_->TakeShowedAllSeen();
    DiagnosticList own;
    FailureOr<std::vector<BoundQuery>> queries = BindNow(lang, source, parameters, own);
    diagnostics.Append(own);
    if (!queries || own.has_errors()) return queries;
    BoundPlans::Bound bound;
    bound.queries = *queries;
    for (const BoundQuery& query : *queries) bound.as_bound.push_back(as_bound_.at(query.plan));
    bound.diagnostics = own.items();
    bound.text = source;
    bound.sources = source_list_;
    if (now_read_) bound.now = Now(own);
    bound.ids = ids_;
    options_.plans->Add(key + (telemetry_->TakeShowedAllSeen() ? all_seen_key_ : inputs_key_), std::move(bound));
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
    RelPtr newest =
        NewestWithoutTimeFilter(bound == as_bound_.end() ? AsBoundElsewhere(query.plan) : bound->second, ids_);
    if (newest == nullptr) return;
    std::optional<int64_t> time = NewestOf(newest);
    if (!time) return;
    Diagnostic& d = diagnostics.Add(
        Code::Q0701, {}, "a filter on time removed every row; the newest event is of " + FormatDateTime(*time));
    d.hints.emplace_back("--now latest takes the newest event as the present");
  }

  double Progress() const override { return running_->Fraction(); }

 private:
  RelPtr Ordered(const BoundQuery& query) const {
    // Rows that are given out as they come keep the order of their input.
    const bool as_they_come = options_.live && options_.direct && CanRunLive(*query.plan);
    return options_.stable_order && !as_they_come ? WithStableOrder(query) : query.plan;
  }

  FailureOr<std::vector<BoundQuery>> BindNow(Lang lang, uint16_t source,
                                             const std::map<std::string, std::string>& parameters,
                                             DiagnosticList& diagnostics) {
    FailureOr<std::vector<BoundQuery>> queries = BindUnoptimized(lang, source, parameters, diagnostics);
    if (!queries) return queries;
    for (BoundQuery& query : *queries) {
      RelPtr bound = query.plan;
      query.plan = Optimized(bound);
      as_bound_[query.plan] = bound;
    }
    return queries;
  }

  // All that binding depends on, but for the inputs and the present. Lookup files are looked for beside the query.
  std::string KeyOf(Lang lang, uint16_t source, const std::map<std::string, std::string>& parameters) const {
    std::string key = data_dir_ + '\0' + options_.lookup_dir + '\0' + (options_.optimize ? 'o' : '-') +
                      (options_.prefilter ? 'p' : '-') + std::to_string(static_cast<int>(lang)) + ' ' +
                      std::string(sources_.name(source)) + '\0';
    for (const auto& [name, value] : parameters) key.append(name).append(1, '\0').append(value).append(1, '\0');
    for (const std::string& name : input_names_) key += IsMentioned(name, source) ? name + '\0' : std::string(1, '\0');
    return key.append(1, '\0').append(sources_.text(source)).append(1, '\0');
  }

  // Whether the query, or one of the mappings' queries that it may lead to, may mean an input by its name.
  bool IsMentioned(const std::string& name, uint16_t query) const {
    for (size_t text = 0; text < mapping_texts_; ++text)
      if (sources_.text(static_cast<uint16_t>(text)).find(name) != std::string_view::npos) return true;
    return sources_.text(query).find(name) != std::string_view::npos;
  }

  // What another engine bound, over the inputs of this one.
  std::vector<BoundQuery> Recalled(std::shared_ptr<const BoundPlans::Bound> bound, uint16_t source,
                                   DiagnosticList& diagnostics) {
    for (const Diagnostic& diagnostic : bound->diagnostics)
      diagnostics.Add(diagnostic.code, {}, {}) = InText(diagnostic, bound->text, source);
    std::vector<BoundQuery> queries = bound->queries;
    for (size_t i = 0; i < queries.size(); ++i) {
      queries[i].plan = WithSources(queries[i].plan, bound->sources, source_list_);
      recalled_[queries[i].plan] = {bound, i};
    }
    ids_.Skip(bound->ids);
    return queries;
  }

  // The plan before optimization of one that another engine bound.
  RelPtr AsBoundElsewhere(const RelPtr& plan) const {
    const auto at = recalled_.find(plan);
    if (at == recalled_.end()) return plan;
    const auto& [bound, query] = at->second;
    return WithSources(bound->as_bound[query], bound->sources, source_list_);
  }

  ExecuteOptions RunOptions() const {
    ExecuteOptions options;
    options.threads = options_.threads;
    options.memory_limit = options_.memory_limit;
    options.cancelled = options_.cancelled;
    options.use_prefilter = options_.prefilter;
    options.group_in_scan = options_.optimize;
    options.direct = options_.direct;
    options.live = options_.live;
    return options;
  }

  // Rebuilds the tables after inputs were added.
  void Refresh() {
    if (!stale_) return;
    stale_ = false;
    telemetry_ = std::make_unique<TelemetryTables>(catalog_, mappings_, sources_);
    std::vector<SourceTable> sources = inputs_->Sources();
    const bool any = !sources.empty();
    source_list_.clear();
    input_names_.clear();
    for (const SourceTable& source : sources) {
      source_list_.push_back(source.source);
      input_names_.push_back(source.shape.name);
    }
    if (options_.plans) {
      inputs_key_ = InputsKey(sources, *mappings_, *catalog_, false);
      all_seen_key_ = InputsKey(sources, *mappings_, *catalog_, true);
    }
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
    now_read_ = true;
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
  // Plans that another engine bound, and which of its queries they are. Shared with BoundPlans.
  std::map<RelPtr, std::pair<std::shared_ptr<const BoundPlans::Bound>, size_t>> recalled_;
  size_t mapping_texts_ = 0;               // how many of the sources are the mappings' texts
  std::vector<std::string> input_names_;   // of the sources of the inputs
  SourceList source_list_;                 // of the inputs; shared with plans
  std::string inputs_key_, all_seen_key_;  // with BoundPlans: see InputsKey
  bool now_read_ = false;                  // since it was set to false
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
