#include "syntax/sigma/parser.h"
#include "target.h"
#include "text_input.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      "title: t\nid: 5f1a3b5e-0000-4000-8000-000000000001\nstatus: test\nlevel: high\nlogsource: {product: windows, "
      "category: process_creation}\n"
      "detection:\n  sel_a:\n    Image|endswith: ['\\powershell.exe', '\\pwsh?.exe']\n    "
      "CommandLine|contains|all|windash: [' -enc', '\\*x']\n"
      "  sel_b:\n    - a|re|i: '^x{1,3}(y|z)$'\n    - b: null\n    - c: ''\n  filter_main:\n    d|cidr: 10.0.0.0/8\n   "
      " e|base64offset|contains: http\n"
      "  condition: (1 of sel_* or all of them) and not 1 of filter_*\ntags: [attack.t1583.007]\n",
      "title: k\nlogsource: {category: webserver}\ndetection:\n  keywords:\n    - 'x*'\n    - y\n  n|gte: 5\n  "
      "condition: keywords\n---\n"
      "title: c\ncorrelation: {type: event_count, rules: [k], group-by: [a], timespan: 5m, condition: {gte: 3}}\n",
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  return fuzz::ParseInput(data, size, [](const SourceMap& sources, uint16_t source, DiagnosticList& diagnostics) {
    sigma::ParseRules(sources, source, diagnostics);
  });
}
