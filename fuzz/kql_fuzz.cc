#include "syntax/kql/parser.h"
#include "target.h"
#include "text_input.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      "let Hosts = dynamic([\"a\", 'b', {\"c\": [1, 2.5, null]}]);\nlet F = (x:long = 1, t:(*)) { t | where y > x };\n"
      "DeviceNetworkEvents\n| where Timestamp between (ago(1d) .. now()) and RemoteUrl has_any (Hosts) // note\n"
      "| extend A = case(B =~ @\"c:\\d\", 1, 2), ['odd name'] = x.y[0][\"z\"]\n| summarize count(), arg_max(T, *) by "
      "bin(T, 1h), D = tolower(E)\n"
      "| join kind=leftouter hint.strategy=broadcast (F(3, T)) on $left.a == $right.b, c\n| sort by a asc nulls first, "
      "b\n| top 5 by c desc | render timechart with (title=\"x\")",
      "datatable(a:string, b:datetime, c:timespan)[\"x\", datetime(2024-05-01 10:00), 1.5h, \"y\", datetime(null), "
      "time(1.02:03:04)]\n"
      "| mv-expand with_itemindex=i x = y to typeof(long) limit 3 | parse kind=regex a with * \"k=\" v:long \";\" "
      "rest\n"
      "| make-series n = count() default = 0 on t from ago(1d) to now() step 1h by k | mv-apply e = l on (top 1 by e)",
      "union withsource=T isfuzzy=true (A | take 1), B*, cluster('c').database('d').E | evaluate bag_unpack(p) : "
      "(a:long, *)\n"
      "| partition by k (top 1 by t) | scan declare (s:long = 0) with (step a: x > 1 => s = a.s + 1;) | search in (T) "
      "\"x\" or col:\"y*\"",
      "print h\"secret\", ```multi\nline```, -1 !between (1 .. 2), 'a' !has_cs 'b', x in~ ('a', \"b\"), not(true) and "
      "false or (1 + 2 * 3 % 4) == 5",
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  return fuzz::ParseInput(data, size, [](const SourceMap& sources, uint16_t source, DiagnosticList& diagnostics) {
    Arena arena;
    kql::ParseKql(sources.text(source), source, arena, diagnostics);
  });
}
