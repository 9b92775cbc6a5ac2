// Value: one typed value that owns its text. Plan literals, results, test expectations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "types/cell.h"
#include "types/type.h"

namespace quarry {

class Value {
 public:
  Value() = default;  // null string
  static Value Null(Type type) {
    Value v;
    v.type_ = type;
    return v;
  }
  static Value Bool(bool b) {
    Value v;
    v.type_ = Type::kBool;
    v.cell_ = Cell::Bool(b);
    return v;
  }
  static Value Integer(Type type, int64_t i) {
    Value v;
    v.type_ = type;
    v.cell_ = Cell::Integer(i);
    return v;
  }
  static Value Real(double d) {
    Value v;
    v.type_ = Type::kReal;
    v.cell_ = Cell::Real(d);
    return v;
  }
  static Value Text(Type type, std::string_view text) {
    Value v;
    v.type_ = type;
    v.text_ = text;
    v.cell_.null = false;
    return v;
  }
  static Value String(std::string_view text) { return Text(Type::kString, text); }
  static Value FromCell(Type type, const Cell& cell) {
    if (cell.null) return Null(type);
    if (IsTextual(type)) return Text(type, cell.text);
    Value v;
    v.type_ = type;
    v.cell_ = cell;
    v.cell_.text = {};
    return v;
  }

  Type type() const { return type_; }
  bool is_null() const { return cell_.null; }
  bool boolean() const { return cell_.boolean; }
  int64_t integer() const { return cell_.integer; }
  double real() const { return cell_.real; }
  const std::string& text() const { return text_; }
  // Valid as long as this Value is neither changed nor destroyed.
  Cell cell() const {
    Cell c = cell_;
    c.text = text_;
    return c;
  }

  friend bool operator==(const Value& a, const Value& b);

 private:
  Type type_ = Type::kString;
  Cell cell_;
  std::string text_;
};

}  // namespace quarry
