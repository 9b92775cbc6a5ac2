// urlEncode(), parseUrl(), parseUri(): texts of URLs.
#include <string>

#include "base/ascii.h"
#include "functions/function_def.h"
#include "functions/network/url.h"
#include "types/json.h"

namespace quarry {
namespace {

// As Java's URLEncoder has it, with blanks as `+`.
void Encode(const KernelCall& call, const Cell* args, Cell& result) {
  result = Cell::Text(call.arena.Copy(PercentEncoded(args[0].text, "-_.*", "0123456789ABCDEF", true)));
}

// The scheme at the start, which a colon follows; empty when there is none.
std::string_view SchemeOf(std::string_view text) {
  size_t i = 0;
  while (i < text.size() && (IsAsciiAlnum(text[i]) || (i > 0 && std::string_view("+-.").find(text[i]) != text.npos)))
    ++i;
  return i > 0 && IsAsciiAlpha(text[0]) && text.substr(i).starts_with(':') ? text.substr(0, i) : std::string_view();
}

bool StartsWithScheme(std::string_view text) {
  const std::string_view scheme = SchemeOf(text);
  return !scheme.empty() && text.substr(scheme.size()).starts_with("://");
}

void Parts(const KernelCall& call, const Cell* args, Cell& result) {
  std::string url(args[0].text);
  const std::string_view base = args[1].text;
  if (url.starts_with("//"))
    url.insert(0, base.substr(0, base.size() < 2 ? 0 : base.size() - 2));
  else if (!StartsWithScheme(url) && !base.empty())
    url.insert(0, base);
  const bool relative = url.starts_with("//");
  if (url.find_first_of(" \t\r\n\"<>\\^`{|}") != std::string::npos) return;
  if (!relative && !StartsWithScheme(url)) {
    // `example.com:80/path`: what stands before the colon is a scheme, what is behind it has no parts.
    const std::string_view scheme = SchemeOf(url);
    if (scheme.empty() || scheme.size() + 1 == url.size()) return;
    std::string out;
    AppendJsonMember("scheme", scheme, out);
    AppendJsonMember("rest", std::string_view(url).substr(scheme.size() + 1), out);
    result = Cell::Text(call.arena.Copy("{" + out + "}"));
    return;
  }
  // A URL without a scheme is read with one that is not shown.
  const UrlParts parts = ParseUrlParts(relative ? url.insert(0, "x:") : url);
  if (parts.host.empty()) return;
  for (char c : parts.port) {
    if (!IsAsciiDigit(c)) return;
  }
  std::string out;
  const auto member = [&](std::string_view name, std::string_view text) {
    if (!text.empty()) AppendJsonMember(name, text, out);
  };
  if (!relative) member("scheme", parts.scheme);
  member("username", parts.user);
  member("password", parts.password);
  member("host", parts.host);
  member("port", parts.port);
  member("path", parts.path);
  member("query", parts.query);
  member("fragment", parts.fragment);
  result = Cell::Text(call.arena.Copy("{" + out + "}"));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlUrlEncodeFunction) = {
    .name = "cql_url_encode",
    .signature = "(text: string) -> string",
    .doc = "The text with everything but ASCII letters, digits and `-_.*` as `%XX`, and blanks as `+`.",
    .example = "urlEncode(query)",
    .nullable_string = true,
    .kernel = Encode,
};
QUARRY_DEFINE(FunctionDef, kCqlUrlPartsFunction) = {
    .name = "cql_url_parts",
    .signature = "(url: string, base: string) -> dynamic",
    .doc =
        "The parts of a URL that are not empty, as they are written: `scheme`, `username`, `password`, `host`, `port`, "
        "`path`, `query`, `fragment`. `base` (`http://` or `//`) stands before what has no scheme and host. Without "
        "them and without a base there are `scheme` and `rest`, where a colon stands. Absent for other texts.",
    .example = "parseUrl(url)",
    .kernel = Parts,
};

}  // namespace quarry
