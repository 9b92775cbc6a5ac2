// Starts a package: a folder whose rules run and whose tests pass, to be changed piece by piece.
// Thread rule: pure function over the file system.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace quarry {

struct NewPack {
  std::string id;         // letters, digits, ".", "_", "-"
  std::string title;      // "": made of the id
  std::string technique;  // "T1059.001"
  std::string author;
  std::string date;  // 2026-03-02
};

// Writes folder/id. The files' paths, in the order of writing. An error when the folder is there already, the id or the
// technique is none, or a file cannot be written.
Result<std::vector<std::string>> WriteNewPack(const NewPack& request, const std::string& folder);

}  // namespace quarry
