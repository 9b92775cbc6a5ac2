#include "syntax/yaml/yaml.h"
#include "target.h"
#include "text_input.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      "title: x\nlist:\n  - a\n  - {b: 1, c: [d, \"e\\n\", 'f''g']}\nblock: |\n  line 1\n    line 2\nfolded: >-\n  "
      "text\n  goes on\nanchor: &a {k: v}\nalias: *a\n",
      "---\na: ~\n---\nb: !!str 1\n...\n# comment\n? complex\n: value\n\"quoted key\": 0x1F\n<<: {m: n}\n",
      // A directive that is not UTF-8.
      "%&\x9e,",
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  return fuzz::ParseInput(data, size, [](const SourceMap& sources, uint16_t source, DiagnosticList& diagnostics) {
    (void)yaml::Parse(sources, source, diagnostics);
  });
}
