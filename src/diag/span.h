// Span: where in which source text something stands. Every token, tree node and plan expression
// carries one; rewrites keep the span of what the user wrote.
#pragma once

#include <cstdint>

namespace quarry {

// Byte offsets [start, end) into source `source` of a SourceMap. A default Span is "nowhere".
struct Span {
  uint32_t start = 0;
  uint32_t end = 0;
  uint16_t source = 0xffff;

  bool known() const { return source != 0xffff; }
  // The smallest span that covers both. REQUIRES: the same source, unless one is nowhere.
  static Span Cover(Span a, Span b) {
    if (!a.known()) return b;
    if (!b.known()) return a;
    return {a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end, a.source};
  }
};

}  // namespace quarry
