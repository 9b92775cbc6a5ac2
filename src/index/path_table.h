// PathTable: the places of values in records ("properties.Timestamp") as numbers, in the order in which they were first
// seen. Arrays are not gone into. What has no number (too many names, too deep) makes its parent opaque: something may
// lie below it that the table does not know.
// Thread rule: all members may be used from several threads at once; names stay where they are.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quarry {

class PathTable {
 public:
  static constexpr uint32_t kMostPaths = 4096;
  static constexpr int kMostDepth = 6;
  static constexpr uint32_t kRecord = 0;  // the record itself

  struct Path {
    uint32_t parent = kRecord;
    int depth = 0;
    std::string name;
  };

  PathTable();
  // The number of a member of `parent`, given now if need be; nullopt when there is none to give.
  std::optional<uint32_t> Member(uint32_t parent, std::string_view name);
  size_t size() const;
  Path Get(uint32_t path) const;

 private:
  mutable std::mutex mutex_;
  std::deque<Path> paths_;
  std::map<std::pair<uint32_t, std::string>, uint32_t, std::less<>> numbers_;
};

}  // namespace quarry
