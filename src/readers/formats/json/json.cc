// Reader of JSON documents: an array of objects, an object that wraps one ({"Records":[...]}, {"value":[...]}), or
// objects one after the other in any layout. The record number is the object's place among the records, from 1.
//
// A wrapper's other members are not part of the records. Only the first object of a document decides whether it is one;
// objects after it are wrappers when they have their records under the same name.
#include <utility>

#include "readers/block_scan.h"
#include "readers/formats/json/json_splitter.h"
#include "readers/json/record_columns.h"
#include "readers/reader.h"

namespace quarry {

namespace {
class JsonParser final : public BlockParser {
 public:
  explicit JsonParser(BlockScanState& state) : state_(state), columns_(state.spec.columns) {}

  void Reset() override { columns_.Reset(); }

  void Start(const Block& block) override {
    block_ = block;
    from_ = 0;
    hit_ = 0;
    record_ = block.first_record;
  }

  bool Continue(Batch& out) override {
    const std::string_view text = block_.text;
    while (true) {
      const size_t begin = text.find_first_not_of(" \t\r\n,", from_);
      if (begin == std::string_view::npos) return false;
      if (out.rows == kBatchRows) return true;
      const size_t size = EndOfJsonValue(text.substr(begin));
      const std::string_view record = text.substr(begin, size);
      from_ = begin + record.size();
      const uint64_t number = record_++;
      state_.counters.records_seen += 1;
      if (!state_.filter.passes_all()) {
        if (hit_ < begin) hit_ = state_.filter.NextHit(text, begin);
        if (hit_ >= from_ || !state_.filter.MayMatch(record)) continue;
      }
      const std::string& path = state_.queue.files()[block_.file].path;
      if (columns_.Append(record, static_cast<int64_t>(number), path, out)) continue;
      state_.counters.records_skipped += 1;
      if (!state_.counters.wants_problems()) continue;
      state_.counters.AddProblem(path + ": record " + std::to_string(number) + ", byte " +
                                 std::to_string(block_.offset + begin + columns_.error_offset()) + ": " +
                                 columns_.error());
    }
  }

 private:
  BlockScanState& state_;
  RecordColumns columns_;
  Block block_;
  size_t from_ = 0;
  size_t hit_ = 0;  // the first place at or after the last record looked at that the filter has hit
  uint64_t record_ = 1;
};

int SniffJson(const SniffInput& input) {
  switch (FormOfJson(input.head)) {
    case JsonForm::kNone:
      return 0;
    case JsonForm::kArray:
      return 92;
    case JsonForm::kWrapped:
      return 95;
    case JsonForm::kSpreadObject:
      return 85;
    case JsonForm::kObjectInALine:
      return 40;  // NDJSON, or as good as that
  }
  return 0;
}

std::shared_ptr<const Source> OpenJson(std::vector<InputFile> files) {
  BlockShape shape;
  shape.kind = BlockShape::Kind::kRecords;
  shape.new_splitter = NewJsonSplitter;
  return NewBlockSource("json", std::move(files), shape, [](BlockScanState& state) -> std::unique_ptr<BlockParser> {
    return std::make_unique<JsonParser>(state);
  });
}
}  // namespace

QUARRY_DEFINE(ReaderDef, kJsonReader) = {
    .name = "json",
    .doc = "JSON documents: an array of objects, an object that wraps one, or objects in any layout.",
    .extensions = "json",
    .sniff = SniffJson,
    .open = OpenJson,
};

}  // namespace quarry
