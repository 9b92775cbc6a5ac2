// Reader of NDJSON: one JSON object a line. The record number is the line's number, from 1.
//
// With a prefilter only the lines that it finds are parsed; the others are counted. Without one all lines are read over
// an index of their strings, pieces of the block at a time; what that leaves goes through the scanner. Lines that are
// not JSON objects are counted as skipped; empty ones are passed over. When most lines pass the filter, searching is
// given up; it is taken up when a part of the data, tried from time to time, shows that few do.
#include <cstring>
#include <utility>

#include "readers/block_scan.h"
#include "readers/json/record_columns.h"
#include "readers/reader.h"
#include "scan/kernels/kernels.h"

namespace quarry {

namespace {
// After each so many lines it is decided whether the search pays: when more than half of them pass, it does not.
constexpr uint64_t kTrialLines = 4096;
// Without searching, so much of every eighth block is searched for a trial: when fewer than a fifth of the lines pass
// two times in a row, it pays.
constexpr uint64_t kTrialBlocks = 8;
constexpr size_t kTrialBytes = 32 << 10;
// Half of this fits the second cache of today's processors, and fewer blocks cost fewer calls and page faults.
constexpr size_t kBlockBytes = 512 << 10;
// A batch ends early when the lines copied for it have this many bytes.
constexpr size_t kMostCopied = 4 << 20;

class NdjsonParser final : public BlockParser {
 public:
  explicit NdjsonParser(BlockScanState& state)
      : state_(state),
        columns_(state.spec.columns),
        searching_(state.way.kind != ScanWay::Kind::kEveryRecord),
        may_search_(state.way.may_search_yet) {
    for (const ScanColumn& column : state.spec.columns) wants_number_ |= column.kind == ScanColumn::Kind::kRecord;
  }

  void Reset() override {
    columns_.Reset();
    ForgetCopies();
  }
  bool only_searches() const override { return searching_; }

  void Start(const Block& block) override {
    block_ = block;
    text_ = block.text;
    from_ = 0;
    if (block.offset == 0 && text_.starts_with("\xef\xbb\xbf")) from_ = 3;
    if (state_.way.key) state_.way.key->Start(text_, cursor_);
    piece_ = piece_end_ = 0;
    numbered_to_ = 0;
    line_ = wants_number_ ? state_.queue.FirstRecord(block) : 0;
    if (!searching_ && may_search_ && blocks_++ % kTrialBlocks == 0) TrySearching();
  }

  bool Continue(Batch& out) override {
    while (from_ < text_.size()) {
      if (out.rows == kBatchRows || (out.rows > 0 && copied_bytes_ > kMostCopied)) return true;
      LineFilter::Line line;
      if (!searching_ && AddIndexedLine(out)) continue;
      if (searching_) {
        if (!FindLine(text_, from_, &line)) break;
        ++lines_found_;
      } else {
        line.begin = from_;
        const void* const end = std::memchr(text_.data() + from_, '\n', text_.size() - from_);
        line.end = end ? static_cast<size_t>(static_cast<const char*>(end) - text_.data()) : text_.size();
      }
      from_ = line.end + 1;
      parsed_bytes_ += line.end - line.begin;
      AddLine(line, out);
      if (!searching_) PassIndexedLine();
    }
    from_ = text_.size();
    return false;
  }

  void Finish(uint64_t records) override {
    state_.counters.bytes_parsed += searching_ ? parsed_bytes_ : text_.size();
    parsed_bytes_ = 0;
    if (!searching_) return;
    lines_searched_ += records;
    if (lines_searched_ <= kTrialLines) return;
    if (lines_found_ * 2 > lines_searched_) {
      searching_ = false;
      may_search_ = true;
      state_.gave_up_searching = true;
    }
    lines_searched_ = lines_found_ = 0;
  }

 private:
  // How many lines pass in the block's first part; decides about the blocks from this one on.
  void TrySearching() {
    const size_t end = text_.rfind('\n', kTrialBytes);
    if (end == std::string_view::npos) return;
    const std::string_view part = text_.substr(0, end + 1);
    uint64_t passing = 0;
    LineFilter::Line line;
    for (size_t from = from_; from < part.size() && FindLine(part, from, &line); from = line.end + 1) ++passing;
    if (state_.way.key) state_.way.key->Start(text_, cursor_);
    const bool pays = passing * 5 < Kernels().count_byte(part.data(), part.size(), '\n');
    searching_ = pays && paid_before_;
    paid_before_ = pays;
    if (searching_) state_.took_up_searching = true;
  }

  bool FindLine(std::string_view text, size_t from, LineFilter::Line* line) {
    const KeySearch* const key = state_.way.key.get();
    return key ? key->Next(text, from, cursor_, line) : state_.filter.Next(text, from, line);
  }

  // The line at from_, when the index leads through it.
  bool AddIndexedLine(Batch& out) {
    if (from_ >= piece_end_) {
      piece_ = from_;
      piece_end_ = piece_ + index_.Build(text_.substr(piece_));
      place_ = {};
    }
    if (from_ >= piece_end_) return false;
    const int64_t number = wants_number_ ? static_cast<int64_t>(NumberOf(from_)) : 0;
    if (!columns_.AppendIndexed(index_, &place_, number, state_.queue.files()[block_.file].path, out)) return false;
    from_ = piece_ + place_.at;
    return true;
  }

  // The index's place follows after a line that was read without it.
  void PassIndexedLine() {
    if (from_ >= piece_end_) return;
    place_.at = from_ - piece_;
    while (index_.stops()[place_.stop] < place_.at) ++place_.stop;
  }

  // The number of the line that starts at `begin`; asked in ascending order.
  uint64_t NumberOf(size_t begin) {
    line_ += Kernels().count_byte(text_.data() + numbered_to_, begin - numbered_to_, '\n');
    numbered_to_ = begin;
    return line_;
  }

  void ForgetCopies() {
    copies_.Reset();
    copied_bytes_ = 0;
  }

  void AddLine(const LineFilter::Line& line, Batch& out) {
    std::string_view record = text_.substr(line.begin, line.end - line.begin);
    if (block_.mapped) {
      if (out.rows == 0) ForgetCopies();
      record = copies_.Copy(record);
      copied_bytes_ += record.size();
    }
    if (record.find_first_not_of(" \t\r") == std::string_view::npos) return;
    const int64_t own_number = wants_number_ ? static_cast<int64_t>(NumberOf(line.begin)) : 0;
    const std::string& path = state_.queue.files()[block_.file].path;
    if (columns_.Append(record, own_number, path, out)) return;
    state_.counters.records_skipped += 1;
    if (!state_.counters.wants_problems()) return;
    const uint64_t number = state_.queue.FirstRecord(block_) + Kernels().count_byte(text_.data(), line.begin, '\n');
    state_.counters.AddProblem(path + ": line " + std::to_string(number) + ", column " +
                               std::to_string(columns_.error_offset() + 1) + ": " + columns_.error());
  }

  BlockScanState& state_;
  RecordColumns columns_;
  Arena copies_;  // of lines found in mapped blocks
  size_t copied_bytes_ = 0;
  bool searching_;
  bool may_search_;           // while not searching: trials may show that it pays
  bool paid_before_ = false;  // by the trial before
  uint64_t blocks_ = 0;       // not searched
  bool wants_number_ = false;
  uint64_t lines_searched_ = 0;
  uint64_t lines_found_ = 0;
  uint64_t parsed_bytes_ = 0;  // of this block's lines that were found
  KeySearch::Cursor cursor_;
  Block block_;
  std::string_view text_;
  size_t from_ = 0;
  StringIndex index_;  // of text_[piece_, piece_end_)
  size_t piece_ = 0, piece_end_ = 0;
  LearnedWalk::Place place_;  // in the piece, of from_
  size_t numbered_to_ = 0;    // line_ is the number of the line that starts here
  uint64_t line_ = 0;
};

// Looks at whole lines only: the last one may be cut.
int SniffNdjson(const SniffInput& input) {
  std::string_view head = input.head;
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  int lines = 0, objects = 0;
  while (!head.empty() && lines < 100) {
    const size_t end = head.find('\n');
    if (end == std::string_view::npos && !input.is_whole && lines > 0) break;
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    const size_t first = line.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) continue;
    ++lines;
    JsonScanner scanner(line);
    scanner.SkipSpaces();
    if (scanner.peek() != '{') continue;
    const bool cut = end == std::string_view::npos && !input.is_whole;
    if (!cut && !scanner.SkipValue()) continue;
    scanner.SkipSpaces();
    objects += cut || scanner.at_end();
  }
  if (objects == 0) return 0;
  if (lines == 1) return 60;  // as well one JSON document; the JSON reader says more when it knows its form
  return objects * 2 > lines ? 90 : objects * 10 > lines ? 50 : 0;
}

std::shared_ptr<const Source> OpenNdjson(std::vector<InputFile> files) {
  return NewBlockSource(
      "ndjson", std::move(files),
      BlockShape{.json_lines = true, .indexed_as = IndexedFormat::kNdjson, .block_bytes = kBlockBytes},
      [](BlockScanState& state) -> std::unique_ptr<BlockParser> { return std::make_unique<NdjsonParser>(state); });
}
}  // namespace

QUARRY_DEFINE(ReaderDef, kNdjsonReader) = {
    .name = "ndjson",
    .doc = "JSON objects, one a line.",
    .extensions = "ndjson jsonl json log",
    .sniff = SniffNdjson,
    .open = OpenNdjson,
};

}  // namespace quarry
