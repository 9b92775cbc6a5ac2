// External entry: NewRecordSource.
#include "import/record_source.h"

#include <atomic>

#include "base/arena.h"
#include "readers/json/record_columns.h"
#include "scan/counters.h"

namespace quarry {
namespace {

struct State {
  SortedRecords* records = nullptr;
  const std::vector<std::string>* files = nullptr;
  ScanSpec spec;
  std::vector<size_t> times;  // columns that are the record's time
  std::atomic<bool> cancelled{false};
  ScanCounters counters;
};

class RecordWorker final : public ScanWorker {
 public:
  explicit RecordWorker(std::shared_ptr<State> state) : state_(std::move(state)), columns_(state_->spec.columns) {}

  bool Next(Batch& out) override {
    out.Clear();
    columns_.Reset();
    texts_.Reset();
    size_t bytes = 0;
    // A batch ends early when its records are large: their texts are copied.
    while (out.rows < kBatchRows && bytes < kMostBytes && !state_->cancelled) {
      SpooledRecord record;
      const Result<bool> more = state_->records->Next(record);
      if (!more) {
        state_->counters.AddProblem(more.error().message);
        return false;
      }
      if (!*more) break;
      const std::string& file = (*state_->files)[record.file];
      bytes += record.json.size();
      if (!columns_.Append(texts_.Copy(record.json), record.record, file, out)) {
        state_->counters.AddProblem(file + ": record " + std::to_string(record.record) + ": " + columns_.error());
        continue;
      }
      for (const size_t column : state_->times)
        out.columns[column].Set(out.rows - 1, record.time == kNoTime ? Cell::Null() : Cell::Integer(record.time));
    }
    return out.rows > 0;
  }

 private:
  static constexpr size_t kMostBytes = 4 << 20;
  std::shared_ptr<State> state_;
  RecordColumns columns_;
  Arena texts_;
};

class RecordScan final : public Scan {
 public:
  explicit RecordScan(std::shared_ptr<State> state) : state_(std::move(state)) {}
  std::unique_ptr<ScanWorker> NewWorker() override { return std::make_unique<RecordWorker>(state_); }
  int max_workers() const override { return 1; }
  ScanStatistics statistics() const override { return state_->counters.Snapshot(); }
  void Cancel() override { state_->cancelled = true; }

 private:
  std::shared_ptr<State> state_;  // shared with the worker
};

class RecordSource final : public Source {
 public:
  RecordSource(SortedRecords& records, const std::vector<std::string>& files) : records_(records), files_(files) {}
  std::string Describe() const override { return "records of an import"; }
  uint64_t estimated_bytes() const override { return 0; }
  Result<std::unique_ptr<Scan>> Open(const ScanSpec& spec) const override {
    auto state = std::make_shared<State>();
    state->records = &records_;
    state->files = &files_;
    state->spec = spec;
    for (size_t i = 0; i < spec.columns.size(); ++i) {
      if (spec.columns[i].kind == ScanColumn::Kind::kField && spec.columns[i].paths.empty()) state->times.push_back(i);
    }
    return std::unique_ptr<Scan>(std::make_unique<RecordScan>(std::move(state)));
  }

 private:
  SortedRecords& records_;
  const std::vector<std::string>& files_;
};

}  // namespace

std::shared_ptr<const Source> NewRecordSource(SortedRecords& records, const std::vector<std::string>& files) {
  return std::make_shared<RecordSource>(records, files);
}

}  // namespace quarry
