// What a query gave: diagnostics, plan and rows, all as values that outlive the engine. And how rows are compared.
// Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

#include "qtest/qtest_file.h"

namespace quarry::qtest {

struct Outcome {
  bool refused = false;                  // diagnostics say why
  std::vector<std::string> error_codes;  // sorted, without repetition
  std::vector<std::string> warning_codes;
  std::vector<std::pair<std::string, std::string>> rendered;  // code, caret text
  std::string plan;                                           // optimized
  std::vector<std::pair<std::string, std::string>> scans;     // table, description
  std::vector<ColumnSchema> columns;
  std::vector<std::vector<Value>> rows;
};

// "" when the rows are as expected, else what differs, in the form of a file.
std::string CompareRows(const Expectation& expected, const Outcome& actual, double tolerance);
bool SameCell(Type type, const Value& a, const Value& b, double tolerance);
std::string FormatRow(const std::vector<ColumnSchema>& columns, const std::vector<Value>& row);

}  // namespace quarry::qtest
