#include "readers/index/csv_summary.h"

#include <xxhash.h>

#include <algorithm>
#include <utility>

namespace quarry {

void CsvSummary::Add(const Block& records, const std::function<void(BlockSummary)>& sink) {
  const auto* const header = static_cast<const CsvHeader*>(records.context);
  if (header != header_) TakeHeader(*header);
  const std::string_view text = records.text;
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    while (at < text.size() && at - begin < block_bytes_) {
      const std::string_view rest = text.substr(at);
      // A quote that never closes takes the rest.
      const std::string_view whole = rest.substr(0, EndOfCsvRecord(rest, header_->delimiter, true));
      AddRecord(WithoutLineEnd(whole));
      ++summary_.lines;
      at += whole.size();
    }
    summary_.begin = records.offset + begin;
    summary_.end = records.offset + at;
    summary_.hash = XXH3_64bits(text.data() + begin, at - begin);
    sink(EndBlock());
  }
}

void CsvSummary::TakeHeader(const CsvHeader& header) {
  header_ = &header;
  columns_.assign(header.names.size(), {});
  has_unnumbered_ = false;
  for (size_t i = 0; i < columns_.size(); ++i) {
    // Of equal names the last one counts.
    const auto behind = header.names.begin() + static_cast<ptrdiff_t>(i) + 1;
    if (std::find(behind, header.names.end(), header.names[i]) != header.names.end()) continue;
    columns_[i].path = paths_.Member(PathTable::kRecord, header.names[i]);
    has_unnumbered_ |= !columns_[i].path;
  }
}

void CsvSummary::AddRecord(std::string_view record) {
  if (record.empty()) {
    ++summary_.empty;
    return;
  }
  std::string why;
  if (!SplitCsvRecord(record, header_->delimiter, fields_, arena_))
    why = kOpenCsvQuote;
  else if (!FitsCsvHeader(fields_, *header_))
    why = OtherCsvFields(fields_, *header_);
  if (why.empty()) {
    for (size_t i = 0; i < fields_.size(); ++i) AddField(columns_[i], fields_[i]);
  } else {
    ++summary_.broken;
    if (summary_.problems.size() < kMostProblemsOfBlock) summary_.problems.push_back({summary_.lines, std::move(why)});
  }
  arena_.Reset();
}

void CsvSummary::AddField(Column& column, std::string_view text) {
  if (text.empty() || text == column.last) return;
  column.last = text;
  column.is_used = true;
  text_.Add(text, true);
  // JSON in text counts as JSON where a query goes into it.
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (text[first] == '{' || text[first] == '[')) column.opaque = true;
  column.values.Add(text);
}

BlockSummary CsvSummary::EndBlock() {
  for (Column& column : columns_) {
    if (column.is_used && column.path) {
      summary_.paths.push_back(*column.path);
      if (column.opaque) summary_.opaque.push_back(*column.path);
      if (column.values.only_times) summary_.times.push_back({*column.path, column.values.time});
    }
    column.is_used = column.opaque = false;
    column.values = {};
    column.last.clear();
  }
  if (has_unnumbered_) summary_.opaque.push_back(PathTable::kRecord);
  text_.Finish(summary_);
  return std::exchange(summary_, {});
}

}  // namespace quarry
