// Native kernels, and whole expressions, as DuckDB scalar functions. Each call of a query gets a function of its own,
// whose constants and prepared state are baked in. DuckDB cannot forget a function, so that the functions of finished
// queries are used again for calls of the same shape: their number is bounded by the calls that run at once. Thread
// rule: FunctionPool is thread-safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "exec/duckdb/library.h"
#include "exec/lowering/lowering.h"

namespace quarry {

class FunctionPool {
 public:
  FunctionPool();
  ~FunctionPool();

  // A function that DuckDB knows and that runs `call` until it is released. `connection` registers it when it is new.
  struct Slot;
  Result<Slot*> Acquire(NativeCall call, duckdb_connection connection);
  Result<Slot*> Acquire(NativeExpression expression, duckdb_connection connection);
  void Release(Slot* slot);
  static const std::string& NameOf(const Slot& slot);

 private:
  // What DuckDB knows of a function; two of one signature can stand for each other.
  struct Signature {
    std::string name;
    std::vector<Type> passed;
    Type result = Type::kBool;
    bool deterministic = true;
    duckdb_scalar_function_t run = nullptr;
  };
  Result<Slot*> AcquireSlot(const Signature& signature, duckdb_connection connection);

  std::mutex mutex_;
  std::map<std::string, std::vector<Slot*>> free_;  // by shape
  std::vector<std::unique_ptr<Slot>> slots_;
};

// Registers dynamic_elements; see lowering.h.
bool RegisterElementsFunction(duckdb_connection connection);

}  // namespace quarry
