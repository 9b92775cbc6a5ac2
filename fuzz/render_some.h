// Renders the first diagnostics of a run: rendering reads places and spans too, and hostile input has thousands.
#pragma once

#include <algorithm>

#include "diag/diagnostic.h"

namespace quarry::fuzz {

inline void RenderSome(const DiagnosticList& diagnostics, const SourceMap& sources) {
  for (size_t i = 0; i < std::min<size_t>(diagnostics.size(), 5); ++i) RenderText(diagnostics.items()[i], sources);
}

}  // namespace quarry::fuzz
