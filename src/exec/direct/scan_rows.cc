#include "exec/direct/scan_rows.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace quarry::direct {

namespace {

// Appends rows `[first, first + count)`, with copies of their texts.
void Append(const Batch& from, size_t first, size_t count, Batch& to, Arena& texts) {
  for (size_t c = 0; c < from.columns.size(); ++c) {
    const ColumnVector& source = from.columns[c];
    ColumnVector& target = to.columns[c];
    const bool is_text = IsTextual(source.type());
    for (size_t i = 0; i < count; ++i) {
      Cell cell = source.Get(first + i);
      if (is_text && !cell.null) cell.text = texts.Copy(cell.text);
      target.Set(to.rows + i, cell);
    }
  }
  to.rows += count;
}

}  // namespace

ScanRows::ScanRows(Scan& scan, MakeWorker make_worker, std::vector<Type> types, int threads,
                   const std::atomic<bool>* cancelled)
    : scan_(scan),
      make_worker_(std::move(make_worker)),
      types_(std::move(types)),
      cancelled_(cancelled),
      most_waiting_(2 * static_cast<size_t>(std::max(threads, 1))) {
  if (threads <= 1) {
    worker_ = make_worker_();
    return;
  }
  reading_ = static_cast<size_t>(threads);
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Read(); });
}

ScanRows::~ScanRows() {
  if (threads_.empty()) return;
  {
    std::lock_guard lock(mutex_);
    abandoned_ = true;
    if (reading_ > 0) scan_.Cancel();
  }
  emptied_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool ScanRows::Next(Batch& out) {
  out.rows = 0;
  if (IsCancelled()) {
    scan_.Cancel();
    return false;
  }
  if (worker_) return worker_->Next(out);
  std::unique_lock lock(mutex_);
  if (current_) free_.push_back(std::move(current_));
  while (waiting_.empty() && reading_ > 0) {
    // A signal handler only sets a flag, which wakes nobody.
    filled_.wait_for(lock, std::chrono::milliseconds(20));
    if (!IsCancelled()) continue;
    scan_.Cancel();
    return false;
  }
  if (waiting_.empty()) return false;
  current_ = std::move(waiting_.front());
  waiting_.pop_front();
  lock.unlock();
  emptied_.notify_one();
  std::swap(out, current_->rows);
  return true;
}

void ScanRows::Read() {
  const std::unique_ptr<ScanWorker> worker = make_worker_();
  Batch rows;
  for (const Type type : types_) rows.columns.emplace_back(type);
  rows.Clear();
  BlockPtr block;
  while (worker->Next(rows)) {
    for (size_t row = 0; row < rows.rows;) {
      if (!block) block = NewBlock();
      const size_t count = std::min(rows.rows - row, kBatchRows - block->rows.rows);
      Append(rows, row, count, block->rows, block->texts);
      row += count;
      if (block->rows.rows == kBatchRows) HandOver(std::move(block));
    }
  }
  if (block) HandOver(std::move(block));
  {
    std::lock_guard lock(mutex_);
    --reading_;
  }
  filled_.notify_one();
}

ScanRows::BlockPtr ScanRows::NewBlock() {
  BlockPtr block;
  {
    std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      block = std::move(free_.back());
      free_.pop_back();
    }
  }
  if (!block) {
    block = std::make_unique<Block>();
    for (const Type type : types_) block->rows.columns.emplace_back(type);
  }
  block->rows.Clear();
  block->texts.Reset();
  return block;
}

void ScanRows::HandOver(BlockPtr block) {
  {
    std::unique_lock lock(mutex_);
    emptied_.wait(lock, [&] { return abandoned_ || waiting_.size() < most_waiting_; });
    if (abandoned_) return;
    waiting_.push_back(std::move(block));
  }
  filled_.notify_one();
}

}  // namespace quarry::direct
