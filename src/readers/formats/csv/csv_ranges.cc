// not registered: the ranges that csv.cc reads
#include "readers/formats/csv/csv_ranges.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "readers/codec/open_file.h"
#include "scan/kernels/csv_index.h"

namespace quarry {

namespace {
constexpr size_t kLongestHeader = 1u << 20;

// Read behind a range at once, to find the end of its last record.
size_t LookAhead(const RangeCutter::Range& range) {
  return std::min<uint64_t>(64u << 10, (range.end - range.begin) / 4 + 1);
}
}  // namespace

// What the range looks like if it starts outside of quotes.
struct CsvRanges::Seen {
  size_t bytes = 0;
  bool at_end = false;  // of the file
  CsvIndex index;
  const uint32_t* lines = nullptr;  // index.lines of them
};

CsvRanges::CsvRanges(std::string path, CsvHeader header, const Start& start, ScanCounters& counters)
    : path_(std::move(path)), header_(std::move(header)), counters_(counters), place_(start) {}

CsvRanges::Place CsvRanges::WaitFor(uint64_t index) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return next_index_ == index; });
  return place_;
}

void CsvRanges::Publish(const Place& next) {
  const std::lock_guard lock(mutex_);
  place_ = next;
  ++next_index_;
  changed_.notify_all();
}

void CsvRanges::ReportShort(const Result<size_t>& got) {
  const std::lock_guard lock(mutex_);
  if (!std::exchange(reported_short_, true))
    counters_.AddFailure(path_, got ? path_ + ": became shorter while it was read" : got.error().message);
}

bool CsvRanges::Cut(const OpenFile& file, const Range& range, BlockBuffer& buffer, Block& block) {
  const size_t size = static_cast<size_t>(range.end - range.begin), wanted = size + LookAhead(range);
  buffer.Reserve(wanted);
  const Result<size_t> got = file.ReadAt(range.begin, buffer.data(), wanted);
  Seen seen;
  seen.bytes = got ? *got : 0;
  seen.at_end = seen.bytes < wanted;
  if (seen.bytes < size) ReportShort(got);
  counters_.bytes_read += std::min(seen.bytes, size);
  counters_.bytes_decoded += std::min(seen.bytes, size);
  thread_local std::vector<uint32_t> lines;
  if (lines.size() < seen.bytes + kCsvPadding) lines.resize(seen.bytes + kCsvPadding);
  seen.index = CsvKernelFor().index(buffer.data(), seen.bytes, header_.delimiter, lines.data(), nullptr);
  seen.lines = lines.data();

  const Place place = WaitFor(range.index);
  if (place.offset >= range.end) {  // a record that started before goes on beyond the range
    Publish(place);
    return false;
  }
  Piece piece;
  uint64_t begins_at = range.begin, next = 0;  // of the buffer, in the file
  if (CutAsSeen(seen, range, place, piece)) {
    next = range.begin + piece.end;
  } else {
    piece = {};
    next = CutAgain(file, range, place, buffer, piece);
    begins_at = place.offset;
  }
  Publish({next, place.record + piece.records});
  if (piece.end <= piece.begin) return false;
  block = {};
  block.index = range.index;
  block.offset = begins_at + piece.begin;
  block.text = {buffer.data() + piece.begin, piece.end - piece.begin};
  block.context = &header_;
  block.first_record = place.record;
  block.records = piece.records;
  return true;
}

bool CsvRanges::CutAsSeen(const Seen& seen, const Range& range, const Place& place, Piece& piece) const {
  if (!seen.index.regular || place.offset < range.begin) return false;
  const uint32_t* const end = seen.lines + seen.index.lines;
  const uint32_t first = static_cast<uint32_t>(place.offset - range.begin);
  const uint32_t* line = seen.lines;
  if (first > 0) {
    line = std::lower_bound(line, end, first - 1);
    if (line == end || *line != first - 1) return false;
    ++line;
  }
  piece.begin = first;
  // The end of the last record that starts in the range.
  const uint32_t* const last = std::lower_bound(line, end, static_cast<uint32_t>(range.end - range.begin - 1));
  const size_t last_begin = last == line ? first : last[-1] + size_t{1};
  if (last != end) {
    piece.end = *last + size_t{1};
    piece.records = static_cast<uint64_t>(last - line) + 1;
  } else if (seen.at_end && !seen.index.in_quotes) {
    piece.end = seen.bytes;
    piece.records = static_cast<uint64_t>(last - line) + (last_begin < seen.bytes ? 1 : 0);
  } else {
    return false;
  }
  return piece.end - last_begin <= kLongestCsvRecord;
}

// From the place where the records start, record by record. Returns where the next range's start.
uint64_t CsvRanges::CutAgain(const OpenFile& file, const Range& range, const Place& place, BlockBuffer& buffer,
                             Piece& piece) {
  size_t have = 0, at = 0;
  uint64_t removed = 0;  // bytes that are left out of the buffer
  bool at_end = false;
  const auto read = [&](size_t more) {
    buffer.Reserve(have + more, have);
    const Result<size_t> got = file.ReadAt(place.offset + removed + have, buffer.data() + have, more);
    if (!got) ReportShort(got);
    at_end = !got || *got < more;
    have += got ? *got : 0;
  };
  read(static_cast<size_t>(range.end - place.offset) + LookAhead(range));
  while (place.offset + removed + at < range.end && at < have) {
    const std::string_view text(buffer.data() + at, have - at);
    size_t size = EndOfCsvRecord(text, header_.delimiter, at_end);
    if (size == std::string_view::npos && text.size() <= kLongestCsvRecord) {
      if (!at_end) {
        read(std::max<size_t>(text.size(), 4096));
        continue;
      }
      size = text.size();  // a quote that never closes takes the rest; the parser says so
    }
    if (size > kLongestCsvRecord) {
      // Most likely a stray quote: its first line is left out, and stays as an empty one so that numbers hold.
      counters_.records_skipped += 1;
      if (counters_.wants_problems()) {
        counters_.AddProblem(path_ + ": record at byte " + std::to_string(place.offset + removed + at) +
                             ": longer than " + std::to_string(kLongestCsvRecord >> 20) + " MiB, left out");
      }
      size_t line = text.find('\n');
      while (line == std::string_view::npos && !at_end) {
        removed += have - at;
        have = at;
        read(1u << 20);
        line = std::string_view(buffer.data() + at, have - at).find('\n');
      }
      const size_t gone = line == std::string_view::npos ? have - at : line;
      std::memmove(buffer.data() + at, buffer.data() + at + gone, have - at - gone);
      removed += gone;
      have -= gone;
      if (have == at) break;
      size = 1;
    }
    at += size;
    ++piece.records;
  }
  piece.end = at;
  return std::max(place.offset + removed + at, at < have || !at_end ? 0 : range.end);
}

std::unique_ptr<RangeCutter> NewCsvRanges(const OpenFile& file, const std::string& path, ScanCounters& counters,
                                          const RangeCutter::Start* start) {
  for (size_t size = 64u << 10; size <= kLongestHeader; size *= 4) {
    std::string head(size, '\0');
    const Result<size_t> got = file.ReadAt(0, head.data(), head.size());
    if (!got) return nullptr;
    head.resize(*got);
    const size_t end = EndOfCsvHeader(head, *got < size);
    if (end != std::string_view::npos) {
      const RangeCutter::Start behind_header{end, 2};
      return std::make_unique<CsvRanges>(path, CsvHeaderOf(head, end), start == nullptr ? behind_header : *start,
                                         counters);
    }
    if (*got < size) return nullptr;
  }
  return nullptr;
}

BlockShape CsvBlocks(size_t block_bytes) {
  BlockShape shape;
  shape.kind = BlockShape::Kind::kRecords;
  shape.indexed_as = IndexedFormat::kCsv;
  shape.block_bytes = block_bytes;
  shape.record_limit = kLongestCsvRecord;
  shape.new_splitter = NewCsvSplitter;
  shape.new_range_cutter = NewCsvRanges;
  return shape;
}

}  // namespace quarry
