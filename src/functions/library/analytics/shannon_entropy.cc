// Shannon entropy of a text.
#include "analytics/evidence.h"
#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  result = Cell::Real(ShannonEntropy(args[0].text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kShannonEntropyFunction) = {
    .name = "shannon_entropy",
    .spelled = {{Lang::kKql, "shannon_entropy"}},
    .signature = "(text: string) -> real",
    .doc =
        "How many bits of information a byte of the text carries (Shannon entropy): 0 for `aaaa`, about 3 for words, 4 "
        "and more for long random names.\n\nQuarry's own function; `shannonEntropy()` in CQL.",
    .example = "T | extend Bits = shannon_entropy(DomainName)",
    .kernel = Run,
};

}  // namespace quarry
