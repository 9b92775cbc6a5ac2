// A table for people: time, level, rule, host, and what did it. Findings that say the same but for their time are one
// line with their number and the first time. Control characters of the telemetry are shown as dots: a log line must not
// steer the terminal.
#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "findings/writer.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr size_t kColumns = 7;
constexpr size_t kLevelColumn = 1, kCountColumn = 2;
constexpr std::array<const char*, kColumns> kHeads = {"TIME", "LEVEL", "COUNT", "RULE", "HOST", "PROCESS", "TARGET"};
constexpr std::array<size_t, kColumns> kWidest = {19, 13, 6, 60, 22, 28, 62};
using Cells = std::array<std::string, kColumns>;

std::string Shown(std::string_view text) {
  std::string out;
  for (const char c : text) out += (c >= 0 && c < 0x20) || c == 0x7f ? '.' : c;
  return out;
}

size_t CodePoints(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string Shortened(const std::string& text, size_t width) {
  if (CodePoints(text) <= width) return text;
  size_t at = 0;
  for (size_t points = 0; at < text.size(); ++at) {
    if ((text[at] & 0xC0) != 0x80 && points++ == width - 1) break;
  }
  return text.substr(0, at) + "…";
}

std::string_view BaseName(std::string_view path) {
  const size_t slash = path.find_last_of("\\/");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view ColorOf(Level level) {
  switch (level) {
    case Level::kCritical:
      return "\x1b[1;35m";
    case Level::kHigh:
      return "\x1b[31m";
    case Level::kMedium:
      return "\x1b[33m";
    case Level::kLow:
      return "\x1b[36m";
    case Level::kInformational:
      return "\x1b[2m";
  }
  return "";
}

class TableWriter : public FindingWriter {
 public:
  TableWriter(std::FILE* out, const FindingWriterOptions& options) : out_(out), options_(options) {}
  void Write(const Finding& finding) override;
  void End() override;

 private:
  struct Row {
    Cells cells;
    Level level;
    size_t count = 1;
  };
  std::FILE* out_;
  FindingWriterOptions options_;
  std::vector<Row> rows_;
  std::map<std::string, size_t> row_of_;  // by what a line says beside its time
};

void TableWriter::Write(const Finding& finding) {
  std::string target;
  for (const char* kind : {"domain", "ip", "file", "command"}) {
    const std::string_view value = EntityValue(finding, kind);
    if (!value.empty()) {
      target = value;
      break;
    }
  }
  std::string time = finding.time ? FormatDateTime(*finding.time).substr(0, 19) : "-";
  std::replace(time.begin(), time.end(), 'T', ' ');
  Row row{{time, std::string(LevelName(finding.severity)), "", finding.rule->title,
           std::string(EntityValue(finding, "host")), std::string(BaseName(EntityValue(finding, "process"))), target},
          finding.severity};
  for (std::string& cell : row.cells) cell = Shown(cell);
  std::string key = finding.rule->id;
  for (size_t i = kLevelColumn; i < kColumns; ++i) key += '\n' + row.cells[i];
  const auto [at, is_new] = row_of_.try_emplace(std::move(key), rows_.size());
  if (is_new)
    rows_.push_back(std::move(row));
  else
    ++rows_[at->second].count;
}

void TableWriter::End() {
  if (rows_.empty()) return;
  for (Row& row : rows_) row.cells[kCountColumn] = std::to_string(row.count);
  std::array<size_t, kColumns> widths{};
  for (size_t i = 0; i < kHeads.size(); ++i) {
    widths[i] = std::string_view(kHeads[i]).size();
    for (const Row& row : rows_) widths[i] = std::max(widths[i], std::min(kWidest[i], CodePoints(row.cells[i])));
  }
  size_t total = 2 * (kHeads.size() - 1);
  for (const size_t width : widths) total += width;
  // A narrow terminal takes from the widest columns first.
  while (options_.width > 0 && total > static_cast<size_t>(options_.width)) {
    const auto widest = std::max_element(widths.begin() + kCountColumn + 1, widths.end());
    if (*widest <= 10) break;
    --*widest;
    --total;
  }
  const auto print = [&](const Cells& cells, std::string_view color, size_t colored) {
    std::string line;
    for (size_t i = 0; i < cells.size(); ++i) {
      const std::string cell = Shortened(cells[i], widths[i]);
      if (options_.color && i == colored)
        line += std::string(color) + cell + "\x1b[0m";
      else
        line += cell;
      if (i + 1 < cells.size()) line.append(widths[i] - CodePoints(cell) + 2, ' ');
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), out_);
  };
  Cells heads;
  std::copy(kHeads.begin(), kHeads.end(), heads.begin());
  print(heads, "", kHeads.size());
  for (const Row& row : rows_) print(row.cells, ColorOf(row.level), kLevelColumn);
}

}  // namespace

QUARRY_DEFINE(FindingWriterDef, kTableFindings) = {
    .name = "table",
    .doc = "a table for people: first time, level, number, rule, host, process, target",
    .make = MakeFindingWriter<TableWriter>,
};

}  // namespace quarry
