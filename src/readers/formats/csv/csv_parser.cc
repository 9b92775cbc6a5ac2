// not registered: the rows of csv.cc
//
// Records and fields are found by an index of delimiters and line ends (scan/kernels/csv_index.h), a piece of the block
// at a time, so that only the fields that are asked for are looked at. With a prefilter the index has line ends only,
// and records without the literals are passed over. Records that the index does not fit (other quotes, another number
// of fields) are split in the simple way.
#include "readers/formats/csv/csv_parser.h"

#include <cstring>
#include <utility>

#include "readers/convert_text.h"
#include "readers/formats/csv/csv_records.h"
#include "readers/json/convert_json.h"
#include "readers/json/json_scanner.h"
#include "scan/kernels/csv_index.h"
#include "scan/kernels/utf8_check.h"
#include "types/json.h"

namespace quarry {

namespace {
constexpr size_t kPieceBytes = 32u << 10;
constexpr size_t kLargestPiece = 1u << 20;

class CsvParser final : public BlockParser {
 public:
  explicit CsvParser(BlockScanState& state)
      : state_(state),
        kernel_(CsvKernelFor()),
        searching_(!state.filter.passes_all()),
        chosen_(state.spec.columns.size()) {}

  void Reset() override { arena_.Reset(); }

  void Start(const Block& block) override {
    block_ = block;
    from_ = piece_end_ = 0;
    hit_ = 0;
    record_ = block.first_record;
    if (header_ != block.context) {
      header_ = static_cast<const CsvHeader*>(block.context);
      ChooseFields();
    }
  }

  bool Continue(Batch& out) override {
    const bool is_full = AddRows(out);
    state_.counters.records_seen += std::exchange(seen_, 0);
    state_.counters.bytes_parsed += std::exchange(parsed_bytes_, 0);
    return is_full;
  }

 private:
  bool AddRows(Batch& out) {
    const std::string_view text = block_.text;
    while (from_ < text.size()) {
      if (out.rows == kBatchRows) return true;
      if (from_ >= piece_end_) IndexPiece();
      const size_t begin = from_;
      const std::string_view record = NextRecord();
      const uint64_t number = record_++;
      if (record.empty()) continue;
      ++seen_;
      if (searching_) {
        if (hit_ < begin) hit_ = state_.filter.NextHit(text, begin);
        if (hit_ >= from_ || !state_.filter.MayMatch(record)) continue;
      }
      parsed_bytes_ += record.size();
      if (!has_ends_ && !Split(record, number)) continue;
      AddRow(number, out);
    }
    return false;
  }

  // A place that a column may come from.
  struct Choice {
    size_t field;
    std::span<const JsonStep> inside;
  };

  void ChooseFields() {
    const std::vector<ScanColumn>& columns = state_.spec.columns;
    for (size_t i = 0; i < columns.size(); ++i) {
      chosen_[i].clear();
      for (const FieldPath& path : columns[i].paths) {
        if (path.empty() || path[0].is_index) continue;
        // Of equal names the last one counts.
        for (size_t field = header_->names.size(); field-- > 0;) {
          if (header_->names[field] != path[0].name) continue;
          chosen_[i].push_back({field, std::span(path).subspan(1)});
          break;
        }
      }
    }
  }

  // The index of the records from from_ on, as far as it goes; without one, records up to piece_end_ are found simply.
  void IndexPiece() {
    const std::string_view rest = block_.text.substr(from_);
    piece_ = rest.data();
    size_t size = std::min(rest.size(), kPieceBytes);
    CsvIndex index;
    while (true) {
      if (ends_.size() < size + kCsvPadding) ends_.resize(size + kCsvPadding);
      if (!searching_ && lines_.size() < ends_.size()) lines_.resize(ends_.size());
      index = kernel_.index(piece_, size, header_->delimiter, ends_.data(), searching_ ? nullptr : lines_.data());
      if (!index.regular || index.lines > 0 || size == rest.size() || size >= kLargestPiece) break;
      size = std::min(rest.size(), size * 2);
    }
    next_line_ = next_end_ = 0;
    valid_utf8_ = index.ascii || (index.regular && IsUtf8({piece_, size}));
    line_count_ = index.regular ? index.lines : 0;
    if (line_count_ > 0) {
      piece_end_ = from_ + EndOfLine(line_count_ - 1) + 1;
    } else if (index.regular && !index.in_quotes && size == rest.size()) {
      // The last record of a file that does not end with a line end.
      if (!searching_) lines_[0] = static_cast<uint32_t>(index.ends);
      ends_[index.ends] = static_cast<uint32_t>(size);
      line_count_ = 1;
      piece_end_ = from_ + size;
    } else {
      piece_end_ = from_ + (index.regular ? 1 : size);
    }
  }

  size_t EndOfLine(size_t line) const { return ends_[searching_ ? line : lines_[line]]; }

  // The record at from_ without its line end; moves from_ behind it. has_ends_: its fields are known by the index.
  std::string_view NextRecord() {
    if (next_line_ == line_count_) {
      has_ends_ = false;
      const std::string_view rest = block_.text.substr(from_);
      const std::string_view whole = rest.substr(0, EndOfCsvRecord(rest, header_->delimiter, true));
      from_ += whole.size();
      valid_utf8_ = false;  // unknown
      return WithoutLineEnd(whole);
    }
    const char* const begin = block_.text.data() + from_;
    const size_t line_end = EndOfLine(next_line_);
    std::string_view record(begin, static_cast<size_t>(piece_ + line_end - begin));
    from_ = std::min(block_.text.size(), static_cast<size_t>(piece_ + line_end - block_.text.data()) + 1);
    if (record.ends_with('\r')) record.remove_suffix(1);
    has_ends_ = false;
    if (!searching_) {
      // As many ends as the header has names, the line end being the last one.
      has_ends_ = lines_[next_line_] - next_end_ + 1 == header_->names.size();
      record_begin_ = begin;
      record_end_ = record.data() + record.size();
      first_end_ = ends_.data() + next_end_;
      next_end_ = lines_[next_line_] + 1;
    }
    ++next_line_;
    return record;
  }

  bool Split(std::string_view record, uint64_t number) {
    if (!SplitCsvRecord(record, header_->delimiter, fields_, arena_)) {
      Refuse(number, kOpenCsvQuote);
      return false;
    }
    if (FitsCsvHeader(fields_, *header_)) return true;
    Refuse(number, OtherCsvFields(fields_, *header_));
    return false;
  }

  void Refuse(uint64_t number, const std::string& why) {
    state_.counters.records_skipped += 1;
    if (state_.counters.wants_problems()) {
      state_.counters.AddProblem(state_.queue.files()[block_.file].path + ": row " + std::to_string(number) + ": " +
                                 why);
    }
  }

  // The value of a field of the current record.
  std::string_view FieldText(size_t field) {
    const std::string_view text = has_ends_ ? IndexedField(field) : fields_[field];
    return valid_utf8_ ? text : ValidUtf8(text, arena_);
  }

  std::string_view IndexedField(size_t field) {
    const char* const begin = field == 0 ? record_begin_ : piece_ + first_end_[field - 1] + 1;
    const char* const end = field + 1 == header_->names.size() ? record_end_ : piece_ + first_end_[field];
    const std::string_view raw(begin, static_cast<size_t>(end - begin));
    if (raw.size() < 2 || raw.front() != '"') return raw;
    const void* const quote = std::memchr(begin + 1, '"', raw.size() - 1);
    if (quote == end - 1) return raw.substr(1, raw.size() - 2);
    SplitCsvRecord(raw, header_->delimiter, one_field_, arena_);
    return one_field_[0];
  }

  void AddRow(uint64_t number, Batch& out) {
    const size_t row = out.rows++;
    for (size_t i = 0; i < chosen_.size(); ++i) {
      const ScanColumn& column = state_.spec.columns[i];
      Cell cell;
      switch (column.kind) {
        case ScanColumn::Kind::kField:
          for (const Choice& choice : chosen_[i]) {
            if (cell.null) cell = FieldCell(choice, column.type);
          }
          if (cell.null && column.null_as_empty && column.type == Type::kString) cell = Cell::Text("");
          break;
        case ScanColumn::Kind::kEvent:
          cell = Cell::Text(EventText());
          break;
        case ScanColumn::Kind::kRecord:
          cell = Cell::Integer(static_cast<int64_t>(number));
          break;
        case ScanColumn::Kind::kFile:
          cell = Cell::Text(state_.queue.files()[block_.file].path);
          break;
      }
      out.columns[i].Set(row, cell);
    }
  }

  Cell FieldCell(const Choice& choice, Type type) {
    const std::string_view text = FieldText(choice.field);
    if (text.empty()) return Cell::Null();
    if (choice.inside.empty()) return ConvertText(text, type, arena_);
    const std::optional<std::string_view> inside = FindJsonPath(text, choice.inside);
    if (!inside) return Cell::Null();
    JsonScanner scanner(*inside);
    JsonSlice value;
    return scanner.Value(&value) ? ConvertJson(value, type, true, arena_) : Cell::Null();
  }

  std::string_view EventText() {
    event_ = "{";
    for (size_t field = 0; field < header_->names.size(); ++field) {
      const std::string_view text = FieldText(field);
      if (text.empty()) continue;
      if (event_.size() > 1) event_ += ',';
      AppendJsonString(header_->names[field], event_);
      event_ += ':';
      AppendJsonString(text, event_);
    }
    event_ += '}';
    return arena_.Copy(event_);
  }

  BlockScanState& state_;
  const CsvKernel& kernel_;
  const bool searching_;
  std::vector<std::vector<Choice>> chosen_;  // by column, in the order of its paths
  Arena arena_;
  Block block_;
  const CsvHeader* header_ = nullptr;
  size_t from_ = 0;
  size_t hit_ = 0;
  uint64_t record_ = 1;
  uint64_t seen_ = 0, parsed_bytes_ = 0;  // not yet counted

  // The index of the piece that starts at piece_.
  const char* piece_ = nullptr;
  size_t piece_end_ = 0;  // in the block
  std::vector<uint32_t> ends_, lines_;
  size_t line_count_ = 0, next_line_ = 0;
  size_t next_end_ = 0;  // of ends_, the first one of the next record
  bool valid_utf8_ = true;

  // The current record.
  bool has_ends_ = false;
  const char* record_begin_ = nullptr;
  const char* record_end_ = nullptr;
  const uint32_t* first_end_ = nullptr;
  std::vector<std::string_view> fields_, one_field_;  // not has_ends_; a field with quotes in it
  std::string event_;
};
}  // namespace

std::unique_ptr<BlockParser> NewCsvParser(BlockScanState& state) {
  return std::make_unique<CsvParser>(state);
}

}  // namespace quarry
