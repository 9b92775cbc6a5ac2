// Reader of CSV with a header row; comma, semicolon, tab or bar between fields. The record number is the row's, from 1,
// the header being row 1; empty lines count. Empty fields are absent. A path's first step is a column's name; further
// steps go into JSON text in the field. Rows with another number of fields than the header are counted as skipped:
// their values cannot be told apart.
#include <utility>

#include "readers/formats/csv/csv_parser.h"
#include "readers/formats/csv/csv_ranges.h"
#include "readers/reader.h"

namespace quarry {

namespace {
// A header of at least two names that look like names, and rows of as many fields.
int SniffCsv(const SniffInput& input) {
  std::string_view head = input.head;
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  if (head.find('\0') != std::string_view::npos) return 0;
  const size_t line = head.find('\n');
  if (line == std::string_view::npos && !input.is_whole) return 0;
  const CsvHeader header =
      ParseCsvHeader(WithoutLineEnd(head.substr(0, line == std::string_view::npos ? line : line + 1)));
  if (header.names.size() < 2) return 0;
  for (const std::string& name : header.names) {
    if (name.size() > 128 || name.find_first_of("{}=\"") != std::string::npos) return 0;
  }
  head.remove_prefix(line == std::string_view::npos ? head.size() : line + 1);
  int rows = 0, fitting = 0;
  Arena arena;
  std::vector<std::string_view> fields;
  while (!head.empty() && rows < 50) {
    const size_t size = EndOfCsvRecord(head, header.delimiter, input.is_whole);
    if (size == std::string_view::npos) break;
    const std::string_view record = WithoutLineEnd(head.substr(0, size));
    head.remove_prefix(size);
    if (record.empty()) continue;
    ++rows;
    fitting += SplitCsvRecord(record, header.delimiter, fields, arena) && fields.size() == header.names.size();
  }
  if (rows == 0) return 30;
  return fitting == rows ? (header.names.size() > 2 ? 75 : 60) : fitting * 10 >= rows * 8 ? 55 : 0;
}

std::shared_ptr<const Source> OpenCsv(std::vector<InputFile> files) {
  return OpenCsvInBlocks(std::move(files), BlockShape{}.block_bytes);
}
}  // namespace

std::shared_ptr<const Source> OpenCsvInBlocks(std::vector<InputFile> files, size_t block_bytes) {
  return NewBlockSource("csv", std::move(files), CsvBlocks(block_bytes), NewCsvParser);
}

QUARRY_DEFINE(ReaderDef, kCsvReader) = {
    .name = "csv",
    .doc = "Comma-, semicolon-, tab- or bar-separated text with a header row.",
    .extensions = "csv tsv",
    .sniff = SniffCsv,
    .open = OpenCsv,
};

}  // namespace quarry
