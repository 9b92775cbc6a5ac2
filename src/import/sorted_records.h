// SortedRecords: the records of a spool in the order of their keys, sorted outside of memory: runs that fit are sorted
// and written beside the spool, and merged while they are read.
// Memory: one run (32 MiB, more only for partitions beyond 16 GiB), then a frame of each.
// Ownership: REQUIRES that the spool outlives this; its own file is removed with it. Thread rule: one thread.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "import/record_spool.h"
#include "scan/scan.h"

namespace quarry {

// What records are sorted by before their time, file and number. Nulls come last.
struct RecordOrder {
  ScanColumn column;
  bool descending = false;
};

class SortedRecords {
 public:
  // Reads and sorts the spool. `path`: for the runs.
  static Result<std::unique_ptr<SortedRecords>> Sort(const RecordSpool& spool, const std::vector<RecordOrder>& keys,
                                                     std::string path);
  ~SortedRecords();
  // The next record; false at the end. It lives until the next call. Errors are of the disk.
  Result<bool> Next(SpooledRecord& record);
  // Copies of the first records, `most` or all, which Next gives all the same. REQUIRES: Next was not called yet.
  Result<std::vector<std::string>> First(size_t most);

 private:
  class Run;
  SortedRecords();
  Result<bool> NextSorted(SpooledRecord& record);
  std::unique_ptr<RecordSpool> written_;                        // the runs, when there are several
  std::unique_ptr<OpenFile> file_;                              // of the runs
  std::string bytes_;                                           // the only run
  std::vector<std::pair<std::string, SpooledRecord>> records_;  // of it, in order
  size_t next_ = 0;
  std::vector<std::unique_ptr<Run>> runs_;                   // a heap, the least key first
  std::unique_ptr<Run> current_;                             // whose record is in use
  std::deque<std::pair<std::string, SpooledRecord>> first_;  // taken ahead: the text and the record
  bool gives_first_ = false;                                 // the first of them is in use
};

}  // namespace quarry
