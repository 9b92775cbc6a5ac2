// Arithmetic as KQL has it: whole numbers wrap around, mixed operands are promoted.
// Thread rule: pure functions.
#pragma once

#include <cstdint>

#include "functions/function_def.h"
#include "types/cell.h"

namespace quarry {

inline int64_t WrappingAdd(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
inline int64_t WrappingMultiply(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}
inline int64_t WrappingNegate(int64_t a) {
  return static_cast<int64_t>(0 - static_cast<uint64_t>(a));
}
// Null for b == 0.
Cell NonNegativeRemainder(int64_t a, int64_t b);

// The type of an operation on numbers: whole numbers give long; dynamic takes the other operand's type.
Type NumericResult(Type a, Type b);
// False when a dynamic operand holds no number: the result is null.
bool OperandsAreNumbers(const KernelCall& call, const Cell* args);
// Argument `i` as a number. REQUIRES: not null, OperandsAreNumbers.
double RealOf(const KernelCall& call, const Cell* args, size_t i);
int64_t WholeOf(const KernelCall& call, const Cell* args, size_t i);
// Both operands dynamic: a dynamic number, null when one of them is none.
Cell DynamicArithmetic(const Cell* args, char operation, Arena& arena);

// A timespan of so many ticks, null beyond 64 bits; a datetime moved by ticks, null out of range.
Cell TicksOf(double ticks);
Cell DateTimeInRange(int64_t a, int64_t b);

}  // namespace quarry
