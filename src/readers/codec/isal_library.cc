#include "readers/codec/isal_library.h"

namespace quarry {

QUARRY_ISAL_FUNCTIONS(QUARRY_LIBRARY_FUNCTION)

namespace {

const LibrarySymbol kSymbols[] = {QUARRY_ISAL_FUNCTIONS(QUARRY_LIBRARY_SYMBOL)};

Result<void> Load() {
  Result<void> loaded = LoadLibrary(QUARRY_LIBISAL, kSymbols);
  if (!loaded) return Error{"cannot load isa-l, which decodes this: " + loaded.error().message};
  return loaded;
}

}  // namespace

Result<void> LoadIsal() {
  static const Result<void> loaded = Load();
  return loaded;
}

}  // namespace quarry
