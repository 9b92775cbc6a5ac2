// The kernel of a function of one real: RealFunction<Sine>.
#pragma once

#include "functions/function_def.h"

namespace quarry {

template <double (*kFunction)(double)>
void RealFunction(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Real(kFunction(call.types[0] == Type::kReal ? args[0].real : static_cast<double>(args[0].integer)));
}

}  // namespace quarry
