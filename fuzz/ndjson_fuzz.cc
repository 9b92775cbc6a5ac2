// NDJSON over the index of strings against the scanner alone: the same rows, line by line. The walk that is taken while
// members come in any order is tried on each line by itself.
#include <string>
#include <vector>

#include "base/check.h"
#include "readers/file_blocks.h"
#include "readers/json/record_columns.h"
#include "readers/json/unordered_walk.h"
#include "target.h"
#include "types/cell_text.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      "{\"a\":\"x\",\"b\":1}\n{\"a\":\"y\\\\\",\"b\":-2.5e3}\n{\"b\":null,\"a\":{\"c\":[1,\"\\u0041\\\"\"]}}\r\n",
      "{\"a\":{\"c\":[\"x\"]},\"b\":1,\"d\":true}\n{\"b\": 12, \"a\": \"x\", \"c\": "
      "[1]}\n{\"b\":[],\"a\":null,\"c\":[\"y\"]}\n",
      // Lines of one shape, and lines that nearly have it.
      "{\"a\":\"x\",\"b\":1}\n{\"a\":\"y\\\\\",\"b\":-2.5e3}\n{\"a\":\"\",\"b\":null}\n{\"a\":\"\\u0041\",\"b\":01}\n{"
      "\"a\":1,\"b\":1}\n",
      "{\"a\":{\"c\":[\"x\"]},\"b\":1}\n{\"a\":{\"c\":[\"{\\\"\"]},\"b\":true}\n{\"a\":{\"c\":[]},\"b\":true}\n",
      "{\"a\":\"{\\\"c\\\":1}\",\"b\":1}\n{\"a\":\"{\\\"c\\\":[2]}\",\"b\":2}\n",
      "{ \"a\" : true , \"b\" : [ ] "
      "}\n{\"a\":\"\\ud83d\\ude00\",\"a\":\"{\\\"c\\\":1}\"}\n\n{\"b\":\"\xc3\xa9\xff\"}\n",
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

namespace {
using namespace quarry;

std::vector<ScanColumn> Columns() {
  std::vector<ScanColumn> columns(4);
  columns[0].paths = {{{false, 0, "a"}}};
  columns[1].paths = {{{false, 0, "b"}}};
  columns[1].type = Type::kReal;
  columns[2].paths = {{{false, 0, "a"}, {false, 0, "c"}}};
  columns[2].type = Type::kDynamic;
  columns[3].kind = ScanColumn::Kind::kEvent;
  columns[3].type = Type::kDynamic;
  return columns;
}

Batch EmptyBatch(const std::vector<ScanColumn>& columns) {
  Batch batch;
  for (const ScanColumn& column : columns) batch.columns.emplace_back(column.type);
  batch.Clear();
  return batch;
}

std::string RowOf(const Batch& batch) {
  std::string text;
  for (const ColumnVector& column : batch.columns) AppendCellJson(column.type(), column.Get(0), text);
  return text;
}

void CheckUnordered(const StringIndex& index, LearnedWalk::Place place, std::string_view line,
                    const std::vector<ScanColumn>& columns) {
  FieldTree found(columns), expected(columns);
  Arena arena;
  const size_t line_end = place.at + line.size();
  LearnedWalk::Object object;
  if (!UnorderedWalk(found).Walk(index, &place, &object, arena)) return;
  JsonScanner scanner(line);
  QUARRY_CHECK(expected.Walk(scanner, arena));
  scanner.SkipSpaces();
  QUARRY_CHECK(scanner.at_end() && place.at == line_end + 1 && index.stops()[place.stop - 1] == line_end);
  for (size_t i = 0; i < columns.size(); ++i) {
    const JsonSlice* const one = found.Find(i);
    const JsonSlice* const other = expected.Find(i);
    QUARRY_CHECK((one == nullptr) == (other == nullptr));
    if (one == nullptr) continue;
    QUARRY_CHECK(one->kind == other->kind && one->escaped == other->escaped && one->spaced == other->spaced);
    QUARRY_CHECK(one->raw == other->raw);
  }
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::vector<ScanColumn> columns = Columns();
  std::string padded(reinterpret_cast<const char*>(data), size);
  padded += '\n';
  const size_t length = padded.size();
  padded.append(kBlockPadding, '"');
  StringIndex index;
  const size_t end = index.Build(std::string_view(padded).substr(0, length));
  RecordColumns learned(columns);
  LearnedWalk::Place place;
  while (place.at < end) {
    const size_t line_end = padded.find('\n', place.at);
    const std::string_view line(padded.data() + place.at, line_end - place.at);
    CheckUnordered(index, place, line, columns);
    RecordColumns scanner(columns);
    Batch expected = EmptyBatch(columns), found = EmptyBatch(columns);
    const bool valid = scanner.Append(line, 1, "", expected);
    if (learned.AppendIndexed(index, &place, 1, "", found)) {
      QUARRY_CHECK(valid && place.at == line_end + 1);
      QUARRY_CHECK(RowOf(found) == RowOf(expected));
    }
    place.at = line_end + 1;
    while (index.stops()[place.stop] < place.at && place.at < end) ++place.stop;
  }
  return 0;
}
