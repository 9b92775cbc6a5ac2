// What the targets of parsers have in common: the input as a source text, and the first diagnostics rendered, because
// rendering reads places and spans too. Hostile input has thousands of diagnostics; five are enough.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "diag/diagnostic.h"

namespace quarry::fuzz {

// Calls parse(sources, source, diagnostics). Returns what LLVMFuzzerTestOneInput returns.
template <typename Parse>
int ParseInput(const uint8_t* data, size_t size, const Parse& parse) {
  SourceMap sources;
  const uint16_t source = sources.Add("fuzz", std::string(reinterpret_cast<const char*>(data), size));
  DiagnosticList diagnostics;
  parse(sources, source, diagnostics);
  for (size_t i = 0; i < std::min<size_t>(diagnostics.size(), 5); ++i) RenderText(diagnostics.items()[i], sources);
  return 0;
}

}  // namespace quarry::fuzz
