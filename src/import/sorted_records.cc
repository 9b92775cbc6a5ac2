// External entry: SortedRecords.
#include "import/sorted_records.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "readers/json/record_columns.h"

namespace quarry {
namespace {

constexpr uint64_t kRunBytes = 32 << 20;
constexpr uint64_t kMostRuns = 512;

// Numbers as bytes that compare as the numbers do.
void AppendOrdered(uint64_t bits, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(bits >> shift & 255);
}
uint64_t OrderedBits(int64_t value) {
  return static_cast<uint64_t>(value) ^ (uint64_t{1} << 63);
}
uint64_t OrderedBits(double value) {
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return (bits >> 63) != 0 ? ~bits : bits | (uint64_t{1} << 63);
}

class KeyMaker {
 public:
  explicit KeyMaker(const std::vector<RecordOrder>& keys) : keys_(keys), columns_(ColumnsOf(keys)), records_(columns_) {
    for (const ScanColumn& column : columns_) batch_.columns.emplace_back(column.type);
  }

  std::string Make(const SpooledRecord& record) {
    std::string key;
    if (!columns_.empty()) AppendColumns(record, key);
    key += record.time == kNoTime ? '\1' : '\0';
    AppendOrdered(OrderedBits(record.time), key);
    AppendOrdered(record.file, key);
    AppendOrdered(OrderedBits(record.record), key);
    return key;
  }

 private:
  static std::vector<ScanColumn> ColumnsOf(const std::vector<RecordOrder>& keys) {
    std::vector<ScanColumn> columns;
    for (const RecordOrder& key : keys) columns.push_back(key.column);
    return columns;
  }

  void AppendColumns(const SpooledRecord& record, std::string& key) {
    records_.Reset();
    for (ColumnVector& column : batch_.columns) column.Clear(1);
    batch_.rows = 0;
    const bool read = records_.Append(record.json, record.record, {}, batch_);
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Cell cell = read ? batch_.columns[i].Get(0) : Cell::Null();
      key += cell.null ? '\1' : '\0';
      if (cell.null) continue;
      const size_t from = key.size();
      if (IsTextual(columns_[i].type)) {
        // Ends with what no longer text begins with: 0 is written as 0 1.
        for (const char c : cell.text) {
          key += c;
          if (c == '\0') key += '\1';
        }
        key += std::string_view("\0\0", 2);
      } else if (columns_[i].type == Type::kReal) {
        AppendOrdered(OrderedBits(cell.real), key);
      } else {
        AppendOrdered(OrderedBits(columns_[i].type == Type::kBool ? int64_t{cell.boolean} : cell.integer), key);
      }
      if (keys_[i].descending) {
        for (size_t at = from; at < key.size(); ++at) key[at] = static_cast<char>(~key[at]);
      }
    }
  }

  const std::vector<RecordOrder>& keys_;
  std::vector<ScanColumn> columns_;
  RecordColumns records_;
  Batch batch_;
};

using KeyedRecord = std::pair<std::string, SpooledRecord>;

void SortByKey(std::vector<KeyedRecord>& records) {
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
}

}  // namespace

// One sorted run: frames of the file, read one after the other.
class SortedRecords::Run {
 public:
  Run(const OpenFile& file, std::vector<RecordSpool::Frame> frames) : file_(file), frames_(std::move(frames)) {}

  // Goes to the next record; false at the end.
  Result<bool> Advance() {
    while (left_.empty()) {
      if (next_ == frames_.size()) return false;
      if (Result<void> read = ReadFrame(file_, frames_[next_++], bytes_); !read) return read.error();
      left_ = bytes_;
    }
    SpooledRecord packed;
    if (!NextRecord(left_, packed)) return Error{"a temporary file of the import was changed"};
    // The key stands before the record, behind its length.
    uint32_t size = 0;
    std::memcpy(&size, packed.json.data(), sizeof size);
    key_ = packed.json.substr(sizeof size, size);
    record_ = packed;
    record_.json = packed.json.substr(sizeof size + size);
    return true;
  }
  std::string_view key() const { return key_; }
  const SpooledRecord& record() const { return record_; }

 private:
  const OpenFile& file_;
  std::vector<RecordSpool::Frame> frames_;
  size_t next_ = 0;
  std::string bytes_;
  std::string_view left_, key_;
  SpooledRecord record_;
};

namespace {
// For heaps: the greater key goes down.
template <typename Run>
bool Later(const std::unique_ptr<Run>& a, const std::unique_ptr<Run>& b) {
  return a->key() > b->key();
}
}  // namespace

SortedRecords::SortedRecords() = default;
SortedRecords::~SortedRecords() = default;

Result<std::unique_ptr<SortedRecords>> SortedRecords::Sort(const RecordSpool& spool,
                                                           const std::vector<RecordOrder>& keys, std::string path) {
  auto sorted = std::unique_ptr<SortedRecords>(new SortedRecords);
  Result<OpenFile> input = OpenFile::Open(spool.path());
  if (!input) return input.error();
  const uint64_t run_bytes = std::max(kRunBytes, spool.bytes() / kMostRuns);
  KeyMaker maker(keys);
  std::vector<std::vector<RecordSpool::Frame>> runs;
  std::atomic<uint64_t> waiting{0};
  for (size_t frame = 0; frame < spool.frames().size();) {
    sorted->bytes_.clear();
    std::string one;
    // Frames first, then the records that point into them.
    while (frame < spool.frames().size() && (sorted->bytes_.empty() || sorted->bytes_.size() < run_bytes)) {
      if (Result<void> read = ReadFrame(*input, spool.frames()[frame++], one); !read) return read.error();
      sorted->bytes_ += one;
    }
    std::string_view left = sorted->bytes_;
    sorted->records_.clear();
    for (SpooledRecord record; NextRecord(left, record);) sorted->records_.emplace_back(maker.Make(record), record);
    SortByKey(sorted->records_);
    if (frame == spool.frames().size() && runs.empty()) return sorted;  // all of it is in memory
    if (!sorted->written_) sorted->written_ = std::make_unique<RecordSpool>(path);
    const size_t first = sorted->written_->frames().size();
    std::string packed;
    for (const KeyedRecord& keyed : sorted->records_) {
      const uint32_t size = static_cast<uint32_t>(keyed.first.size());
      packed.assign(reinterpret_cast<const char*>(&size), sizeof size);
      packed += keyed.first;
      packed += keyed.second.json;
      SpooledRecord record = keyed.second;
      record.json = packed;
      if (Result<void> added = sorted->written_->Append(record, waiting); !added) return added.error();
    }
    if (Result<void> flushed = sorted->written_->Flush(waiting); !flushed) return flushed.error();
    runs.emplace_back(sorted->written_->frames().begin() + static_cast<ptrdiff_t>(first),
                      sorted->written_->frames().end());
  }
  sorted->records_ = {};
  sorted->bytes_ = {};
  if (runs.empty()) return sorted;
  Result<OpenFile> file = OpenFile::Open(path);
  if (!file) return file.error();
  sorted->file_ = std::make_unique<OpenFile>(std::move(*file));
  for (std::vector<RecordSpool::Frame>& frames : runs) {
    auto run = std::make_unique<Run>(*sorted->file_, std::move(frames));
    Result<bool> more = run->Advance();
    if (!more) return more.error();
    if (*more) sorted->runs_.push_back(std::move(run));
  }
  std::make_heap(sorted->runs_.begin(), sorted->runs_.end(), Later<Run>);
  return sorted;
}

Result<std::vector<std::string>> SortedRecords::First(size_t most) {
  std::vector<std::string> texts;
  SpooledRecord record;
  while (texts.size() < most) {
    Result<bool> more = NextSorted(record);
    if (!more) return more.error();
    if (!*more) break;
    texts.emplace_back(record.json);
    first_.emplace_back(texts.back(), record);
  }
  return texts;
}

Result<bool> SortedRecords::Next(SpooledRecord& record) {
  if (std::exchange(gives_first_, false)) first_.pop_front();
  if (first_.empty()) return NextSorted(record);
  gives_first_ = true;
  record = first_.front().second;
  record.json = first_.front().first;
  return true;
}

Result<bool> SortedRecords::NextSorted(SpooledRecord& record) {
  if (next_ < records_.size()) {
    record = records_[next_++].second;
    return true;
  }
  if (current_) {
    Result<bool> more = current_->Advance();
    if (!more) return more;
    if (*more) {
      runs_.push_back(std::move(current_));
      std::push_heap(runs_.begin(), runs_.end(), Later<Run>);
    }
    current_.reset();
  }
  if (runs_.empty()) return false;
  std::pop_heap(runs_.begin(), runs_.end(), Later<Run>);
  current_ = std::move(runs_.back());
  runs_.pop_back();
  record = current_->record();
  return true;
}

}  // namespace quarry
