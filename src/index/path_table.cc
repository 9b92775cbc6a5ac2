#include "index/path_table.h"

namespace quarry {

PathTable::PathTable() {
  paths_.emplace_back();
}

std::optional<uint32_t> PathTable::Member(uint32_t parent, std::string_view name) {
  const std::lock_guard lock(mutex_);
  const auto [at, is_new] = numbers_.try_emplace({parent, std::string(name)}, static_cast<uint32_t>(paths_.size()));
  if (!is_new) return at->second;
  const int depth = paths_[parent].depth + 1;
  if (paths_.size() >= kMostPaths || depth > kMostDepth) {
    numbers_.erase(at);
    return std::nullopt;
  }
  Path path;
  path.parent = parent;
  path.depth = depth;
  path.name = name;
  paths_.push_back(std::move(path));
  return at->second;
}

size_t PathTable::size() const {
  const std::lock_guard lock(mutex_);
  return paths_.size();
}

PathTable::Path PathTable::Get(uint32_t path) const {
  const std::lock_guard lock(mutex_);
  return paths_[path];
}

}  // namespace quarry
