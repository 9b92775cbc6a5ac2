// The vectorised adapter between kernels and DuckDB.
#include "exec/duckdb/native_function.h"

#include "base/arena.h"
#include "exec/duckdb/vectors.h"
#include "plan/evaluator.h"

namespace quarry {

namespace {
// What evaluates an expression in one thread at a time.
struct ExpressionWorker {
  explicit ExpressionWorker(const NativeExpression& expression) : evaluator(IdsOf(expression)) {
    for (const OutputColumn& column : expression.columns) batch.columns.emplace_back(column.type);
  }
  static std::vector<ColumnId> IdsOf(const NativeExpression& expression) {
    std::vector<ColumnId> ids;
    for (const OutputColumn& column : expression.columns) ids.push_back(column.id);
    return ids;
  }
  Evaluator evaluator;
  Batch batch;
};
}  // namespace

struct FunctionPool::Slot {
  std::string name;
  std::string shape;
  // One of the two.
  NativeCall call;
  std::vector<size_t> passed;  // arguments of `call` that SQL passes
  NativeExpression expression;
  std::mutex mutex;
  std::vector<std::unique_ptr<ExpressionWorker>> idle;  // as many as threads have evaluated at once
};

namespace {

// Per thread: kernels never call back into DuckDB, so one set is in use at a time.
struct Scratch {
  Arena arena;
  std::vector<Cell> cells;
};
thread_local Scratch scratch;

void RunKernel(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& slot = *static_cast<const FunctionPool::Slot*>(duckdb_scalar_function_get_extra_info(info));
  const NativeCall& call = slot.call;
  const size_t rows = duckdb_data_chunk_get_size(input);
  scratch.arena.Reset();
  std::vector<Cell>& cells = scratch.cells;
  cells.assign(call.types.size(), Cell::Null());
  for (size_t i = 0; i < call.types.size(); ++i)
    if (call.constants[i]) cells[i] = call.constants[i]->literal.cell();
  std::vector<VectorReader> readers;
  readers.reserve(slot.passed.size());
  for (size_t i = 0; i < slot.passed.size(); ++i)
    readers.emplace_back(duckdb_data_chunk_get_vector(input, i), call.types[slot.passed[i]]);
  VectorWriter writer(output, call.result_type);
  const KernelCall kernel_call{call.state.get(), call.types, call.result_type, scratch.arena};
  Cell result;
  for (size_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < readers.size(); ++i) cells[slot.passed[i]] = readers[i].Get(row);
    InvokeKernel(*call.function, kernel_call, cells.data(), result);
    writer.Set(row, result);
  }
}

void RunExpression(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  auto& slot = *static_cast<FunctionPool::Slot*>(duckdb_scalar_function_get_extra_info(info));
  std::unique_ptr<ExpressionWorker> worker;
  {
    std::lock_guard lock(slot.mutex);
    if (!slot.idle.empty()) {
      worker = std::move(slot.idle.back());
      slot.idle.pop_back();
    }
  }
  if (!worker) worker = std::make_unique<ExpressionWorker>(slot.expression);
  const size_t rows = duckdb_data_chunk_get_size(input);
  for (size_t i = 0; i < slot.expression.columns.size(); ++i) {
    ColumnVector& column = worker->batch.columns[i];
    column.Clear(rows);
    const VectorReader reader(duckdb_data_chunk_get_vector(input, i), column.type());
    for (size_t row = 0; row < rows; ++row) column.Set(row, reader.Get(row));
  }
  VectorWriter writer(output, slot.expression.expr->type);
  for (size_t row = 0; row < rows; ++row)
    writer.Set(row, worker->evaluator.Evaluate(*slot.expression.expr, worker->batch, row));
  worker->evaluator.Reset();
  std::lock_guard lock(slot.mutex);
  slot.idle.push_back(std::move(worker));
}

}  // namespace

FunctionPool::FunctionPool() = default;
FunctionPool::~FunctionPool() = default;

const std::string& FunctionPool::NameOf(const Slot& slot) {
  return slot.name;
}

Result<FunctionPool::Slot*> FunctionPool::Acquire(NativeCall call, duckdb_connection connection) {
  std::vector<size_t> passed;
  for (size_t i = 0; i < call.types.size(); ++i)
    if (!call.constants[i]) passed.push_back(i);
  Signature signature{std::string(call.function->name), {}, call.result_type, call.function->deterministic, RunKernel};
  for (size_t i : passed) signature.passed.push_back(call.types[i]);
  std::lock_guard lock(mutex_);
  Result<Slot*> slot = AcquireSlot(signature, connection);
  if (!slot) return slot;
  (*slot)->call = std::move(call);
  (*slot)->passed = std::move(passed);
  return slot;
}

Result<FunctionPool::Slot*> FunctionPool::Acquire(NativeExpression expression, duckdb_connection connection) {
  Signature signature{"expression", {}, expression.expr->type, true, RunExpression};
  for (const OutputColumn& column : expression.columns) signature.passed.push_back(column.type);
  std::lock_guard lock(mutex_);
  Result<Slot*> slot = AcquireSlot(signature, connection);
  if (slot) (*slot)->expression = std::move(expression);
  return slot;
}

// REQUIRES: mutex_ is held.
Result<FunctionPool::Slot*> FunctionPool::AcquireSlot(const Signature& signature, duckdb_connection connection) {
  std::string shape = signature.name;
  for (Type type : signature.passed) shape += ' ' + std::to_string(static_cast<int>(DuckdbTypeOf(type)));
  shape += '>' + std::to_string(static_cast<int>(DuckdbTypeOf(signature.result)));
  if (std::vector<Slot*>& free = free_[shape]; !free.empty()) {
    Slot* const slot = free.back();
    free.pop_back();
    return slot;
  }
  auto made = std::make_unique<Slot>();
  made->name = signature.name + "#" + std::to_string(slots_.size() + 1);
  made->shape = std::move(shape);
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, made->name.c_str());
  for (Type passed : signature.passed) {
    duckdb_logical_type type = MakeLogicalType(passed);
    duckdb_scalar_function_add_parameter(function, type);
    duckdb_destroy_logical_type(&type);
  }
  duckdb_logical_type type = MakeLogicalType(signature.result);
  duckdb_scalar_function_set_return_type(function, type);
  duckdb_destroy_logical_type(&type);
  duckdb_scalar_function_set_special_handling(function);  // null rules are ours
  if (!signature.deterministic) duckdb_scalar_function_set_volatile(function);
  duckdb_scalar_function_set_extra_info(function, made.get(), nullptr);
  duckdb_scalar_function_set_function(function, signature.run);
  const duckdb_state state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) return Error{"DuckDB takes no function `" + made->name + "`"};
  slots_.push_back(std::move(made));
  return slots_.back().get();
}

void FunctionPool::Release(Slot* slot) {
  std::lock_guard lock(mutex_);
  slot->call = {};  // sets of constants may be large
  slot->idle.clear();
  slot->expression = {};
  free_[slot->shape].push_back(slot);
}

}  // namespace quarry
