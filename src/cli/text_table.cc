// Box and block layout of text tables.
#include "cli/text_table.h"

#include <algorithm>

#include "cli/terminal.h"

namespace quarry {
namespace {

constexpr int kNarrowestColumn = 8;

std::string Repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

std::string Rule(const std::vector<int>& widths, std::string_view left, std::string_view middle,
                 std::string_view right) {
  std::string line(left);
  for (size_t i = 0; i < widths.size(); ++i) {
    if (i > 0) line += middle;
    line += Repeated("─", widths[i] + 2);
  }
  line += right;
  return line + "\n";
}

std::string Padded(const std::string& text, int width, bool right) {
  std::string fill(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  return right ? fill + text : text + fill;
}

// Narrows the widest columns until the box fits.
void FitWidths(std::vector<int>& widths, int width) {
  auto total = [&] {
    int sum = 1;
    for (int w : widths) sum += w + 3;
    return sum;
  };
  while (total() > width) {
    auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kNarrowestColumn) return;
    --*widest;
  }
}

}  // namespace

void TextTable::AddRow(const std::vector<std::string>& cells) {
  std::vector<std::string> printable;
  printable.reserve(cells.size());
  for (const std::string& cell : cells) printable.push_back(PrintableText(cell));
  rows_.push_back(std::move(printable));
}

void TextTable::Print(std::FILE* out) {
  if (columns_.empty()) return;
  int count = static_cast<int>(columns_.size());
  if (layout_.width > 0 && count * (kNarrowestColumn + 3) + 1 > layout_.width) {
    PrintBlocks(out);
    return;
  }
  std::vector<int> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    int width = DisplayWidth(columns_[i].name);
    for (const std::vector<std::string>& row : rows_) width = std::max(width, DisplayWidth(row[i]));
    widths.push_back(std::max(1, width));
  }
  if (layout_.width > 0) FitWidths(widths, layout_.width);
  PrintBox(out, widths);
}

void TextTable::PrintBox(std::FILE* out, const std::vector<int>& widths) {
  std::string text = Rule(widths, "┌", "┬", "┐");
  for (size_t i = 0; i < columns_.size(); ++i) {
    std::string name = Padded(ShortenedTo(PrintableText(columns_[i].name), widths[i]), widths[i], columns_[i].right);
    text += "│ ";
    text += layout_.color ? "\x1b[1m" + name + "\x1b[0m" : name;
    text += ' ';
  }
  text += "│\n" + Rule(widths, "├", "┼", "┤");
  for (const std::vector<std::string>& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) {
      std::string cell = ShortenedTo(row[i], widths[i]);
      shortened_ |= cell != row[i];
      text += "│ " + Padded(cell, widths[i], columns_[i].right) + " ";
    }
    text += "│\n";
  }
  text += Rule(widths, "└", "┴", "┘");
  std::fwrite(text.data(), 1, text.size(), out);
}

void TextTable::PrintBlocks(std::FILE* out) {
  int name_width = 0;
  for (const Column& column : columns_) name_width = std::max(name_width, DisplayWidth(column.name));
  std::string text;
  for (size_t r = 0; r < rows_.size(); ++r) {
    std::string title = "─ " + std::to_string(r + 1) + " ";
    text += title + Repeated("─", std::max(0, layout_.width - DisplayWidth(title))) + "\n";
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (rows_[r][i].empty()) continue;
      std::string name = Padded(PrintableText(columns_[i].name), name_width, false);
      text += layout_.color ? "\x1b[1m" + name + "\x1b[0m" : name;
      text += "  " + rows_[r][i] + "\n";
    }
  }
  std::fwrite(text.data(), 1, text.size(), out);
}

}  // namespace quarry
