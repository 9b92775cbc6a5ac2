// ConvertFiles: what `quarry convert` does with files and folders.
// Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "convert/convert.h"

namespace quarry {

struct ConvertJob {
  const convert::Converter* converter = nullptr;
  const ConvertTarget* target = nullptr;        // nullptr: Sigma
  const convert::Pipeline* pipeline = nullptr;  // of the target
  std::string format;                           // "query", "rule", "json"
  std::string output;                           // folder; "": standard output
  bool allow_skipped = false;
  std::vector<std::string> paths;
};

// The exit code. What was refused is on stderr, for several rules with a summary by reason.
int ConvertFiles(const ConvertJob& job);

}  // namespace quarry
