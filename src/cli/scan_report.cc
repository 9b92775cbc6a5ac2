// Writes the report of `--stats`.
#include "cli/scan_report.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace quarry {
namespace {

void Line(std::FILE* out, const char* label, const std::string& text) {
  std::fprintf(out, "  %-8s %s\n", label, text.c_str());
}

std::string Number(uint64_t value) {
  return std::to_string(value);
}

void PrintScan(std::FILE* out, const ScanReport& report) {
  const ScanStatistics& scan = report.statistics;
  std::fprintf(out, "scan %s\n", report.source.c_str());
  if (scan.bytes_total > 0 || scan.bytes_decoded > 0) {
    std::string bytes = "read " + Number(scan.bytes_read) + " of " + Number(scan.bytes_total) + ", decoded " +
                        Number(scan.bytes_decoded);
    // Readers that look at everything do not count what they parse.
    if (scan.bytes_parsed > 0 && scan.bytes_parsed <= scan.bytes_decoded)
      bytes += ", searched only " + Number(scan.bytes_decoded - scan.bytes_parsed);
    if (scan.bytes_read < scan.bytes_total) bytes += ", skipped " + Number(scan.bytes_total - scan.bytes_read);
    Line(out, "bytes", bytes);
  }
  // A scan that stops early has not counted the record that it stops at.
  const uint64_t seen = std::max(scan.records_seen, scan.records_kept);
  Line(out, "records",
       "seen " + Number(seen) + ", looked at " + Number(scan.records_kept) + ", passed " + Number(report.passed) +
           ", broken " + Number(scan.records_skipped));
  if (report.grouped) Line(out, "groups", Number(report.groups) + " handed on");
  if (scan.index_blocks > 0)
    Line(out, "index", Number(scan.index_blocks_read) + " of " + Number(scan.index_blocks) + " blocks read");
  for (const std::string& way : scan.ways) Line(out, "way", way);
}

}  // namespace

void PrintScanReport(std::FILE* out, const std::vector<ScanReport>& scans, uint64_t rows, double seconds) {
  for (const ScanReport& scan : scans) PrintScan(out, scan);
  const ScanStatistics statistics = SumOf(scans);
  uint64_t passed = 0;
  for (const ScanReport& scan : scans) passed += scan.passed;
  std::fprintf(out, "total\n");
  Line(out, "bytes", "read " + Number(statistics.bytes_read) + ", decoded " + Number(statistics.bytes_decoded));
  Line(out, "records", "seen " + Number(statistics.records_seen) + ", passed " + Number(passed));
  char time[64];
  std::snprintf(time, sizeof time, "%.3f s, %.2f GB/s", seconds,
                seconds > 0 ? static_cast<double>(statistics.bytes_decoded) / seconds / 1e9 : 0.0);
  Line(out, "rows", Number(rows));
  Line(out, "time", time);
}

}  // namespace quarry
