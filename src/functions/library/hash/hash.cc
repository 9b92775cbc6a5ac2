// The xxHash64 of the value; with `mod`, its remainder.
#include "functions/function_def.h"
#include "functions/hash/digest.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const int64_t hash = XxHash(call.types[0], args[0]);
  if (call.types.size() == 1)
    result = Cell::Integer(hash);
  else if (args[1].integer > 0)
    result = Cell::Integer(static_cast<int64_t>(static_cast<uint64_t>(hash) % static_cast<uint64_t>(args[1].integer)));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHashFunction) = {
    .name = "hash",
    .spelled = {{Lang::kKql, "hash"}, {Lang::kKql, "hash_xxhash64"}},
    .signature = "(value: string|long|datetime|timespan, mod?: int|long) -> long",
    .doc = "The xxHash64 of the value; with `mod`, its remainder.",
    .example = "T | where hash(DeviceId, 10) == 0",
    .kernel = Run,
};

}  // namespace quarry
