// Fills the table of DuckDB's C API; LoadDuckdb is the entry.
#include "exec/duckdb/library.h"

#include <dlfcn.h>

#include <string>

namespace quarry {

#define QUARRY_DUCKDB_FUNCTION(name) decltype(&::name) name = nullptr;
#include "exec/duckdb/library_functions.def"
#undef QUARRY_DUCKDB_FUNCTION

namespace {

struct Entry {
  const char* name;
  void** function;
};

// Every object pointer on the platforms that Quarry runs on can hold a function's address; dlsym relies on it.
const Entry kEntries[] = {
#define QUARRY_DUCKDB_FUNCTION(name) {#name, reinterpret_cast<void**>(&name)},
#include "exec/duckdb/library_functions.def"
#undef QUARRY_DUCKDB_FUNCTION
};

Result<void> Load() {
  // Lazy: of 24,000 functions that the library calls within itself a query uses few. Local: nobody else is to find
  // them.
  void* library = dlopen("libduckdb.so", RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) return Error{std::string("cannot load DuckDB: ") + dlerror()};
  for (const Entry& entry : kEntries) {
    *entry.function = dlsym(library, entry.name);
    if (*entry.function == nullptr)
      return Error{std::string("libduckdb.so is too old or not DuckDB: it has no `") + entry.name + "`"};
  }
  return {};
}

}  // namespace

Result<void> LoadDuckdb() {
  static const Result<void> loaded = Load();
  return loaded;
}

}  // namespace quarry
