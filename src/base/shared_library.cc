// External entries: LoadLibrary, RequiredLibrary.
#include "base/shared_library.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace quarry {

Result<void> LoadLibrary(const std::string& file, std::span<const LibrarySymbol> symbols) {
  // Lazy: of what a library calls within itself a command uses little. Local: nobody else is to find its functions.
  void* const library = dlopen(file.c_str(), RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) return Error{dlerror()};
  for (const LibrarySymbol& symbol : symbols) {
    *symbol.address = dlsym(library, symbol.name);
    if (*symbol.address == nullptr) return Error{file + " is too old: it has no `" + symbol.name + "`"};
  }
  return {};
}

RequiredLibrary::RequiredLibrary(const std::string& file, std::span<const LibrarySymbol> symbols) {
  const Result<void> loaded = LoadLibrary(file, symbols);
  if (loaded) return;
  std::fprintf(stderr, "quarry: cannot load a library that this needs: %s\n", loaded.error().message.c_str());
  std::_Exit(3);
}

}  // namespace quarry
