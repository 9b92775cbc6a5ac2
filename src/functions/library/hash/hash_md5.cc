// The MD5 digest of a text.
#include "functions/function_def.h"
#include "functions/hash/md5.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) { result = Cell::Text(call.arena.Copy(Md5Hex(args[0].text))); }

}  // namespace

QUARRY_DEFINE(FunctionDef, kHashMd5Function) = {
    .name = "hash_md5",
    .spelled = {{Lang::kKql, "hash_md5"}},
    .signature = "(text: string) -> string",
    .doc = "The MD5 digest of the text's bytes in lower-case hexadecimal.",
    .example = "T | extend Id = hash_md5(DeviceName)",
    .kernel = Run,
};

}  // namespace quarry
