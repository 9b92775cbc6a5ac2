// Compares rows: as a multiset, or in order.
#include <cmath>

#include "qtest/outcome.h"
#include "types/json.h"

namespace quarry::qtest {
namespace {

bool SameRow(const Expectation& expected, const std::vector<Value>& a, const std::vector<Value>& b, double tolerance) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (!SameCell(expected.columns[i].type, a[i], b[i], tolerance)) return false;
  }
  return true;
}

std::string Header(const std::vector<ColumnSchema>& columns) {
  std::string text;
  for (const ColumnSchema& c : columns) text += " " + c.name + ":" + std::string(TypeName(c.type));
  return text;
}

std::string Listing(const char* title, const std::vector<ColumnSchema>& columns,
                    const std::vector<std::vector<Value>>& rows) {
  std::string text = std::string(title) + Header(columns) + "\n";
  for (size_t i = 0; i < rows.size() && i < 40; ++i) text += "  " + FormatRow(columns, rows[i]) + "\n";
  if (rows.size() > 40) text += "  ... " + std::to_string(rows.size()) + " rows\n";
  return text;
}

}  // namespace

bool SameCell(Type type, const Value& a, const Value& b, double tolerance) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (type == Type::kReal) {
    double x = a.real(), y = b.real();
    if (std::isnan(x) || std::isnan(y)) return std::isnan(x) && std::isnan(y);
    return x == y || std::fabs(x - y) <= tolerance * std::fmax(1.0, std::fmax(std::fabs(x), std::fabs(y)));
  }
  if (type == Type::kBool) return a.boolean() == b.boolean();
  if (!IsTextual(type)) {
    return a.integer() == b.integer() ||
           (tolerance > 0 && std::fabs(static_cast<double>(a.integer()) - static_cast<double>(b.integer())) <=
                                 tolerance * std::fabs(static_cast<double>(a.integer())));
  }
  return a.text() == b.text();
}

std::string FormatRow(const std::vector<ColumnSchema>& columns, const std::vector<Value>& row) {
  std::string text;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) text += "  ";
    text += FormatLiteral(columns[i].type, row[i].cell());
  }
  return text;
}

std::string CompareRows(const Expectation& expected, const Outcome& actual, double tolerance) {
  std::string both =
      Listing("expected", expected.columns, expected.rows) + Listing("actual  ", actual.columns, actual.rows);
  if (expected.columns.size() != actual.columns.size()) return "the columns differ\n" + both;
  for (size_t i = 0; i < expected.columns.size(); ++i) {
    if (expected.columns[i].name != actual.columns[i].name || expected.columns[i].type != actual.columns[i].type) {
      return "column " + std::to_string(i + 1) + " differs\n" + both;
    }
  }
  if (expected.rows.size() != actual.rows.size()) return "the number of rows differs\n" + both;
  if (expected.ordered) {
    for (size_t i = 0; i < expected.rows.size(); ++i) {
      if (!SameRow(expected, expected.rows[i], actual.rows[i], tolerance)) {
        return "row " + std::to_string(i + 1) + " differs\n" + both;
      }
    }
    return "";
  }
  std::vector<bool> taken(actual.rows.size(), false);
  for (const std::vector<Value>& row : expected.rows) {
    bool found = false;
    for (size_t i = 0; i < actual.rows.size() && !found; ++i) {
      if (taken[i] || !SameRow(expected, row, actual.rows[i], tolerance)) continue;
      taken[i] = true;
      found = true;
    }
    if (!found) return "no row is `" + FormatRow(expected.columns, row) + "`\n" + both;
  }
  return "";
}

}  // namespace quarry::qtest
