// One call of isa-l's inflate, and what to trust of it.
// Thread rule: one thread at a time for a state.
#pragma once

#include <cstddef>

#include "readers/codec/isal_library.h"

namespace quarry {

struct InflateStep {
  int code = 0;
  size_t made = 0;  // bytes
};

// REQUIRES: isa-l is loaded. Decodes up to `size` bytes to `to`. Behind damage isa-l may count a copy that it did not
// make, of up to 258 bytes, in which then stands what was in memory before: from there on the bytes are made blank, so
// that nobody takes them for the end of a record.
InflateStep Inflate(inflate_state& state, char* to, size_t size);

}  // namespace quarry
