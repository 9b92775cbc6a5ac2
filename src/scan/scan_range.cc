// Entries: AllOf, AnyOf, DescribeRange.
#include "scan/scan_range.h"

#include <algorithm>

#include "types/cell_text.h"

namespace quarry {

namespace {

std::string BoundText(const Value& bound) {
  std::string text;
  if (bound.type() == Type::kString)
    AppendCellJson(bound.type(), bound.cell(), text);
  else
    AppendCellText(bound.type(), bound.cell(), text);
  return text;
}

}  // namespace

int CompareBounds(const Value& a, const Value& b) {
  switch (a.type()) {
    case Type::kReal:
      return a.real() < b.real() ? -1 : a.real() > b.real() ? 1 : 0;
    case Type::kString: {
      const int order = a.text().compare(b.text());
      return order < 0 ? -1 : order > 0 ? 1 : 0;
    }
    default:
      return a.integer() < b.integer() ? -1 : a.integer() > b.integer() ? 1 : 0;
  }
}

ScanRange Overlap(const ScanRange& a, const ScanRange& b) {
  ScanRange both = a;
  if (!b.min.is_null() && (a.min.is_null() || CompareBounds(b.min, a.min) > 0)) both.min = b.min;
  if (!b.max.is_null() && (a.max.is_null() || CompareBounds(b.max, a.max) < 0)) both.max = b.max;
  return both;
}

ScanRange Hull(const ScanRange& a, const ScanRange& b) {
  ScanRange either = a;
  if (b.min.is_null() || (!a.min.is_null() && CompareBounds(b.min, a.min) < 0)) either.min = b.min;
  if (b.max.is_null() || (!a.max.is_null() && CompareBounds(b.max, a.max) > 0)) either.max = b.max;
  return either;
}

bool SameField(const ScanRange& a, const ScanRange& b) {
  return a.type == b.type && a.read_by_query == b.read_by_query && a.paths == b.paths;
}

std::vector<ScanRange> AllOf(std::vector<ScanRange> a, const std::vector<ScanRange>& b) {
  for (const ScanRange& range : b) {
    const auto known = std::find_if(a.begin(), a.end(), [&](const ScanRange& r) { return SameField(r, range); });
    if (known == a.end())
      a.push_back(range);
    else
      *known = Overlap(*known, range);
  }
  return a;
}

std::vector<ScanRange> AnyOf(const std::vector<ScanRange>& a, const std::vector<ScanRange>& b) {
  std::vector<ScanRange> either;
  for (const ScanRange& range : a) {
    for (const ScanRange& other : b) {
      if (!SameField(range, other)) continue;
      ScanRange hull = Hull(range, other);
      if (!IsOpen(hull)) either.push_back(std::move(hull));
    }
  }
  return either;
}

std::string DescribeRange(const ScanRange& range) {
  if (!range.min.is_null() && !range.max.is_null() && CompareBounds(range.min, range.max) == 0)
    return range.name + " = " + BoundText(range.min);
  std::string text = range.name + " ";
  text += range.min.is_null() ? "..." : BoundText(range.min) + " ..";
  if (!range.max.is_null()) text += " " + BoundText(range.max);
  return text;
}

}  // namespace quarry
