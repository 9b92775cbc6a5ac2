// DuckDB's C API, loaded when the first query needs it: binding the library's symbols costs a third of what opening a
// database does, and most commands ask DuckDB nothing.
// Inside the namespace quarry the name of a function of the C API is a pointer into the loaded library, and hides the
// declaration of duckdb.h. What is not listed in library_functions.def does not link.
// Thread rule: LoadDuckdb is thread-safe; the functions are called after it has succeeded.
#pragma once

#include <duckdb.h>

#include "base/result.h"

namespace quarry {

#define QUARRY_DUCKDB_FUNCTION(name) extern decltype(&::name) name;
#include "exec/duckdb/library_functions.def"
#undef QUARRY_DUCKDB_FUNCTION

// Loads libduckdb.so: from a folder of LD_LIBRARY_PATH, from lib/ beside the bin/ of the running command, or from where
// the dynamic linker finds it. The library stays for the life of the process.
Result<void> LoadDuckdb();

}  // namespace quarry
