// Fills the table of DuckDB's C API; LoadDuckdb is the entry.
#include "exec/duckdb/library.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/install_folder.h"
#include "base/shared_library.h"

namespace quarry {

#define QUARRY_DUCKDB_FUNCTION(name) QUARRY_LIBRARY_FUNCTION(name)
#include "exec/duckdb/library_functions.def"
#undef QUARRY_DUCKDB_FUNCTION

namespace {

constexpr char kFile[] = "libduckdb.so";

const LibrarySymbol kSymbols[] = {
#define QUARRY_DUCKDB_FUNCTION(name) QUARRY_LIBRARY_SYMBOL(name)
#include "exec/duckdb/library_functions.def"
#undef QUARRY_DUCKDB_FUNCTION
};

// As the dynamic linker would with a run path in the command, which would have it look there for every other library
// too.
std::string FindFile() {
  const auto is_there = [](const std::string& path) { return access(path.c_str(), R_OK) == 0; };
  const char* const folders = std::getenv("LD_LIBRARY_PATH");
  for (std::string_view rest = folders == nullptr ? "" : folders; !rest.empty();) {
    const size_t end = std::min(rest.find_first_of(":;"), rest.size());
    const std::string path = std::string(rest.substr(0, end)) + "/" + kFile;
    if (end > 0 && is_there(path)) return path;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const std::string beside = InstallFolder() + "/lib/" + kFile;
  return is_there(beside) ? beside : kFile;
}

Result<void> Load() {
  Result<void> loaded = LoadLibrary(FindFile(), kSymbols);
  if (!loaded) return Error{"cannot load DuckDB: " + loaded.error().message};
  return loaded;
}

}  // namespace

Result<void> LoadDuckdb() {
  static const Result<void> loaded = Load();
  return loaded;
}

}  // namespace quarry
