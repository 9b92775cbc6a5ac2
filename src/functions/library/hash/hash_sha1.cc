// The SHA-1 of the value's text, in lower-case hexadecimal.
#include "functions/function_def.h"
#include "functions/hash/digest.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = DigestOf(call, args[0], Sha1);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHashSha1Function) = {
    .name = "hash_sha1",
    .spelled = {{Lang::kKql, "hash_sha1"}},
    .signature = "(value: any) -> string",
    .doc = "The SHA-1 of the value's text, in lower-case hexadecimal.",
    .example = "T | extend H = hash_sha1(FileName)",
    .kernel = Run,
};

}  // namespace quarry
