// RowsSource: workers take runs of rows from one counter.
#include "exec/rows_source.h"

#include <algorithm>
#include <atomic>

namespace quarry {

namespace {

constexpr uint64_t kBytesOfRow = 64;  // as an estimate

class RowsScan : public Scan {
 public:
  RowsScan(std::shared_ptr<const RowsSource::Rows> rows, std::vector<ScanColumn> columns, size_t rows_per_batch)
      : rows_(std::move(rows)), columns_(std::move(columns)), rows_per_batch_(rows_per_batch) {}

  class Worker : public ScanWorker {
   public:
    explicit Worker(RowsScan& scan) : scan_(scan) {}
    bool Next(Batch& out) override {
      out.Clear();
      const size_t first = scan_.next_.fetch_add(scan_.rows_per_batch_);
      const RowsSource::Rows& rows = *scan_.rows_;
      if (first >= rows.size() || scan_.cancelled_) return false;
      out.rows = std::min(scan_.rows_per_batch_, rows.size() - first);
      for (size_t c = 0; c < scan_.columns_.size(); ++c) {
        const ScanColumn& column = scan_.columns_[c];
        for (size_t r = 0; r < out.rows; ++r) out.columns[c].Set(r, CellOf(column, rows[first + r], first + r));
      }
      return true;
    }

   private:
    static Cell CellOf(const ScanColumn& column, const std::vector<Value>& row, size_t number) {
      if (column.kind == ScanColumn::Kind::kRecord) return Cell::Integer(static_cast<int64_t>(number));
      Cell cell;
      if (column.kind == ScanColumn::Kind::kField && !column.paths.empty() && !column.paths[0].empty() &&
          column.paths[0][0].is_index) {
        const size_t index = static_cast<size_t>(column.paths[0][0].index);
        if (index < row.size() && row[index].type() == column.type) cell = row[index].cell();
      }
      if (cell.null && column.null_as_empty && column.type == Type::kString) cell = Cell::Text({});
      return cell;
    }
    RowsScan& scan_;
  };

  std::unique_ptr<ScanWorker> NewWorker() override { return std::make_unique<Worker>(*this); }
  int max_workers() const override {
    return static_cast<int>(std::clamp<size_t>(rows_->size() / rows_per_batch_ + 1, 1, 64));
  }
  ScanStatistics statistics() const override {
    ScanStatistics statistics;
    statistics.records_seen = statistics.records_kept = std::min<uint64_t>(next_, rows_->size());
    statistics.bytes_total = rows_->size() * kBytesOfRow;
    statistics.bytes_read = statistics.records_seen * kBytesOfRow;
    return statistics;
  }
  void Cancel() override { cancelled_ = true; }

 private:
  std::shared_ptr<const RowsSource::Rows> rows_;
  std::vector<ScanColumn> columns_;
  size_t rows_per_batch_;
  std::atomic<size_t> next_{0};
  std::atomic<bool> cancelled_{false};
};

}  // namespace

ScanColumn RowsSource::Column(std::string name, Type type, size_t index) {
  ScanColumn column;
  column.name = std::move(name);
  column.type = type;
  JsonStep step;
  step.is_index = true;
  step.index = static_cast<int64_t>(index);
  column.paths.push_back({step});
  return column;
}

std::string RowsSource::Describe() const {
  return "rows (" + std::to_string(rows_->size()) + ")";
}

uint64_t RowsSource::estimated_bytes() const {
  return rows_->size() * kBytesOfRow;
}

Result<std::unique_ptr<Scan>> RowsSource::Open(const ScanSpec& spec) const {
  return std::unique_ptr<Scan>(std::make_unique<RowsScan>(rows_, spec.columns, rows_per_batch_));
}

}  // namespace quarry
