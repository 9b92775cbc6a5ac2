// The host of a URL or of a bare host name in one spelling: no scheme, user, port, path or trailing dots, lower case,
// international names in punycode.
#include "functions/function_def.h"
#include "functions/network/host_name.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  // Most telemetry has hosts as they are compared.
  if (IsNormalizedHost(args[0].text))
    result = args[0];
  else
    result = TextIn(call.arena, NormalizeHost(args[0].text));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kNormalizeHostFunction) = {
    .name = "normalize_host",
    .spelled = {{Lang::kKql, "normalize_host"}},
    .signature = "(host: string) -> string",
    .doc =
        "The host of a URL or of a bare host name in one spelling: no scheme, user, port, path or trailing "
        "dots, lower case, international names in punycode.\n\nQuarry's own function.",
    .example = "T | extend Host = normalize_host(RemoteUrl)",
    .nullable_string = true,
    .kernel = Run,
};

}  // namespace quarry
