// Scalar functions and plan shorthands for the tests of execution; independent of the function library.
#pragma once

#include <string>
#include <vector>

#include "base/ascii.h"
#include "exec/executor.h"
#include "plan/rel.h"

namespace quarry::testing {

inline void GreaterKernel(const KernelCall&, const Cell* a, Cell& r) {
  r = Cell::Bool(a[0].integer > a[1].integer);
}
inline sql::ExprPtr GreaterSql(const LoweringCall& c) {
  return sql::Binary(">", c.args[0], c.args[1]);
}
inline const FunctionDef kGreaterNative = {
    .name = "test_greater", .signature = "(a: long, b: long) -> bool", .kernel = GreaterKernel};
inline const FunctionDef kGreaterSql = {.name = "test_greater_sql",
                                        .signature = "(a: long, b: long) -> bool",
                                        .kernel = GreaterKernel,
                                        .duckdb = GreaterSql};

inline void UpperKernel(const KernelCall& call, const Cell* a, Cell& r) {
  char* text = call.arena.Allocate(a[0].text.size(), 1);
  for (size_t i = 0; i < a[0].text.size(); ++i) text[i] = AsciiUpper(a[0].text[i]);
  r = Cell::Text({text, a[0].text.size()});
}
inline const FunctionDef kUpper = {
    .name = "test_upper", .signature = "(text: string) -> string", .kernel = UpperKernel};

inline void AddKernel(const KernelCall&, const Cell* a, Cell& r) {
  r = Cell::Integer(a[0].integer + a[1].integer);
}
inline const FunctionDef kAdd = {.name = "test_add", .signature = "(a: long, b: long) -> long", .kernel = AddKernel};

inline sql::ExprPtr CountSql(const LoweringCall&) {
  return sql::Call("count", {sql::Star()});
}
inline const FunctionDef kCount = {
    .name = "test_count", .kind = FunctionKind::kAggregate, .signature = "() -> long", .duckdb = CountSql};
inline sql::ExprPtr SumSql(const LoweringCall& c) {
  return sql::Call("coalesce", {sql::Call("sum", {c.args[0]}), sql::Integer(0)});
}
inline const FunctionDef kSum = {
    .name = "test_sum", .kind = FunctionKind::kAggregate, .signature = "(a: long) -> long", .duckdb = SumSql};
inline sql::ExprPtr RowNumberSql(const LoweringCall&) {
  return sql::Call("row_number", {});
}
inline const FunctionDef kRowNumber = {
    .name = "test_row_number", .kind = FunctionKind::kWindow, .signature = "() -> long", .duckdb = RowNumberSql};

inline ExprPtr Call(const FunctionDef& def, std::vector<ExprPtr> args) {
  return *MakeCall(def, std::move(args));
}
inline ExprPtr Long(int64_t v) {
  return MakeLiteral(Value::Integer(Type::kLong, v));
}
inline Value LongValue(int64_t v) {
  return Value::Integer(Type::kLong, v);
}
inline ExprPtr Text(std::string_view t) {
  return MakeLiteral(Value::String(t));
}
inline ExprPtr LongColumn(ColumnId id) {
  return MakeColumn(id, Type::kLong);
}

// A two-column table: Id (column 1) 0..rows-1, Name (column 2) "name<i % 7> <long text>".
inline std::vector<std::vector<Value>> NumberedRows(size_t rows) {
  std::vector<std::vector<Value>> out;
  for (size_t i = 0; i < rows; ++i)
    out.push_back({LongValue(static_cast<int64_t>(i)),
                   Value::String("name" + std::to_string(i % 7) + (i % 2 ? "" : " with a text that is not inlined"))});
  return out;
}
inline std::vector<OutputColumn> NumberedColumns() {
  return {{1, "Id", Type::kLong}, {2, "Name", Type::kString}};
}

std::string Show(Type type, const Cell& cell);
// Runs the plan; one line a row, cells with "|" between. "error: ..." when it fails.
std::vector<std::string> RunRows(const RelPtr& plan, ExecuteOptions options = {});

}  // namespace quarry::testing
