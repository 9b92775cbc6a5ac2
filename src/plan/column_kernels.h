// Kernels over a whole column of a batch, for the few functions that a scan calls for most of its rows: the same
// results as the function's own kernel, without a call for each row. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "functions/function_def.h"
#include "types/batch.h"

namespace quarry {

// An argument: a column, or the same value in each row.
struct ColumnArgument {
  const ColumnVector* column = nullptr;
  Cell constant;
};

// Writes the cells `rows` of `out`, whose type is the function's.
using ColumnKernel = void (*)(const ColumnArgument* args, const std::vector<uint32_t>& rows, ColumnVector& out);

// For arguments of `types` of which `is_constant` says which are the same in each row; nullptr: none.
ColumnKernel FindColumnKernel(const FunctionDef& function, const std::vector<Type>& types,
                              const std::vector<bool>& is_constant);

}  // namespace quarry
