// Shared libraries that are opened when they are first needed. Finding, mapping and binding one takes longer than much
// of what a command does, so those that few commands need are not linked (docs/dependencies.md says which).
//
// The functions of a library are listed once, as a macro that calls its argument with each name. Inside the namespace
// quarry a pointer of the same name hides the header's declaration, so that calls read as they do elsewhere:
//
//   #define QUARRY_DEMO_FUNCTIONS(DO) DO(demo_open) DO(demo_close)
//   QUARRY_DEMO_FUNCTIONS(QUARRY_LIBRARY_FUNCTION)
//   const LibrarySymbol kSymbols[] = {QUARRY_DEMO_FUNCTIONS(QUARRY_LIBRARY_SYMBOL)};
//
// Thread rule: loading is thread-safe for different tables; whoever loads one does it once, as a function's static.
// Libraries stay for the life of the process.
#pragma once

#include <span>
#include <string>

#include "base/result.h"

#define QUARRY_LIBRARY_FUNCTION(name) decltype(&::name) name = nullptr;
// Every object pointer on the platforms that Quarry runs on can hold a function's address; dlsym relies on it.
#define QUARRY_LIBRARY_SYMBOL(name) {#name, reinterpret_cast<void**>(&name)},

namespace quarry {

struct LibrarySymbol {
  const char* name;
  void** address;
};

// Opens `file`, a path or a name that the dynamic linker looks up, and fills in the addresses. An Error says what the
// system says, or which symbol is missing.
Result<void> LoadLibrary(const std::string& file, std::span<const LibrarySymbol> symbols);

// A library for callers that have nobody to tell: a static of the function that calls it. Quarry was built with the
// library; where it is gone the command ends with a message and exit code 3, much as the dynamic linker would end it.
struct RequiredLibrary {
  RequiredLibrary(const std::string& file, std::span<const LibrarySymbol> symbols);
};

}  // namespace quarry
