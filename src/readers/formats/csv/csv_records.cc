// not registered: the layout that csv.cc reads
#include "readers/formats/csv/csv_records.h"

#include <algorithm>
#include <cstring>

#include "scan/kernels/csv_index.h"

namespace quarry {

namespace {
constexpr std::string_view kDelimiters = ",;\t|";

size_t HeaderBegin(std::string_view text) {
  size_t from = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
  while (from < text.size() && (text[from] == '\r' || text[from] == '\n')) ++from;
  return from;
}

class CsvSplitter final : public RecordSplitter {
 public:
  Piece Split(std::string_view data, bool at_end) override {
    Piece piece;
    if (!has_header_) {
      const size_t size = EndOfCsvHeader(data, at_end);
      if (size == std::string_view::npos) {
        if (at_end) piece.skip = data.size(), piece.stop = true, piece.problem = "the header row does not end";
        return piece;
      }
      header_ = CsvHeaderOf(data, size);
      has_header_ = true;
      piece.skip = size;
      piece.skipped_records = 1;
      return piece;
    }
    if (skipping_) return SkipLine(data);
    const CsvRecords whole = CountCsvRecords(data, header_.delimiter, at_end);
    piece.size = whole.bytes;
    piece.records = whole.records;
    // A quote that never closes takes the rest; the parser says so.
    if (at_end && piece.size == 0 && data.size() <= kLongestCsvRecord) piece.size = data.size(), piece.records = 1;
    return piece;
  }

  // Most likely a stray quote: the next line is as good a beginning as any.
  Piece SkipOversized(std::string_view data) override { return SkipLine(data); }

  const FileContext* context() const override { return &header_; }

 private:
  Piece SkipLine(std::string_view data) {
    Piece piece;
    const size_t line = data.find('\n');
    skipping_ = line == std::string_view::npos;
    piece.skip = skipping_ ? data.size() : line + 1;
    piece.skipped_records = skipping_ ? 0 : 1;
    return piece;
  }

  CsvHeader header_;
  bool has_header_ = false;
  bool skipping_ = false;  // the rest of the line that an oversized record starts with
};
}  // namespace

size_t EndOfCsvHeader(std::string_view text, bool at_end) {
  const size_t from = HeaderBegin(text);
  text.remove_prefix(from);
  if (text.empty()) return std::string_view::npos;
  // The delimiter is known only with the header; quotes in it follow any of the candidates.
  const std::string_view first = text.substr(0, text.find('\n'));
  char delimiter = ',';
  for (const char c : kDelimiters) {
    if (std::count(first.begin(), first.end(), c) > std::count(first.begin(), first.end(), delimiter)) delimiter = c;
  }
  const size_t size = EndOfCsvRecord(text, delimiter, at_end);
  return size == std::string_view::npos ? size : from + size;
}

CsvHeader CsvHeaderOf(std::string_view text, size_t end) {
  const size_t from = HeaderBegin(text);
  return ParseCsvHeader(WithoutLineEnd(text.substr(from, end - from)));
}

CsvRecords CountCsvRecords(std::string_view text, char delimiter, bool at_end) {
  constexpr size_t kStep = 1u << 20;
  const CsvKernel& kernel = CsvKernelFor();
  thread_local std::vector<uint32_t> ends(kStep + kCsvPadding);
  CsvRecords out;
  while (out.bytes < text.size()) {
    const std::string_view step = text.substr(out.bytes, kStep);
    const CsvIndex index = kernel.index(step.data(), step.size(), delimiter, ends.data(), nullptr);
    if (index.regular && index.lines > 0) {
      out.bytes += ends[index.lines - 1] + 1;
      out.records += index.lines;
      continue;
    }
    // Other quotes, a long record, or the last one: in its own way, to where the step ends.
    const size_t step_end = out.bytes + (index.regular ? 1 : step.size());
    while (out.bytes < step_end) {
      const size_t size = EndOfCsvRecord(text.substr(out.bytes), delimiter, at_end);
      if (size == std::string_view::npos || size > kLongestCsvRecord) return out;
      out.bytes += size;
      ++out.records;
    }
  }
  return out;
}

std::string_view WithoutLineEnd(std::string_view record) {
  if (record.ends_with('\n')) record.remove_suffix(1);
  if (record.ends_with('\r')) record.remove_suffix(1);
  return record;
}

CsvHeader ParseCsvHeader(std::string_view record) {
  CsvHeader header;
  size_t most = 0;
  for (const char delimiter : kDelimiters) {
    Arena arena;
    std::vector<std::string_view> fields;
    if (!SplitCsvRecord(record, delimiter, fields, arena) || fields.size() <= most) continue;
    most = fields.size();
    header.delimiter = delimiter;
    header.names.clear();
    for (std::string_view field : fields) {
      while (!field.empty() && field.front() == ' ') field.remove_prefix(1);
      while (!field.empty() && field.back() == ' ') field.remove_suffix(1);
      for (const std::string_view zone : {" [UTC]", " [Local Time]", " (UTC)"}) {
        if (field.ends_with(zone)) field.remove_suffix(zone.size());
      }
      header.names.emplace_back(field);
    }
  }
  return header;
}

size_t EndOfCsvRecord(std::string_view text, char delimiter, bool at_end) {
  size_t at = 0;
  while (true) {
    const void* const found = std::memchr(text.data() + at, '\n', text.size() - at);
    const size_t line = found ? static_cast<size_t>(static_cast<const char*>(found) - text.data()) : text.size();
    // Does a quoted field open before the line end?
    size_t open = at;
    while (true) {
      const void* const quote = std::memchr(text.data() + open, '"', line - open);
      if (quote == nullptr) {
        if (found) return line + 1;
        return at_end && !text.empty() ? text.size() : std::string_view::npos;
      }
      open = static_cast<size_t>(static_cast<const char*>(quote) - text.data());
      if (open == 0 || text[open - 1] == delimiter) break;
      ++open;
    }
    // Behind the quote that closes it.
    at = open + 1;
    while (true) {
      const void* const quote = std::memchr(text.data() + at, '"', text.size() - at);
      if (quote == nullptr) return std::string_view::npos;
      at = static_cast<size_t>(static_cast<const char*>(quote) - text.data()) + 1;
      if (at == text.size() && !at_end) return std::string_view::npos;
      if (at == text.size() || text[at] != '"') break;
      ++at;
    }
  }
}

bool SplitCsvRecord(std::string_view record, char delimiter, std::vector<std::string_view>& fields, Arena& arena) {
  fields.clear();
  size_t at = 0;
  while (true) {
    if (at < record.size() && record[at] == '"') {
      const size_t from = ++at;
      bool doubled = false;
      while (true) {
        at = record.find('"', at);
        if (at == std::string_view::npos) return false;
        if (at + 1 >= record.size() || record[at + 1] != '"') break;
        doubled = true;
        at += 2;
      }
      std::string_view text = record.substr(from, at - from);
      const size_t end = std::min(record.find(delimiter, ++at), record.size());
      const std::string_view behind = record.substr(at, end - at);
      if (doubled || !behind.empty()) {
        char* const begin = arena.Allocate(text.size() + behind.size(), 1);
        char* out = begin;
        const auto append = [&out](std::string_view part) { out = std::copy(part.begin(), part.end(), out); };
        for (size_t quote; (quote = text.find('"')) != std::string_view::npos; text.remove_prefix(quote + 2))
          append(text.substr(0, quote + 1));
        append(text);
        append(behind);  // text behind a closing quote is kept as it stands
        text = {begin, static_cast<size_t>(out - begin)};
      }
      fields.push_back(text);
      at = end;
    } else {
      const size_t end = std::min(record.find(delimiter, at), record.size());
      fields.push_back(record.substr(at, end - at));
      at = end;
    }
    if (at >= record.size()) return true;
    ++at;  // the delimiter
  }
}

bool FitsCsvHeader(std::vector<std::string_view>& fields, const CsvHeader& header) {
  while (fields.size() > header.names.size() && fields.back().empty()) fields.pop_back();
  return fields.size() == header.names.size();
}

std::string OtherCsvFields(const std::vector<std::string_view>& fields, const CsvHeader& header) {
  return std::to_string(fields.size()) + " fields where the header has " + std::to_string(header.names.size());
}

std::unique_ptr<RecordSplitter> NewCsvSplitter() {
  return std::make_unique<CsvSplitter>();
}

}  // namespace quarry
