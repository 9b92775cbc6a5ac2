// External entry: NewBlockSource.
#include "readers/block_scan.h"

#include <algorithm>
#include <utility>

#include "base/arena.h"
#include "readers/codec/byte_stream.h"
#include "readers/codec/open_file.h"
#include "readers/index/use_index.h"
#include "readers/input_files.h"

namespace quarry {

namespace {
// A batch with at least this many rows goes out when its block ends. A smaller one waits for the next block, and the
// texts of its rows are copied, because the block's memory is filled again.
constexpr size_t kRowsWorthABatch = 128;

class BlockWorker final : public ScanWorker {
 public:
  BlockWorker(std::shared_ptr<BlockScanState> state, std::unique_ptr<BlockParser> parser)
      : state_(std::move(state)), parser_(std::move(parser)) {}

  bool Next(Batch& out) override {
    out.rows = 0;
    for (ColumnVector& column : out.columns) {
      // Parsers set every cell of their rows, so that rows that are not made cost nothing.
      if (column.valid().size() != kBatchRows) column.Clear();
    }
    arena_.Reset();
    parser_->Reset();
    if (state_->filter.passes_nothing()) return false;
    size_t kept = 0;
    while (true) {
      if (!in_block_) {
        if (!state_->queue.Next(buffer_, block_, parser_->only_searches())) break;
        parser_->Start(block_);
        in_block_ = true;
      }
      if (parser_->Continue(out)) break;
      in_block_ = false;
      parser_->Finish(state_->queue.Release(block_));
      if (out.rows >= kRowsWorthABatch || (out.rows > 0 && block_.is_live)) break;
      CopyTexts(out, kept);
      kept = out.rows;
    }
    state_->counters.records_kept += out.rows;
    return out.rows > 0;
  }

 private:
  void CopyTexts(Batch& out, size_t from) {
    if (from == out.rows) return;
    const char* const begin = buffer_.data();
    const char* const end = begin + buffer_.capacity();
    for (ColumnVector& column : out.columns) {
      if (!IsTextual(column.type())) continue;
      for (size_t row = from; row < out.rows; ++row) {
        std::string_view& text = column.texts()[row];
        if (column.valid()[row] && text.data() >= begin && text.data() < end) text = arena_.Copy(text);
      }
    }
  }

  std::shared_ptr<BlockScanState> state_;
  std::unique_ptr<BlockParser> parser_;
  BlockBuffer buffer_;
  Block block_;
  bool in_block_ = false;
  Arena arena_;
};

class BlockScan final : public Scan {
 public:
  BlockScan(std::shared_ptr<BlockScanState> state, NewBlockParser new_parser)
      : state_(std::move(state)), new_parser_(new_parser) {}
  std::unique_ptr<ScanWorker> NewWorker() override {
    return std::make_unique<BlockWorker>(state_, new_parser_(*state_));
  }
  int max_workers() const override {
    return static_cast<int>(std::min<size_t>(state_->queue.approximate_blocks(), 1024));
  }
  ScanStatistics statistics() const override {
    ScanStatistics out = state_->counters.Snapshot();
    out.ways.push_back(state_->way.why);
    if (state_->took_up_searching) out.ways.back() += "; searched where few records pass";
    if (state_->gave_up_searching) out.ways.back() += "; given up where most records pass";
    if (out.index_blocks > 0) out.ways.back() += "; index: " + DescribeIndexUse(out);
    return out;
  }
  void Cancel() override { state_->queue.Cancel(); }

 private:
  std::shared_ptr<BlockScanState> state_;  // shared with workers, which may outlive the scan
  NewBlockParser new_parser_;
};

// Some text of the first file: its beginning, and parts from farther on when it can be read there.
std::string SampleOf(const std::vector<InputFile>& files) {
  constexpr size_t kPart = 8 << 10, kParts = 4;
  if (files.empty()) return {};
  const InputFile& input = files[0];
  std::string sample(kPart * kParts, '\0');
  if (input.codec != Codec::kPlain || input.read_once) {
    InputFile beginning = input;  // of a pipe, what has come when it was recognised
    beginning.first_bytes = input.bytes;
    Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(beginning);
    sample.resize(stream ? ReadFully(**stream, sample.data(), sample.size(), nullptr) : 0);
    return sample;
  }
  Result<OpenFile> file = OpenFile::Open(input.path);
  size_t have = 0;
  const bool whole = file && file->size() <= sample.size();
  for (size_t part = 0; file && part < (whole ? 1 : kParts); ++part) {
    const Result<size_t> got =
        file->ReadAt(file->size() / kParts * part, sample.data() + have, whole ? sample.size() : kPart);
    if (got) have += *got;
  }
  sample.resize(have);
  return sample;
}

// Searches are chosen by a sample; nothing else needs one.
bool Searches(const ScanSpec& spec) {
  return spec.use_prefilter && spec.prefilter.kind != LiteralFilter::Kind::kNothing &&
         (spec.prefilter.kind != LiteralFilter::Kind::kAny || !spec.key_filters.empty());
}

LineFilter MakeFilter(const ScanSpec& spec, std::string_view sample) {
  return LineFilter(spec.use_prefilter ? spec.prefilter : LiteralFilter::Any(), sample);
}

class BlockSource final : public Source {
 public:
  BlockSource(std::string_view format, std::vector<InputFile> files, const BlockShape& shape, NewBlockParser new_parser)
      : format_(format), files_(std::move(files)), shape_(shape), new_parser_(new_parser) {}
  std::string Describe() const override { return DescribeFiles(format_, files_); }
  uint64_t estimated_bytes() const override {
    constexpr uint64_t kMore = 256 << 20;  // of what nobody knows
    const bool open = std::any_of(files_.begin(), files_.end(), [](const InputFile& file) { return file.open_ended; });
    return BytesOf(files_) + (open ? kMore : 0);
  }
  bool is_live() const override {
    return !files_.empty() &&
           std::all_of(files_.begin(), files_.end(), [](const InputFile& file) { return file.read_once; });
  }
  Result<std::unique_ptr<Scan>> Open(const ScanSpec& spec) const override {
    auto state = std::make_shared<BlockScanState>(files_, shape_, spec, SampleFor(spec));
    return std::unique_ptr<Scan>(std::make_unique<BlockScan>(std::move(state), new_parser_));
  }

  std::string ExplainWay(const ScanSpec& spec) const override {
    const std::string sample = SampleFor(spec);
    std::string why = ChooseScanWay(spec, MakeFilter(spec, sample), shape_.json_lines, sample).why;
    ScanCounters counters;
    for (const InputFile& file : files_) ConsultIndex(file, spec, shape_, counters);
    const ScanStatistics consulted = counters.Snapshot();
    if (consulted.index_blocks > 0) why += "; index: " + DescribeIndexUse(consulted);
    return why;
  }

 private:
  std::string SampleFor(const ScanSpec& spec) const { return Searches(spec) ? SampleOf(files_) : std::string(); }

  std::string format_;
  std::vector<InputFile> files_;
  BlockShape shape_;
  NewBlockParser new_parser_;
};
}  // namespace

BlockScanState::BlockScanState(std::vector<InputFile> files, const BlockShape& shape, const ScanSpec& scan_spec,
                               std::string_view sample)
    : spec(scan_spec),
      filter(MakeFilter(scan_spec, sample)),
      way(ChooseScanWay(scan_spec, filter, shape.json_lines, sample)),
      queue(std::move(files), shape, counters, &spec) {}

std::shared_ptr<const Source> NewBlockSource(std::string_view format, std::vector<InputFile> files,
                                             const BlockShape& shape, NewBlockParser new_parser) {
  return std::make_shared<BlockSource>(format, std::move(files), shape, new_parser);
}

}  // namespace quarry
