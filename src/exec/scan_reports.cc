#include "exec/scan_reports.h"

#include <algorithm>

namespace quarry {

ScanStatistics SumOf(const std::vector<ScanReport>& reports) {
  ScanStatistics sum;
  for (const ScanReport& report : reports) {
    const ScanStatistics& one = report.statistics;
    sum.files += one.files;
    sum.bytes_total += one.bytes_total;
    sum.bytes_read += one.bytes_read;
    sum.bytes_decoded += one.bytes_decoded;
    sum.records_seen += one.records_seen;
    sum.records_kept += one.records_kept;
    sum.records_skipped += one.records_skipped;
    sum.bytes_parsed += one.bytes_parsed;
    sum.index_blocks += one.index_blocks;
    sum.index_blocks_read += one.index_blocks_read;
    // The same file is often scanned several times.
    for (const std::string& note : one.index_notes) {
      if (std::find(sum.index_notes.begin(), sum.index_notes.end(), note) == sum.index_notes.end())
        sum.index_notes.push_back(note);
    }
    sum.ways.insert(sum.ways.end(), one.ways.begin(), one.ways.end());
    sum.incomplete.insert(sum.incomplete.end(), one.incomplete.begin(), one.incomplete.end());
    sum.problems.insert(sum.problems.end(), one.problems.begin(), one.problems.end());
  }
  return sum;
}

}  // namespace quarry
