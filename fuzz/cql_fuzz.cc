#include "syntax/cql/parser.h"
#include "target.h"
#include "text_input.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      "#event_simpleName=DnsRequest | DomainName=/(?<label>[^.]+)\\.workers\\.dev$/i // note\n| not "
      "ContextBaseFileName=\"chrome.exe\" or x!=y free \"quoted text\"\n"
      "| case { a=1 | b := \"x\"; c=* | d := a+2*3; * | e := if(a==b, then=1, else=\"n\") }\n| groupBy([aid, "
      "ComputerName], function=[count(as=n), collect([x, y], limit=3), {z=1 | max(t)}], limit=max)\n"
      "| table([n, aid], sortby=n, order=desc) | sort(field=n, limit=10)",
      "defineTable(query={#type=a | b=?{x=*}}, name=\"t\", include=[b, c]) | match(table=\"t\", field=b, "
      "strict=false)\n"
      "| field match { \"a*\" => f := 1; /re/i => f := 2; in(values=[\"x\"]) => *; * => f := 3 }\n| [count(), s := "
      "sum(x)] | $saved:query(a=\"b\", c=[1, 2])",
      "a := m/fisk/i | foo=m/fisk/i | /re\\/x/gid | `key` := v | x =~ !in(values=[\"a\", b]) | "
      "https://www.example.com/ | a.b[0].c >= -1.5 /* c */ | \"@rawstring\"=*x*",
      "join({#event_simpleName=ProcessRollup2}, field=[aid, ContextProcessId], key=[aid, TargetProcessId], "
      "include=[CommandLine]) | selfJoinFilter([aid], where=[{a=1}, {b=2}]) | timeChart(span=1h, function=avg(x))",
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  return fuzz::ParseInput(data, size, [](const SourceMap& sources, uint16_t source, DiagnosticList& diagnostics) {
    Arena arena;
    if (const cql::Pipeline* tree = cql::Parse(sources, source, arena, diagnostics)) cql::PrintTree(*tree);
  });
}
