// What engines over one data folder share: it is read once a process.
// Thread rule: thread-safe.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "bind/mappings/mappings.h"
#include "catalog/catalog.h"
#include "diag/source_map.h"

namespace quarry {

// Shared by all engines over the folder.
Result<std::shared_ptr<const Catalog>> SharedCatalog(const std::string& data_dir);

// The mappings of a data folder, with the texts that they point into, which each engine's sources begin with.
struct LoadedMappings {
  SourceMap texts;
  std::shared_ptr<const Mappings> mappings;  // shared by all engines over the folder
};
Result<LoadedMappings> SharedMappings(const std::string& data_dir);

}  // namespace quarry
