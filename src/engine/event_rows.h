// EventRows: the fields that a row of an open-field result (CQL, Sigma) shows: the members of the original event,
// overlaid by the columns that the query made, without what it dropped. Absent fields are left out. Ownership: texts
// point into the row's batch or into this object, until the next call. Thread rule: one thread.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/binder.h"
#include "types/batch.h"

namespace quarry {

class EventRows {
 public:
  // `columns`: of the batches. REQUIRES: they hold bound.event.
  EventRows(const BoundQuery& bound, const std::vector<OutputColumn>& columns);

  using Fields = std::vector<std::pair<std::string_view, std::string_view>>;
  // The fields of one row: the event's own in their order, then the query's.
  const Fields& Read(const Batch& batch, size_t row);

 private:
  void AddMember(std::string_view key, std::string_view raw_value);

  std::vector<OutputColumn> columns_;
  std::vector<std::string> dropped_;
  size_t event_ = 0;
  ColumnId hidden_ = 0;  // CQL: event time beside the event, which has it itself
  Fields fields_;
  std::deque<std::string> decoded_;
};

}  // namespace quarry
