// Cell: one value of any type, without ownership. What kernels take and give.
// The text of a cell points into a batch, a plan literal or an arena; who makes the cell says which.
#pragma once

#include <cstdint>
#include <string_view>

namespace quarry {

struct Cell {
  bool null = true;
  union {
    bool boolean;
    int64_t integer = 0;  // int, long, datetime, timespan
    double real;
  };
  std::string_view text;  // string, guid, dynamic (JSON), decimal

  static Cell Null() { return {}; }
  static Cell Bool(bool v) {
    Cell c;
    c.null = false;
    c.integer = 0;
    c.boolean = v;
    return c;
  }
  static Cell Integer(int64_t v) {
    Cell c;
    c.null = false;
    c.integer = v;
    return c;
  }
  static Cell Real(double v) {
    Cell c;
    c.null = false;
    c.real = v;
    return c;
  }
  static Cell Text(std::string_view v) {
    Cell c;
    c.null = false;
    c.text = v;
    return c;
  }
};

}  // namespace quarry
