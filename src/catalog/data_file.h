// Reads the YAML files of the data folder. Files that stand there as the build saw them are not parsed again: the build
// puts their trees into the command (cmake/ParsedData.cmake). A file that was changed is parsed as it is.
// Thread rule: reentrant.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "diag/source_map.h"
#include "syntax/yaml/yaml.h"

namespace quarry {

struct DataFile {
  yaml::Node root;        // the single document
  bool as_built = false;  // what the tests check of the shipped files holds
};
// The text of the file goes to `sources`.
Result<DataFile> ReadDataFile(const std::string& path, SourceMap& sources);

// A file of the data folder and its tree, as the build read it.
struct ParsedFile {
  std::string_view name;  // "schemas/defender.yaml"
  std::string_view text;
  std::string_view tree;  // by EncodeTree
};
std::span<const ParsedFile> ParsedFiles();  // generated

}  // namespace quarry
