// The vectorised adapter between kernels and DuckDB.
#include "exec/duckdb/native_function.h"

#include "base/arena.h"
#include "exec/duckdb/vectors.h"
#include "plan/evaluator.h"

namespace quarry {

struct FunctionPool::Slot {
  std::string name;
  std::string shape;
  NativeCall call;
  std::vector<size_t> passed;  // arguments that SQL passes
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

std::string ShapeOf(const NativeCall& call) {
  std::string shape(call.function->name);
  for (size_t i = 0; i < call.types.size(); ++i)
    if (!call.constants[i]) shape += ' ' + std::to_string(static_cast<int>(DuckdbTypeOf(call.types[i])));
  return shape + '>' + std::to_string(static_cast<int>(DuckdbTypeOf(call.result_type)));
}

}  // namespace

FunctionPool::FunctionPool() = default;
FunctionPool::~FunctionPool() = default;

const std::string& FunctionPool::NameOf(const Slot& slot) {
  return slot.name;
}

Result<FunctionPool::Slot*> FunctionPool::Acquire(NativeCall call, duckdb_connection connection) {
  std::lock_guard lock(mutex_);
  std::string shape = ShapeOf(call);
  Slot* slot = nullptr;
  std::vector<Slot*>& free = free_[shape];
  if (!free.empty()) {
    slot = free.back();
    free.pop_back();
  }
  std::vector<size_t> passed;
  for (size_t i = 0; i < call.types.size(); ++i)
    if (!call.constants[i]) passed.push_back(i);
  if (slot != nullptr) {
    slot->call = std::move(call);
    slot->passed = std::move(passed);
    return slot;
  }
  auto made = std::make_unique<Slot>();
  made->name = std::string(call.function->name) + "#" + std::to_string(slots_.size() + 1);
  made->shape = std::move(shape);
  made->call = std::move(call);
  made->passed = std::move(passed);
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, made->name.c_str());
  for (size_t i : made->passed) {
    duckdb_logical_type type = MakeLogicalType(made->call.types[i]);
    duckdb_scalar_function_add_parameter(function, type);
    duckdb_destroy_logical_type(&type);
  }
  duckdb_logical_type type = MakeLogicalType(made->call.result_type);
  duckdb_scalar_function_set_return_type(function, type);
  duckdb_destroy_logical_type(&type);
  duckdb_scalar_function_set_special_handling(function);  // null rules are ours
  if (!made->call.function->deterministic) duckdb_scalar_function_set_volatile(function);
  duckdb_scalar_function_set_extra_info(function, made.get(), nullptr);
  duckdb_scalar_function_set_function(function, RunKernel);
  const duckdb_state state = duckdb_register_scalar_function(connection, function);
  duckdb_destroy_scalar_function(&function);
  if (state != DuckDBSuccess) return Error{"DuckDB takes no function `" + made->name + "`"};
  slots_.push_back(std::move(made));
  return slots_.back().get();
}

void FunctionPool::Release(Slot* slot) {
  std::lock_guard lock(mutex_);
  slot->call = {};  // sets of constants may be large
  free_[slot->shape].push_back(slot);
}

}  // namespace quarry
