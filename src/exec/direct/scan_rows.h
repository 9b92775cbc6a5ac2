// ScanRows: the rows of one scan, or the parts of its groups, for the one thread that runs a plan directly. Several
// threads may read the scan; what its pushed conditions leave is copied and handed over. The order is any.
// Ownership: the scan belongs to the query's scans and outlives this; texts in a batch live until the next call.
// Thread rule: one thread; those that read are its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/arena.h"
#include "scan/scan.h"
#include "types/batch.h"

namespace quarry::direct {

class ScanRows {
 public:
  using MakeWorker = std::function<std::unique_ptr<ScanWorker>()>;
  // `make_worker` is called by the threads that read; the batches of its workers have columns of `types`.
  // With one thread the caller reads. `cancelled` may be null.
  ScanRows(Scan& scan, MakeWorker make_worker, std::vector<Type> types, int threads,
           const std::atomic<bool>* cancelled);
  ScanRows(const ScanRows&) = delete;
  ScanRows& operator=(const ScanRows&) = delete;
  ~ScanRows();  // asks the scan to stop and waits for the threads

  // Fills `out` with the next rows; false at the end, and after cancellation.
  bool Next(Batch& out);

 private:
  // Rows with the memory of their texts.
  struct Block {
    Batch rows;
    Arena texts;
  };
  using BlockPtr = std::unique_ptr<Block>;
  // One of the threads: reads all that its worker gives.
  void Read();
  BlockPtr NewBlock();
  void HandOver(BlockPtr block);
  bool IsCancelled() const { return cancelled_ != nullptr && *cancelled_; }

  Scan& scan_;
  const MakeWorker make_worker_;
  const std::vector<Type> types_;
  const std::atomic<bool>* const cancelled_;
  const size_t most_waiting_;           // blocks
  std::unique_ptr<ScanWorker> worker_;  // of the caller, when it reads itself

  std::mutex mutex_;
  std::condition_variable filled_, emptied_;
  std::deque<BlockPtr> waiting_;
  std::vector<BlockPtr> free_;
  size_t reading_ = 0;  // threads that are not at the end
  bool abandoned_ = false;
  BlockPtr current_;  // whose texts the caller reads
  std::vector<std::thread> threads_;
};

}  // namespace quarry::direct
