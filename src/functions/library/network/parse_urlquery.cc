// The parameters of a query text, as a bag `Query Parameters`.
#include "functions/function_def.h"
#include "functions/network/url.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  std::string_view query = args[0].text;
  if (query.starts_with('?')) query.remove_prefix(1);
  std::string out = "{\"Query Parameters\":{";
  bool first = true;
  for (const auto& [name, value] : QueryParameters(query)) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(PercentDecoded(name, true), out);
    out += ':';
    AppendJsonString(PercentDecoded(value, true), out);
  }
  out += "}}";
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseUrlqueryFunction) = {
    .name = "parse_urlquery",
    .spelled = {{Lang::kKql, "parse_urlquery"}, {Lang::kKql, "parseurlquery"}},
    .signature = "(query: string) -> dynamic",
    .doc = "The parameters of a query text, as a bag `Query Parameters`.",
    .example = "print parse_urlquery(\"k1=v1&k2=v2\")",
    .kernel = Run,
};

}  // namespace quarry
