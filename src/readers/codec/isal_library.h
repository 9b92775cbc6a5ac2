// isa-l's decoder, loaded when the first compressed file needs it.
// Thread rule: LoadIsal is thread-safe; the functions are called after it has succeeded.
#pragma once

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include "base/result.h"
#include "base/shared_library.h"

// The functions that Quarry calls. What is not listed does not link.
#define QUARRY_ISAL_FUNCTIONS(DO) \
  DO(crc32_gzip_refl)             \
  DO(isal_inflate)                \
  DO(isal_inflate_init)           \
  DO(isal_inflate_reset)          \
  DO(isal_inflate_set_dict)

namespace quarry {

#define QUARRY_ISAL_FUNCTION(name) extern decltype(&::name) name;
QUARRY_ISAL_FUNCTIONS(QUARRY_ISAL_FUNCTION)
#undef QUARRY_ISAL_FUNCTION

Result<void> LoadIsal();

}  // namespace quarry
