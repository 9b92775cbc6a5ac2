// Parquet below the decoder: any bytes as a footer, footers of real files with bytes changed, and any text as what an
// imported file says of itself. What is not refused must fit together: plans and statistics rely on it.
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "base/check.h"
#include "memory_file.h"
#include "readers/formats/parquet/file_plan.h"
#include "readers/formats/parquet/statistics.h"
#include "target.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      // A choice of footer, then places and values of changes.
      std::string_view("\x00\x10\x00\x51\x20\x01\x80", 7),
      std::string_view("\x01\x08\x00\xff\x09\x00\x00\x0a\x00\x7f", 10), std::string_view("\x02\x05\x01\x15", 4),
      R"({"version":1,"table":"T","shape":"{}","time_column":"Time","time_paths":[["Time"]],"columns":[{"name":"Time",)"
      R"("path":["Time"],"type":"datetime","digits":7,"separator":"T","suffix":"Z","digit_column":"Time_100ns"}],)"
      R"("members":{"Time":0,"more":1}})"};
  return kSeeds;
}
}  // namespace quarry::fuzz

namespace {
using namespace quarry;

std::string FooterOf(const char* name) {
  std::ifstream in(std::string(QUARRY_SOURCE_DIR "/tests/golden/data/parquet/") + name, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  QUARRY_CHECK(all.size() > 12);
  uint32_t length = 0;
  std::memcpy(&length, all.data() + all.size() - 8, 4);
  QUARRY_CHECK(length + 12 <= all.size());
  return all.substr(all.size() - 8 - length, length);
}

ScanColumn ColumnOf(const std::string& name, Type type) {
  ScanColumn column;
  column.name = name;
  column.type = type;
  JsonStep step;
  step.name = name;
  column.paths = {{step}};
  return column;
}

// The footer in a file of its own, asked for all that its columns may be asked for.
void Use(std::string_view footer) {
  static fuzz::MemoryFile memory;
  std::string bytes = "PAR1" + std::string(1 << 16, '\0') + std::string(footer);
  const uint32_t length = static_cast<uint32_t>(footer.size());
  bytes.append(reinterpret_cast<const char*>(&length), sizeof length);
  bytes += "PAR1";
  Result<ParquetFile> file = OpenParquetFile(memory.With(bytes.data(), bytes.size()), bytes.size());
  if (!file) {
    QUARRY_CHECK(!file.error().message.empty());
    return;
  }
  std::vector<ScanColumn> columns;
  std::vector<ScanRange> ranges;
  for (const ParquetColumn& column : file->footer.columns) {
    for (const Type type : {Type::kString, Type::kDateTime, Type::kLong, Type::kDynamic}) {
      columns.push_back(ColumnOf(column.name, type));
      ScanRange range;
      range.paths = columns.back().paths;
      if (type == Type::kDateTime || type == Type::kLong) {
        range.min = Value::Integer(type, 1000);
        range.max = Value::Integer(type, INT64_MAX);
      } else if (type == Type::kString) {
        range.min = Value::String("m");
      } else {
        continue;
      }
      ranges.push_back(std::move(range));
    }
  }
  ScanColumn event;
  event.kind = ScanColumn::Kind::kEvent;
  event.type = Type::kDynamic;
  columns.push_back(std::move(event));
  uint64_t rows = 0;
  const Result<FilePlan> plan = PlanFile(*file, columns);
  for (const ParquetRowGroup& group : file->footer.row_groups) {
    rows += group.rows;
    for (const ScanRange& range : ranges) (void)MayHold(*file, group, {range});
    if (plan) (void)plan->BytesOf(*file, group);
  }
  QUARRY_CHECK(rows == file->footer.rows);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::string footers[] = {FooterOf("types.parquet"), FooterOf("spark96.parquet"),
                                        FooterOf("widths/part-1.parquet")};
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Use(bytes);
  if (size > 0) {
    std::string changed = footers[data[0] % std::size(footers)];
    for (size_t i = 1; i + 2 < size; i += 3)
      changed[(static_cast<size_t>(data[i]) | static_cast<size_t>(data[i + 1]) << 8) % changed.size()] =
          static_cast<char>(data[i + 2]);
    Use(changed);
  }
  if (const Result<StoredLayout> layout = ReadLayout(bytes, "fuzz"); layout) {
    // What is read is written in the same way again.
    const std::string written = WriteLayout(*layout);
    const Result<StoredLayout> again = ReadLayout(written, "fuzz");
    QUARRY_CHECK(again.has_value() && WriteLayout(*again) == written);
    JsonStep step;
    step.name = "Time";
    size_t steps = 0;
    (void)layout->Find({step}, &steps);
    (void)layout->members.MayHave({step, step});
  }
  return 0;
}
