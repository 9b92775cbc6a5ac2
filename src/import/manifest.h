// The manifest of an imported folder, `_quarry.json`: what it holds and what it was made of.
// Ownership: values. Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace quarry {

inline constexpr const char* kManifestName = "_quarry.json";

struct ImportedPart {
  std::string path;  // below the folder
  uint64_t rows = 0, bytes = 0;
  std::optional<int64_t> first, last;  // event times, ticks
};

struct ImportedTable {
  std::string kind;         // "defender"
  std::string time_column;  // "" when no record has a time
  std::vector<ImportedPart> parts;
};

// A file that was imported. Whether another file is the same is told by size and fingerprint.
struct ImportedInput {
  std::string path;  // absolute; "-" for standard input
  uint64_t bytes = 0;
  int64_t modified = 0;     // ticks
  std::string fingerprint;  // of size and samples; "" for standard input
  int64_t imported = 0;     // ticks
  uint64_t records = 0;
};

struct Manifest {
  std::map<std::string, ImportedTable> tables;
  std::vector<ImportedInput> inputs;
};

std::string WriteManifest(const Manifest& manifest);
// nullopt when the folder has none.
Result<std::optional<Manifest>> ReadManifest(const std::string& folder);

// What is known of an input file. Reads about 1 MiB of it.
Result<ImportedInput> IdentifyInput(const std::string& path);

}  // namespace quarry
