// ScanCounters: what a scan has seen so far, added up by its workers, and the first few problems it met.
// Thread rule: all members may be used from several threads at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "scan/scan.h"

namespace quarry {

// Of a text "path: why" that names the input itself.
IncompleteInput MakeIncomplete(const std::string& path, std::string_view text, uint64_t most_decoded = 0);

class ScanCounters {
 public:
  static constexpr size_t kMaxProblems = 20, kMaxFailures = 1000;

  std::atomic<uint64_t> files{0};
  std::atomic<uint64_t> bytes_total{0};
  std::atomic<uint64_t> bytes_read{0};
  std::atomic<uint64_t> bytes_decoded{0};
  std::atomic<uint64_t> records_seen{0};
  std::atomic<uint64_t> records_kept{0};
  std::atomic<uint64_t> records_skipped{0};
  std::atomic<uint64_t> bytes_parsed{0};
  std::atomic<uint64_t> index_blocks{0};
  std::atomic<uint64_t> index_blocks_read{0};

  // Whether AddProblem would still keep a text: making one may cost.
  bool wants_problems() const { return problem_count_.load(std::memory_order_relaxed) < kMaxProblems; }
  void AddProblem(std::string text);
  // Of an input that was not read to its end: kept once, however many broken records were met before.
  // `text`: "path: why"; `most_decoded`: as IncompleteInput has it.
  void AddFailure(const std::string& path, std::string text, uint64_t most_decoded = 0);
  // The first by the alphabet; "": all was read.
  std::string FirstFailure() const;
  // Each reason is kept once, of notes the first few.
  void AddIndexSkippedBy(std::string_view reason);
  void AddIndexNote(std::string text);
  ScanStatistics Snapshot() const;

 private:
  std::atomic<size_t> problem_count_{0};
  mutable std::mutex mutex_;
  std::vector<std::string> problems_;
  std::vector<IncompleteInput> failures_;  // `why` with the path, as it is said
  std::vector<std::string> index_skipped_by_;
  std::vector<std::string> index_notes_;
};

}  // namespace quarry
