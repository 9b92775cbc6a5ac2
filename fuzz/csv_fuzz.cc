// CSV by the index, in ranges, against reading record by record: the same rows and numbers.
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/check.h"
#include "memory_file.h"
#include "readers/formats/csv/csv_parser.h"
#include "readers/formats/csv/csv_records.h"
#include "target.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      "a,b\n1,x\n2,\"y \"\"q\"\", z\"\n,\"line\nbreak\"\n5\" pipe,z\n\n\"k\"l,m\n6,\n",
      "\xef\xbb\xbf"
      "a;b;c\r\n1;;\"x;y\"\r\n\"\r\n\";\"\"\"\";3\r\n4;5;6;;\r\nshort\r\n7;8;9",
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

namespace {
using namespace quarry;

// Number and first field of each row.
std::vector<std::string> Simply(std::string_view text) {
  std::vector<std::string> rows;
  const size_t end = EndOfCsvHeader(text, true);
  if (end == std::string_view::npos) return rows;
  const CsvHeader header = CsvHeaderOf(text, end);
  text.remove_prefix(end);
  Arena arena;
  std::vector<std::string_view> fields;
  for (uint64_t number = 2; !text.empty(); ++number) {
    const std::string_view whole = text.substr(0, EndOfCsvRecord(text, header.delimiter, true));
    text.remove_prefix(whole.size());
    const std::string_view record = WithoutLineEnd(whole);
    if (record.empty() || !SplitCsvRecord(record, header.delimiter, fields, arena)) continue;
    while (fields.size() > header.names.size() && fields.back().empty()) fields.pop_back();
    if (fields.size() == header.names.size()) rows.push_back(std::to_string(number));
  }
  return rows;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static quarry::fuzz::MemoryFile file;
  const std::string path = file.With(data, size);
  ScanSpec spec;
  spec.columns.resize(2);
  spec.columns[0].kind = ScanColumn::Kind::kRecord;
  spec.columns[0].type = Type::kLong;
  spec.columns[1].kind = ScanColumn::Kind::kEvent;
  spec.columns[1].type = Type::kDynamic;
  const std::vector<std::string> expected = Simply({reinterpret_cast<const char*>(data), size});
  for (const size_t block : {16, 100}) {
    const Result<std::unique_ptr<Scan>> scan = OpenCsvInBlocks({{path, size, Codec::kPlain}}, block)->Open(spec);
    const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
    Batch batch;
    for (const ScanColumn& column : spec.columns) batch.columns.emplace_back(column.type);
    std::vector<std::string> rows;
    while (worker->Next(batch)) {
      for (size_t row = 0; row < batch.rows; ++row) rows.push_back(std::to_string(batch.columns[0].Get(row).integer));
    }
    QUARRY_CHECK(rows == expected);
  }
  return 0;
}
