// Reading of rule and pack files from disk.
// Thread rule: pure functions over the file system.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace quarry {

Result<std::string> ReadWholeFile(const std::string& path);
// Replaces what is there. The folder must exist.
Result<void> WriteWholeFile(const std::string& path, std::string_view text);
bool IsFolder(const std::string& path);
bool PathExists(const std::string& path);
// Names of the entries of a folder, sorted, without hidden ones.
Result<std::vector<std::string>> ListFolder(const std::string& path);
std::string JoinPath(const std::string& folder, const std::string& name);
std::string FileStem(const std::string& path);       // "rules/a.kql": "a"
std::string FileExtension(const std::string& path);  // "rules/a.KQL": "kql"

}  // namespace quarry
