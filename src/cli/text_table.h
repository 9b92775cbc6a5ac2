// TextTable lays texts out in a box that fits a width; where the columns are too many for it, rows become blocks of
// `name  value` lines. Used by the row writer `table` and by commands that list things.
// Thread rule: one thread.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

namespace quarry {

class TextTable {
 public:
  struct Column {
    std::string name;
    bool right = false;  // numbers
  };
  struct Layout {
    int width = 0;  // 0: unlimited
    bool color = false;
  };

  TextTable(std::vector<Column> columns, const Layout& layout) : columns_(std::move(columns)), layout_(layout) {}
  // Texts are made printable here. REQUIRES: as many texts as columns.
  void AddRow(const std::vector<std::string>& cells);
  size_t rows() const { return rows_.size(); }
  // True when a cell had to be shortened; set by Print.
  bool shortened() const { return shortened_; }
  void Print(std::FILE* out);

 private:
  void PrintBox(std::FILE* out, const std::vector<int>& widths);
  void PrintBlocks(std::FILE* out);

  std::vector<Column> columns_;
  Layout layout_;
  std::vector<std::vector<std::string>> rows_;
  bool shortened_ = false;
};

}  // namespace quarry
