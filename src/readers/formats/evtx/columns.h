// Fills a batch row from the flat fields of an event, by the columns of a ScanSpec.
// Thread rule: one thread; texts go to the arena that the caller gives.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "readers/formats/evtx/flatten.h"
#include "scan/scan.h"

namespace quarry::evtx {

class ColumnFiller {
 public:
  explicit ColumnFiller(const ScanSpec& spec);
  void Fill(const Flattener& event, int64_t record, std::string_view file, Arena& arena, Batch& batch, size_t row);

 private:
  struct Use {
    uint32_t column;
    uint32_t rank;  // position of the path among the column's alternatives; the lowest present one counts
  };
  const std::vector<ScanColumn>& columns_;
  std::unordered_map<std::string_view, std::vector<Use>> uses_;
  std::vector<std::string> names_;   // owns the keys of uses_
  std::vector<const Field*> found_;  // by column
  std::vector<uint32_t> rank_;
  std::string json_;
};

// The text of a flat field as a cell of `type`; null when it cannot be converted.
Cell ConvertField(const Field& field, Type type, Arena& arena);

}  // namespace quarry::evtx
