// Entries: SharedCatalog, SharedMappings. What cannot be loaded is tried again by the next engine.
#include "engine/shared_data.h"

#include <map>
#include <mutex>
#include <utility>

namespace quarry {

Result<std::shared_ptr<const Catalog>> SharedCatalog(const std::string& data_dir) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Catalog>> loaded;
  std::lock_guard<std::mutex> lock(mutex);
  if (auto known = loaded.find(data_dir); known != loaded.end()) return known->second;
  Result<std::shared_ptr<const Catalog>> catalog = Catalog::Load(data_dir);
  if (catalog) loaded[data_dir] = *catalog;
  return catalog;
}

Result<LoadedMappings> SharedMappings(const std::string& data_dir) {
  static std::mutex mutex;
  static std::map<std::string, LoadedMappings> loaded;
  std::lock_guard<std::mutex> lock(mutex);
  if (auto known = loaded.find(data_dir); known != loaded.end()) return known->second;
  LoadedMappings made;
  Result<std::shared_ptr<const Mappings>> mappings = Mappings::Load(data_dir, made.texts);
  if (!mappings) return mappings.error();
  made.mappings = *mappings;
  return loaded[data_dir] = std::move(made);
}

}  // namespace quarry
