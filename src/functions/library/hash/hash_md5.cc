// The MD5 of the value's text, in lower-case hexadecimal.
#include "functions/function_def.h"
#include "functions/hash/digest.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  result = DigestOf(call, args[0], Md5);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kHashMd5Function) = {
    .name = "hash_md5",
    .spelled = {{Lang::kKql, "hash_md5"}},
    .signature = "(value: any) -> string",
    .doc = "The MD5 of the value's text, in lower-case hexadecimal.",
    .example = "T | extend H = hash_md5(FileName)",
    .kernel = Run,
};

}  // namespace quarry
