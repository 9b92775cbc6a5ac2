#include "packs/result_findings.h"

#include "base/ascii.h"
#include "types/cell_text.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr size_t kNone = ~size_t{0};

size_t IndexOf(const std::vector<OutputColumn>& columns, std::string_view name) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) return i;
  }
  return kNone;
}

size_t IndexOfId(const std::vector<OutputColumn>& columns, ColumnId id) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (id != 0 && columns[i].id == id) return i;
  }
  return kNone;
}

// Results that lost the event's own time (summarize, groupBy) still tell one: the first seen.
size_t TimeColumn(const std::vector<OutputColumn>& columns, const BoundQuery& bound) {
  const size_t own = IndexOfId(columns, bound.time);
  if (own != kNone) return own;
  for (const std::string_view name : {"Timestamp", "TimeGenerated", "@timestamp", "FirstSeen", "_time", "StartTime"}) {
    const size_t at = IndexOf(columns, name);
    if (at != kNone) return at;
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].type == Type::kDateTime) return i;
  }
  return kNone;
}

std::optional<int64_t> TimeOf(Type type, const Cell& cell) {
  if (cell.null) return std::nullopt;
  if (type == Type::kDateTime) return cell.integer;
  if (type != Type::kString) return std::nullopt;
  // CQL's times are milliseconds since 1970.
  const std::string_view text = cell.text;
  if (text.size() >= 12 && text.size() <= 14 && text.find_first_not_of("0123456789") == std::string_view::npos) {
    int64_t milliseconds = 0;
    for (const char c : text) milliseconds = milliseconds * 10 + (c - '0');
    return kUnixEpochTicks + milliseconds * 10'000;
  }
  return ParseDateTime(text);
}

}  // namespace

ResultFindings::ResultFindings(const HuntRule& rule, const BoundQuery& bound, const std::vector<OutputColumn>& columns)
    : rule_(rule), bound_(bound), columns_(columns) {
  event_ = IndexOfId(columns, bound.event);
  time_ = TimeColumn(columns, bound);
  file_ = IndexOf(columns, "@file");
  record_ = IndexOf(columns, "@record");
  severity_ = IndexOf(columns, "Severity");
  confidence_ = IndexOf(columns, "Confidence");
  if (event_ != kNone && bound.lang != Lang::kSigma) event_rows_.emplace(bound, columns);
}

std::string ResultFindings::EventOf(const Batch& batch, size_t row) {
  std::string json;
  if (event_ != kNone && !event_rows_) {  // Sigma: the event as it came
    const Cell cell = batch.columns[event_].Get(row);
    return cell.null ? "{}" : std::string(cell.text);
  }
  json = "{";
  const auto key = [&](std::string_view name) {
    if (json.size() > 1) json += ',';
    AppendJsonString(name, json);
    json += ':';
  };
  if (event_rows_) {
    for (const auto& [name, value] : event_rows_->Read(batch, row)) {
      key(name);
      AppendJsonString(value, json);
    }
  } else {
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Cell cell = batch.columns[i].Get(row);
      if (cell.null && bound_.lang != Lang::kKql) continue;
      key(columns_[i].name);
      AppendCellJson(columns_[i].type, cell, json);
    }
  }
  return json + "}";
}

void ResultFindings::AddRow(const Batch& batch, size_t row, Finding& finding) {
  const auto text = [&](size_t column) {
    const Cell cell = column == kNone ? Cell::Null() : batch.columns[column].Get(row);
    return cell.null || !IsTextual(columns_[column].type) ? std::string_view() : cell.text;
  };
  finding.rule = &rule_.info;
  finding.severity = FindLevel(text(severity_)).value_or(rule_.info.level);
  finding.confidence = FindConfidence(text(confidence_)).value_or(rule_.confidence);
  if (time_ != kNone) finding.time = TimeOf(columns_[time_].type, batch.columns[time_].Get(row));
  finding.file = text(file_);
  if (record_ != kNone && !batch.columns[record_].Get(row).null)
    finding.record = batch.columns[record_].Get(row).integer;
  finding.event = EventOf(batch, row);
  finding.entities = EntitiesOf(finding.event);
  finding.id = FindingId(rule_.info.id, finding.time, finding.event);
}

void ResultFindings::Add(const Batch& batch, std::vector<Finding>& findings) {
  for (size_t row = 0; row < batch.rows; ++row) AddRow(batch, row, findings.emplace_back());
}

}  // namespace quarry
