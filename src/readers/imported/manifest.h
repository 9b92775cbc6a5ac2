// The manifest of an imported folder, `_quarry.json`: what it holds and what it was made of.
// Times are ticks, sizes bytes. Ownership: values. Thread rule: pure functions of the files.
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
  std::string only_of;                 // fingerprint of the one input that its records are of, where that is incomplete
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
  std::string incomplete;     // why it was not read to its end: "gzip data ends in the middle (...)"; "": it was
  uint64_t most_decoded = 0;  // it was given up when it had decoded to so much; 0: for another reason
};

struct Manifest {
  std::map<std::string, ImportedTable> tables;
  std::vector<ImportedInput> inputs;
};

std::string WriteManifest(const Manifest& manifest);
// nullopt when the folder has none.
Result<std::optional<Manifest>> ReadManifest(const std::string& folder);

// The inputs of an imported folder that were not read to their end; none when it has no manifest. Cheaper than reading
// all of the manifest. Error: the manifest is damaged, or cannot be read.
Result<std::vector<ImportedInput>> IncompleteInputs(const std::string& folder);

// What is said of such an input: its path, why it ended, and how many records there are.
std::string DescribeIncomplete(const ImportedInput& input);

}  // namespace quarry
