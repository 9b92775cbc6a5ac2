// The kernels of functions that take series element by element. An element that is no number, or stands in one series
// only, gives null; a value that is no array gives null.
// Thread rule: pure functions.
#pragma once

#include <algorithm>
#include <compare>

#include "functions/series/numbers.h"

namespace quarry {

// Real results of one series: SeriesMap<Sine>.
template <double (*kFunction)(double)>
void SeriesMap(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* series = SeriesOf(args[0], call.arena);
  if (!series) return;
  SeriesText out;
  for (const JsonNode& element : series->array()) {
    if (IsSeriesNumber(element))
      out.Add(kFunction(element.real));
    else
      out.AddNull();
  }
  result = out.Finish(call.arena);
}

// As SeriesMap, but a whole series stays whole.
template <double (*kReal)(double), int64_t (*kWhole)(int64_t)>
void SeriesMapWhole(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* series = SeriesOf(args[0], call.arena);
  if (!series) return;
  const bool whole = IsWholeSeries(*series);
  SeriesText out;
  for (const JsonNode& element : series->array()) {
    if (!IsSeriesNumber(element))
      out.AddNull();
    else if (whole)
      out.Add(kWhole(element.integer));
    else
      out.Add(kReal(element.real));
  }
  result = out.Finish(call.arena);
}

// Calls `add(a, b)` for each place where both series have a number, and adds null for the others.
template <typename Add>
Cell ZipSeries(const JsonNode& a, const JsonNode& b, Arena& arena, SeriesText& out, const Add& add) {
  for (uint32_t i = 0; i < std::max(a.size, b.size); ++i) {
    if (i < a.size && i < b.size && IsSeriesNumber(a.array()[i]) && IsSeriesNumber(b.array()[i]))
      add(a.array()[i], b.array()[i]);
    else
      out.AddNull();
  }
  return out.Finish(arena);
}

// Real results of two series.
template <double (*kFunction)(double, double)>
void SeriesZip(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* a = SeriesOf(args[0], call.arena);
  const JsonNode* b = SeriesOf(args[1], call.arena);
  if (!a || !b) return;
  SeriesText out;
  result = ZipSeries(*a, *b, call.arena, out,
                     [&](const JsonNode& x, const JsonNode& y) { out.Add(kFunction(x.real, y.real)); });
}

// As SeriesZip, but two whole series give a whole one.
template <double (*kReal)(double, double), int64_t (*kWhole)(int64_t, int64_t)>
void SeriesZipWhole(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* a = SeriesOf(args[0], call.arena);
  const JsonNode* b = SeriesOf(args[1], call.arena);
  if (!a || !b) return;
  const bool whole = IsWholeSeries(*a) && IsWholeSeries(*b);
  SeriesText out;
  result = ZipSeries(*a, *b, call.arena, out, [&](const JsonNode& x, const JsonNode& y) {
    if (whole)
      out.Add(kWhole(x.integer, y.integer));
    else
      out.Add(kReal(x.real, y.real));
  });
}

// Comparisons: kHolds says whether the order of two elements makes the comparison true.
template <bool (*kHolds)(std::partial_ordering)>
void SeriesCompare(const KernelCall& call, const Cell* args, Cell& result) {
  const JsonNode* a = SeriesOf(args[0], call.arena);
  const JsonNode* b = SeriesOf(args[1], call.arena);
  if (!a || !b) return;
  SeriesText out;
  result = ZipSeries(*a, *b, call.arena, out, [&](const JsonNode& x, const JsonNode& y) {
    const bool whole = x.kind == JsonNode::Kind::kInteger && y.kind == JsonNode::Kind::kInteger;
    out.Add(kHolds(whole ? std::partial_ordering(x.integer <=> y.integer) : x.real <=> y.real));
  });
}

}  // namespace quarry
