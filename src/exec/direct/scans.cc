// The scans of direct execution, read by as many threads as the query may have, and groupings that these keep.
#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "exec/direct/cells.h"
#include "exec/direct/forms.h"
#include "exec/direct/operators.h"
#include "exec/direct/scan_rows.h"
#include "exec/grouping/grouped_scan.h"
#include "exec/scan_of_node.h"

namespace quarry::direct {

namespace {

// One thread takes what all others found: of more than this, DuckDB's operators, which run in all of them, are faster.
constexpr double kMostRows = 100'000, kMostParts = 400'000;

// Gives the rows for which a predicate (may be null) is true, and counts them.
class FilteringWorker final : public ScanWorker {
 public:
  FilteringWorker(std::unique_ptr<ScanWorker> input, const Rel& scan, ScanInUse& in_use)
      : input_(std::move(input)), in_use_(in_use) {
    if (scan.scan_predicate) filter_.emplace(*scan.scan_predicate, IdsOf(scan.output));
  }
  bool Next(Batch& out) override {
    while (input_->Next(out)) {
      if (filter_) filter_->Apply(out);
      in_use_.passed += out.rows;
      if (out.rows > 0) return true;
    }
    out.rows = 0;
    return false;
  }

 private:
  std::unique_ptr<ScanWorker> input_;
  ScanInUse& in_use_;
  std::optional<RowFilter> filter_;
};

class ScanOperator final : public Operator {
 public:
  // `grouping` may be null.
  ScanOperator(RelPtr node, std::shared_ptr<GroupingSpec> grouping, bool in_order, Run& run)
      : node_(std::move(node)), grouping_(std::move(grouping)), in_file_order_(in_order), run_(run) {}

  bool Next(Batch& out) override {
    out.rows = 0;
    if (run_.stopped() || (!rows_ && !Open())) return false;
    Reserve(out, kBatchRows);  // what scans fill
    const bool more = rows_->Next(out);
    if (run_.options.cancelled != nullptr && *run_.options.cancelled) run_.error = Error{"cancelled"};
    taken_ += static_cast<double>(out.rows);
    if (++batches_ % 16 == 0) LookAhead();
    if (!run_.stopped()) return more;
    out.rows = 0;
    return false;
  }

 private:
  bool Open() {
    Result<ScanInUse*> opened = run_.scans.Open(*node_->source, SpecOfScan(*node_));
    if (!opened) {
      run_.error = opened.error();
      return false;
    }
    in_use_ = *opened;
    int threads = in_file_order_ ? 1 : std::max(1, in_use_->scan->max_workers());
    std::vector<Type> types;
    if (grouping_) {
      LimitGroupingMemory(threads, *grouping_);
      in_use_->grouped = true;
      types = grouping_->OutputTypes();
    } else {
      for (const OutputColumn& column : node_->output) types.push_back(column.type);
    }
    const int allowed = run_.options.threads > 0 ? run_.options.threads
                                                 : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    rows_.emplace(
        *in_use_->scan, [this] { return NewWorker(); }, std::move(types), std::min(threads, allowed),
        run_.options.cancelled);
    return true;
  }

  std::unique_ptr<ScanWorker> NewWorker() const {
    if (grouping_) return NewGroupingWorker(*in_use_, grouping_);
    return std::make_unique<FilteringWorker>(in_use_->scan->NewWorker(), *node_, *in_use_);
  }

  void LookAhead() {
    const ScanStatistics statistics = in_use_->scan->statistics();
    if (run_.live || statistics.bytes_total == 0) return;
    const double share = static_cast<double>(statistics.bytes_read) / static_cast<double>(statistics.bytes_total);
    const double most = grouping_ ? kMostParts : kMostRows;
    if (taken_ > most * std::min(share, 1.0) && statistics.bytes_total > kLittleBytes) run_.too_much = true;
  }

  RelPtr node_;
  std::shared_ptr<GroupingSpec> grouping_;
  bool in_file_order_;
  Run& run_;
  ScanInUse* in_use_ = nullptr;  // owned by run_.scans
  double taken_ = 0;             // rows
  size_t batches_ = 0;
  std::optional<ScanRows> rows_;
};

// The rows of several operators, one after the other.
class Concatenation final : public Operator {
 public:
  explicit Concatenation(std::vector<OperatorPtr> inputs) : inputs_(std::move(inputs)) {}
  bool Next(Batch& out) override {
    for (; at_ < inputs_.size(); ++at_)
      if (inputs_[at_]->Next(out)) return true;
    out.rows = 0;
    return false;
  }

 private:
  std::vector<OperatorPtr> inputs_;
  size_t at_ = 0;
};

}  // namespace

OperatorPtr NewScan(RelPtr node, bool in_order, Run& run) {
  return std::make_unique<ScanOperator>(std::move(node), nullptr, in_order, run);
}

OperatorPtr NewGroupedScans(RelPtr aggregate, const std::vector<ScanArm>& arms, Run& run) {
  std::vector<OperatorPtr> scans;
  std::vector<OutputColumn> parts;
  for (const std::vector<ScanArm>& shared : ArmsBySource(arms)) {
    // What they read together, as one scan.
    auto scan = std::make_shared<Rel>(*shared[0].scan);
    const ScanSpec spec = SpecOfArms(shared);
    scan->scan_columns.clear();
    std::shared_ptr<GroupingSpec> grouping = MakeGroupingSpec(*aggregate, shared, scan->scan_columns);
    grouping->memory_limit = run.options.grouping_memory;
    grouping->trial_rows = run.options.grouping_trial_rows;
    scan->output.clear();
    for (size_t i = 0; i < scan->scan_columns.size(); ++i)
      scan->output.push_back({GroupingSpec::IdOf(i), scan->scan_columns[i].name, grouping->columns[i]});
    scan->scan_predicate = nullptr;
    scan->prefilter = spec.prefilter;
    scan->key_filters = spec.key_filters;
    scan->ranges = spec.ranges;
    if (parts.empty())
      for (const Type type : grouping->OutputTypes())
        parts.push_back({static_cast<ColumnId>(parts.size() + 1), "", type});
    scans.push_back(std::make_unique<ScanOperator>(std::move(scan), std::move(grouping), false, run));
  }
  OperatorPtr input = std::make_unique<Concatenation>(std::move(scans));
  return NewAggregate(std::move(input), parts, AggregationOfParts(*aggregate), run);
}

}  // namespace quarry::direct
