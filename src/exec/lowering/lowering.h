// Lowering: a plan becomes one SQL query for DuckDB, with native functions for scalar kernels and native table
// functions for scans. What SQL cannot hold (constants with their prepared state, sources) is handed to a
// NativeRegistry, which gives the name or number that stands for it in the text.
// Thread rule: one thread a call.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exec/grouping/grouping_spec.h"
#include "plan/rel.h"
#include "sql/tree.h"

namespace quarry {

// One call of a kernel with its constant arguments and prepared state baked in. SQL passes the other arguments.
struct NativeCall {
  const FunctionDef* function = nullptr;
  std::shared_ptr<const CallState> state;
  std::vector<Type> types;         // of all arguments
  std::vector<ExprPtr> constants;  // as many; a literal, or nullptr where SQL passes the argument
  Type result_type = Type::kBool;
};

// An expression that is evaluated natively as a whole. SQL passes its columns.
struct NativeExpression {
  ExprPtr expr;                       // CanEvaluate, deterministic
  std::vector<OutputColumn> columns;  // what it reads, each once, in the order in which SQL passes them
};

// One scan of a source. Its columns are numbered as in `spec`; SQL sees the first `names.size()` of them, or, with a
// grouping, what the grouping delivers.
struct NativeScan {
  std::shared_ptr<const Source> source;
  ScanSpec spec;
  std::vector<ColumnId> ids;                     // of spec.columns
  std::vector<std::string> names;                // in SQL
  ExprPtr predicate;                             // may be null; over `ids`; rows for which it is not true are left out
  bool in_order = false;                         // one worker, so that rows come as they stand in the input
  std::shared_ptr<const GroupingSpec> grouping;  // may be null; has the predicate, too

  // Of the column that SQL sees under names[i].
  std::vector<Type> OutputTypes() const;
};

// Of a kScan, without names, predicate and grouping.
NativeScan MakeNativeScan(const Rel& rel);

class NativeRegistry {
 public:
  virtual ~NativeRegistry() = default;
  // The SQL function that runs `call`.
  virtual Result<std::string> AddCall(NativeCall call) = 0;
  // The SQL function that evaluates `expression`.
  virtual Result<std::string> AddExpression(NativeExpression expression) = 0;
  // The number that `quarry_scan(number)` takes.
  virtual Result<int64_t> AddScan(NativeScan scan) = 0;
};

// Names of the functions that the executor always registers.
inline constexpr std::string_view kScanFunction = "quarry_scan";           // (number) -> the scan's columns
inline constexpr std::string_view kElementsFunction = "dynamic_elements";  // (dynamic, keep empty, limit) -> VARCHAR[]

struct LoweringOptions {
  // The same rows in the same order whatever the thread count: ties of a sort are broken by the other columns, rows
  // without an order are ordered by all columns.
  bool deterministic = true;
  // Groupings over scans are kept by the threads that scan, where they can be; the same rows.
  bool group_in_scan = true;
  // Of each worker that keeps a grouping, in bytes; 0: by the number of workers.
  size_t grouping_memory = 0;
  uint64_t grouping_trial_rows = 1 << 16;  // as in ExecuteOptions
};

std::string_view DuckdbTypeName(Type type);  // "BIGINT"

// The plan as one query whose columns are the plan's output, in order. The error says what cannot be lowered.
Result<sql::QueryPtr> LowerPlan(const RelPtr& plan, const LoweringOptions& options, NativeRegistry& registry);

}  // namespace quarry
