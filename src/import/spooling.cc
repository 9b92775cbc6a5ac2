// External entries: Spooling, PartitionFolder, PartitionNumber.
#include "import/spooling.h"

#include <algorithm>
#include <thread>
#include <unordered_map>

#include "bind/mappings/table_scan.h"
#include "exec/matcher/row_branches.h"
#include "plan/evaluator.h"
#include "types/ticks.h"

namespace quarry {
namespace {

// Of all spools together.
constexpr uint64_t kMostWaiting = 32 << 20;
constexpr std::string_view kOtherRecords = "Other";
constexpr std::string_view kStreamingPrefix = "AdvancedHunting-";
constexpr const char* kNoTimeValue = "__HIVE_DEFAULT_PARTITION__";  // Hive's, DuckDB's and Spark's null

}  // namespace

int64_t PartitionNumber(PartitionBy by, int64_t time) {
  if (time == kNoTime) return -1;
  switch (by) {
    case PartitionBy::kHour:
      return time / kTicksPerHour;
    case PartitionBy::kDay:
      return time / kTicksPerDay;
    case PartitionBy::kMonth: {
      const CivilTime civil = ToCivil(time);
      return civil.year * 12 + civil.month;
    }
    case PartitionBy::kNothing:
      return 0;
  }
  return 0;
}

std::string PartitionFolder(PartitionBy by, int64_t time) {
  if (by == PartitionBy::kNothing) return {};
  const std::string text = time == kNoTime ? std::string() : FormatDateTime(time);
  const auto part = [&](const char* key, size_t from, size_t size) {
    return std::string(key) + "=" + (text.empty() ? std::string(kNoTimeValue) : text.substr(from, size));
  };
  if (by == PartitionBy::kMonth) return part("month", 0, 7);
  const std::string date = part("date", 0, 10);
  return by == PartitionBy::kDay ? date : date + "/" + part("hour", 11, 2);
}

Spooling::Spooling(const ImportOptions& options, const Mappings& mappings, const Catalog& catalog, std::string folder,
                   const std::vector<std::string>& files)
    : options_(options), mappings_(mappings), catalog_(catalog), folder_(std::move(folder)), records_(files.size()) {
  for (size_t i = 0; i < files.size(); ++i) file_numbers_.emplace(files[i], static_cast<uint32_t>(i));
}

SpooledTable& Spooling::TableOf(size_t source, const std::string& name, bool known, bool untyped) {
  const std::lock_guard lock(mutex_);
  const auto [at, is_new] = tables_.try_emplace({source, name});
  if (is_new) {
    at->second.source = source;
    at->second.name = name;
    at->second.known = known;
    at->second.statistics = MemberStatistics(untyped);
  }
  return at->second;
}

RecordSpool* Spooling::SpoolOf(SpooledTable& table, int64_t time) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<RecordSpool>& spool = table.partitions[PartitionFolder(options_.partition, time)];
  if (!spool) spool = std::make_unique<RecordSpool>(folder_ + "/spool-" + std::to_string(spools_++));
  return spool.get();
}

// Writes the fullest buffer when all of them hold too much.
Result<void> Spooling::KeepBound() {
  if (waiting_ < kMostWaiting) return {};
  RecordSpool* fullest = nullptr;
  {
    const std::lock_guard lock(mutex_);
    for (auto& [key, table] : tables_) {
      for (auto& [folder, spool] : table.partitions) {
        if (fullest == nullptr || spool->waiting() > fullest->waiting()) fullest = spool.get();
      }
    }
  }
  return fullest == nullptr ? Result<void>() : fullest->Flush(waiting_);
}

// One thread's share of a source.
class Spooling::Worker {
 public:
  Worker(Spooling& spooling, size_t source, const TelemetryShape& shape, const RowBranch& branch, bool untyped)
      : spooling_(spooling),
        source_(source),
        shape_(shape),
        branch_(branch),
        untyped_(untyped),
        evaluator_(branch.ids),
        records_(spooling.records_.size()) {}

  Result<void> Add(const Batch& batch) {
    for (size_t row = 0; row < batch.rows; ++row) {
      const auto value = [&](size_t i) { return evaluator_.Evaluate(*branch_.results[i], batch, row); };
      const Cell time = value(0), table = value(1), event = value(2), file = value(3), record = value(4);
      if (event.null) continue;
      Table& to = TableFor(table.null ? std::string_view() : table.text);
      to.statistics.Add(event.text);
      SpooledRecord spooled;
      spooled.time = time.null ? kNoTime : time.integer;
      const auto number = spooling_.file_numbers_.find(file.text);
      spooled.file = number == spooling_.file_numbers_.end() ? 0 : number->second;
      spooled.record = record.integer;
      spooled.json = event.text;
      ++records_[spooled.file];
      RecordSpool*& spool = to.spools[PartitionNumber(spooling_.options_.partition, spooled.time)];
      if (spool == nullptr) spool = spooling_.SpoolOf(*to.shared, spooled.time);
      if (Result<void> added = spool->Append(spooled, spooling_.waiting_); !added) return added;
    }
    evaluator_.Reset();
    return spooling_.KeepBound();
  }

  void Finish() {
    const std::lock_guard lock(spooling_.mutex_);
    for (auto& [name, table] : tables_) table->shared->statistics.Merge(table->statistics);
    for (size_t i = 0; i < records_.size(); ++i) spooling_.records_[i] += records_[i];
  }

 private:
  struct Table {
    explicit Table(bool untyped) : statistics(untyped) {}
    SpooledTable* shared = nullptr;
    MemberStatistics statistics;
    std::unordered_map<int64_t, RecordSpool*> spools;
  };

  Table& TableFor(std::string_view discriminator) {
    const auto found = tables_.find(discriminator);
    if (found != tables_.end()) return *found->second;
    std::string name = shape_.table;
    bool known = true;
    if (name.empty() && (shape_.kind == TelemetryKind::kWindows || shape_.kind == TelemetryKind::kFalcon))
      name = spooling_.mappings_.Format(shape_.kind).raw_table;
    if (name.empty()) {
      std::string_view stated = discriminator;
      if (stated.starts_with(kStreamingPrefix)) stated.remove_prefix(kStreamingPrefix.size());
      const TableSchema* schema = stated.empty() ? nullptr : spooling_.catalog_.FindTable(stated);
      known = schema != nullptr && schema->platform != "falcon";
      name = known ? schema->name : std::string(kOtherRecords);
    }
    auto table = std::make_unique<Table>(untyped_);
    table->shared = &spooling_.TableOf(source_, name, known, untyped_);
    return *tables_.emplace(std::string(discriminator), std::move(table)).first->second;
  }

  Spooling& spooling_;
  const size_t source_;
  const TelemetryShape& shape_;
  const RowBranch& branch_;
  const bool untyped_;
  Evaluator evaluator_;
  std::vector<uint64_t> records_;
  std::map<std::string, std::unique_ptr<Table>, std::less<>> tables_;  // by what records say
};

Result<void> Spooling::Add(size_t number, const SourceTable& source, bool untyped, ImportReport& report) {
  ColumnIds ids;
  std::optional<std::vector<RowBranch>> branches = TakeApart(ScanRecords(source, mappings_, ids));
  if (!branches || branches->size() != 1)
    return Error{source.source->Describe() + ": its records cannot be taken apart"};
  const RowBranch& branch = branches->front();
  ScanSpec spec;
  spec.columns = branch.columns;
  Result<std::unique_ptr<Scan>> scan = branch.source->Open(spec);
  if (!scan) return scan.error();
  std::mutex failure_mutex;
  std::optional<Error> failure;
  const auto work = [&] {
    Worker worker(*this, number, source.shape, branch, untyped);
    const std::unique_ptr<ScanWorker> records = (*scan)->NewWorker();
    Batch batch;
    for (const ScanColumn& column : branch.columns) batch.columns.emplace_back(column.type);
    for (;;) {
      batch.Clear();
      if (options_.cancelled != nullptr && *options_.cancelled) (*scan)->Cancel();
      if (!records->Next(batch) || batch.rows == 0) break;
      if (Result<void> added = worker.Add(batch); !added) {
        const std::lock_guard lock(failure_mutex);
        failure = added.error();
        (*scan)->Cancel();
        break;
      }
    }
    worker.Finish();
  };
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  const int wanted = options_.threads > 0 ? options_.threads : static_cast<int>(cores);
  std::vector<std::thread> threads;
  for (int i = 1; i < std::min(wanted, (*scan)->max_workers()); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  if (failure) return *failure;
  const ScanStatistics statistics = (*scan)->statistics();
  report.broken += statistics.records_skipped;
  report.bytes_read += statistics.bytes_read;
  report.bytes_decoded += statistics.bytes_decoded;
  report.problems.insert(report.problems.end(), statistics.problems.begin(), statistics.problems.end());
  incomplete_.insert(incomplete_.end(), statistics.incomplete.begin(), statistics.incomplete.end());
  return {};
}

Result<void> Spooling::Flush() {
  for (auto& [key, table] : tables_) {
    for (auto& [folder, spool] : table.partitions) {
      if (Result<void> flushed = spool->Flush(waiting_); !flushed) return flushed;
    }
  }
  return {};
}

}  // namespace quarry
