// The parts of a URL: `Scheme`, `Host`, `Port`, `Path`, `Username`, `Password`, `Query Parameters` (a bag) and
// `Fragment`.
#include "functions/function_def.h"
#include "functions/network/url.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const UrlParts parts = ParseUrlParts(args[0].text);
  std::string out;
  const auto member = [&](std::string_view name, std::string_view text) {
    out += out.empty() ? '{' : ',';
    AppendJsonString(name, out);
    out += ':';
    AppendJsonString(text, out);
  };
  member("Scheme", parts.scheme);
  member("Host", parts.host);
  member("Port", parts.port);
  member("Path", parts.path);
  member("Username", parts.user);
  member("Password", parts.password);
  out += ",\"Query Parameters\":{";
  bool first = true;
  for (const auto& [name, value] : QueryParameters(parts.query)) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(PercentDecoded(name, true), out);
    out += ':';
    AppendJsonString(PercentDecoded(value, true), out);
  }
  out += '}';
  member("Fragment", parts.fragment);
  out += '}';
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kParseUrlFunction) = {
    .name = "parse_url",
    .spelled = {{Lang::kKql, "parse_url"}, {Lang::kKql, "parseurl"}},
    .signature = "(url: string) -> dynamic",
    .doc =
        "The parts of a URL: `Scheme`, `Host`, `Port`, `Path`, `Username`, `Password`, `Query Parameters` (a "
        "bag) and `Fragment`.",
    .example = "T | extend Host = tostring(parse_url(RemoteUrl).Host)",
    .kernel = Run,
};

}  // namespace quarry
