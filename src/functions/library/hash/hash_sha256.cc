// The SHA-256 of the value's text, in lower-case hexadecimal.
#include "functions/function_def.h"
#include "functions/hash/digest.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = DigestOf(call, args[0], Sha256);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHashSha256Function) = {
    .name = "hash_sha256",
    .spelled = {{Lang::kKql, "hash_sha256"}},
    .signature = "(value: any) -> string",
    .doc = "The SHA-256 of the value's text, in lower-case hexadecimal.",
    .example = "T | extend H = hash_sha256(FileName)",
    .kernel = Run,
};

}  // namespace quarry
