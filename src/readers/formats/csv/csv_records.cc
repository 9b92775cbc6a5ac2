// not registered: the layout that csv.cc reads
#include "readers/formats/csv/csv_records.h"

#include <algorithm>
#include <cstring>

namespace quarry {

namespace {
constexpr std::string_view kDelimiters = ",;\t|";

class CsvSplitter final : public RecordSplitter {
 public:
  Piece Split(std::string_view data, bool at_end) override {
    Piece piece;
    if (!has_header_) {
      size_t from = data.starts_with("\xef\xbb\xbf") ? 3 : 0;
      while (from < data.size() && (data[from] == '\r' || data[from] == '\n')) ++from;
      // The delimiter is known only with the header; quotes in it follow any of the candidates.
      const size_t size = EndOfHeader(data.substr(from), at_end);
      if (size == std::string_view::npos) {
        if (at_end) piece.skip = data.size(), piece.problem = "the header row does not end";
        return piece;
      }
      header_ = ParseCsvHeader(WithoutLineEnd(data.substr(from, size)));
      has_header_ = true;
      piece.skip = from + size;
      piece.skipped_records = 1;
      return piece;
    }
    while (piece.size < data.size()) {
      const size_t size = EndOfCsvRecord(data.substr(piece.size), header_.delimiter, at_end);
      if (size == std::string_view::npos) break;
      piece.size += size;
      ++piece.records;
    }
    // A quote that never closes takes the rest; the parser says so.
    if (at_end && piece.size < data.size() && piece.size == 0) piece.size = data.size(), piece.records = 1;
    return piece;
  }

  // Most likely a stray quote: the next line is as good a beginning as any.
  Piece SkipOversized(std::string_view data) override {
    Piece piece;
    const size_t line = data.find('\n');
    piece.skip = line == std::string_view::npos ? data.size() : line + 1;
    piece.skipped_records = 1;
    return piece;
  }

  const FileContext* context() const override { return &header_; }

 private:
  static size_t EndOfHeader(std::string_view text, bool at_end) {
    const size_t line = text.find('\n');
    const std::string_view first = text.substr(0, line);
    char delimiter = ',';
    for (const char c : kDelimiters) {
      if (std::count(first.begin(), first.end(), c) > std::count(first.begin(), first.end(), delimiter)) delimiter = c;
    }
    return text.empty() ? std::string_view::npos : EndOfCsvRecord(text, delimiter, at_end);
  }

  CsvHeader header_;
  bool has_header_ = false;
};
}  // namespace

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
        for (size_t i = 0; i < text.size(); ++i) {
          *out++ = text[i];
          if (text[i] == '"') ++i;
        }
        for (const char c : behind) *out++ = c;  // text behind a closing quote is kept as it stands
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

std::unique_ptr<RecordSplitter> NewCsvSplitter() {
  return std::make_unique<CsvSplitter>();
}

}  // namespace quarry
