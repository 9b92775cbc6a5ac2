// How many bits of the number are set.
#include <bit>

#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Integer(std::popcount(static_cast<uint64_t>(args[0].integer)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kBitsetCountOnesFunction) = {
    .name = "bitset_count_ones",
    .spelled = {{Lang::kKql, "bitset_count_ones"}},
    .signature = "(value: int|long) -> long",
    .doc = "How many bits of the number are set.",
    .example = "print bitset_count_ones(42)",
    .kernel = Run,
};

}  // namespace quarry
