// Entry: ColumnFiller::Fill.
#include "readers/formats/evtx/columns.h"

#include "readers/convert_text.h"
#include "scan/flat_name.h"
#include "types/json.h"

namespace quarry::evtx {

Cell ConvertField(const Field& field, Type type, Arena& arena) {
  if (type != Type::kDynamic) return ConvertText(arena.Copy(field.text), type, arena);
  // The log says what a value is: a number, a list, or a text, which stays one even if it looks like JSON.
  if (field.number) return Cell::Text(arena.Copy(field.text));
  std::string json;
  if (field.list) {
    json = "[";
    for (size_t i = 0; i < field.items.size(); ++i) {
      if (i) json += ',';
      AppendJsonString(field.items[i], json);
    }
    json += ']';
  } else {
    AppendJsonString(field.text, json);
  }
  return Cell::Text(arena.Copy(json));
}

ColumnFiller::ColumnFiller(const ScanSpec& spec) : columns_(spec.columns) {
  size_t paths = 0;
  for (const ScanColumn& column : columns_) paths += column.paths.size();
  names_.reserve(paths);  // views into names_ are keys: it must not move
  for (uint32_t i = 0; i < columns_.size(); ++i) {
    for (uint32_t rank = 0; rank < columns_[i].paths.size(); ++rank) {
      names_.push_back(FlatName(columns_[i].paths[rank]));
      uses_[names_.back()].push_back({i, rank});
    }
  }
  found_.resize(columns_.size());
  rank_.resize(columns_.size());
}

void ColumnFiller::Fill(const Flattener& event, int64_t record, std::string_view file, Arena& arena, Batch& batch,
                        size_t row) {
  found_.assign(columns_.size(), nullptr);
  for (const Field& field : event) {
    const auto uses = uses_.find(field.name);
    if (uses == uses_.end()) continue;
    for (const Use& use : uses->second) {
      if (found_[use.column] != nullptr && rank_[use.column] <= use.rank) continue;
      found_[use.column] = &field;
      rank_[use.column] = use.rank;
    }
  }
  for (size_t i = 0; i < columns_.size(); ++i) {
    const ScanColumn& column = columns_[i];
    Cell cell;
    switch (column.kind) {
      case ScanColumn::Kind::kField:
        if (found_[i] != nullptr)
          cell = ConvertField(*found_[i], column.type, arena);
        else if (column.null_as_empty && column.type == Type::kString)
          cell = Cell::Text("");
        break;
      case ScanColumn::Kind::kEvent:
        json_.clear();
        event.AppendJson(json_);
        cell = Cell::Text(arena.Copy(json_));
        break;
      case ScanColumn::Kind::kRecord:
        cell = Cell::Integer(record);
        break;
      case ScanColumn::Kind::kFile:
        cell = Cell::Text(file);
        break;
    }
    batch.columns[i].Set(row, cell);
  }
}

}  // namespace quarry::evtx
