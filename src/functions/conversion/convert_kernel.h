// The kernel of the conversion functions: ConvertTo<Type::kLong> is tolong().
#pragma once

#include "functions/conversion/convert.h"
#include "functions/function_def.h"

namespace quarry {

template <Type kTo>
void ConvertTo(const KernelCall& call, const Cell* args, Cell& result) {
  result = Convert(call.types[0], args[0], kTo, call.arena);
}

// `cell` as the call's result type; for functions whose branches may differ in type.
inline Cell AsResult(const KernelCall& call, size_t argument, const Cell& cell) {
  return call.types[argument] == call.result_type ? cell
                                                  : Convert(call.types[argument], cell, call.result_type, call.arena);
}

}  // namespace quarry
