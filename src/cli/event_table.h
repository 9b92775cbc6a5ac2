// EventTable: events with open fields as rows of one table: the columns are the fields that occur, in the order of
// their first appearance; absent fields are null strings.
// Ownership: texts are copied. Thread rule: one thread.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/event_rows.h"
#include "plan/rel.h"
#include "types/batch.h"

namespace quarry {

class EventTable {
 public:
  void Add(const EventRows::Fields& fields);
  void AddColumn(const std::string& name);
  void ClearRows() { rows_.clear(); }
  size_t rows() const { return rows_.size(); }
  const std::vector<OutputColumn>& columns() const { return columns_; }
  // Rows [from, from + count) as a batch whose texts point into this table.
  Batch Rows(size_t from, size_t count) const;

 private:
  std::vector<OutputColumn> columns_;
  std::unordered_map<std::string, size_t> index_;
  std::vector<std::vector<std::pair<size_t, std::string>>> rows_;
};

}  // namespace quarry
