// The layout of CSV text (RFC 4180): records end at line ends outside quotes, quotes count at the beginning of a field
// only, doubled quotes stand for one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "readers/file_blocks.h"

namespace quarry {

// The header row of a file.
class CsvHeader final : public FileContext {
 public:
  char delimiter = ',';
  std::vector<std::string> names;
};

// The header that a file starts with. The delimiter is the most frequent of , ; tab and | in it. Portals write the
// time zone behind a name ("TimeGenerated [UTC]"): it is left out.
CsvHeader ParseCsvHeader(std::string_view record);

// The length of the first record of `text` with its line end; npos when it is cut. A quote that is the last byte may
// be one of two: unless `at_end`, the record is then cut.
size_t EndOfCsvRecord(std::string_view text, char delimiter, bool at_end);

// Whole records at the beginning of `text`, each no longer than kLongestCsvRecord: how many bytes and records. By the
// index of scan/kernels where quotes are regular.
inline constexpr size_t kLongestCsvRecord = 8u << 20;
struct CsvRecords {
  size_t bytes = 0;
  uint64_t records = 0;
};
CsvRecords CountCsvRecords(std::string_view text, char delimiter, bool at_end);

// Splits a record (without its line end) into fields; those with doubled quotes go to the arena. False when a quote is
// never closed.
bool SplitCsvRecord(std::string_view record, char delimiter, std::vector<std::string_view>& fields, Arena& arena);

inline constexpr const char* kOpenCsvQuote = "a quote is never closed";
// Whether a record has as many fields as the header, empty ones at its end not counted; those are cut off.
bool FitsCsvHeader(std::vector<std::string_view>& fields, const CsvHeader& header);
// "3 fields where the header has 4".
std::string OtherCsvFields(const std::vector<std::string_view>& fields, const CsvHeader& header);

std::string_view WithoutLineEnd(std::string_view record);

// The end of the header row of a file that starts with `text`, a byte order mark and empty lines before it included;
// npos when it is cut.
size_t EndOfCsvHeader(std::string_view text, bool at_end);
// The header that ends at `end`.
CsvHeader CsvHeaderOf(std::string_view text, size_t end);

std::unique_ptr<RecordSplitter> NewCsvSplitter();

}  // namespace quarry
