// Collects open events into a table.
#include "cli/event_table.h"

namespace quarry {

void EventTable::AddColumn(const std::string& name) {
  if (index_.try_emplace(name, columns_.size()).second) {
    columns_.push_back({static_cast<ColumnId>(columns_.size() + 1), name, Type::kString});
  }
}

void EventTable::Add(const EventRows::Fields& fields) {
  auto& row = rows_.emplace_back();
  row.reserve(fields.size());
  for (const auto& [name, value] : fields) {
    std::string key(name);
    AddColumn(key);
    row.emplace_back(index_.at(key), value);
  }
}

Batch EventTable::Rows(size_t from, size_t count) const {
  Batch batch;
  batch.columns.assign(columns_.size(), ColumnVector(Type::kString));
  for (ColumnVector& column : batch.columns) column.Clear(count);
  for (size_t i = 0; i < count; ++i) {
    for (const auto& [column, text] : rows_[from + i]) batch.columns[column].Set(i, Cell::Text(text));
  }
  batch.rows = count;
  return batch;
}

}  // namespace quarry
