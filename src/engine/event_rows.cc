// Lays the columns of a row over its original event. Entry: EventRows::Read.
#include "engine/event_rows.h"

#include <algorithm>

#include "base/arena.h"
#include "types/cell_text.h"
#include "types/json.h"

namespace quarry {
namespace {

// The end of the JSON value that starts at `at` in compact JSON.
size_t ValueEnd(std::string_view json, size_t at) {
  int depth = 0;
  for (; at < json.size(); ++at) {
    char c = json[at];
    if (c == '"') {
      for (++at; at < json.size() && json[at] != '"'; ++at) {
        if (json[at] == '\\') ++at;
      }
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;
      --depth;
    } else if (c == ',' && depth == 0) {
      return at;
    }
  }
  return json.size();
}

size_t StringEnd(std::string_view json, size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return at;
}

std::string Decoded(std::string_view quoted) {
  Arena arena;
  const JsonNode* node = ParseJson(quoted, arena);
  return node == nullptr ? std::string(quoted) : std::string(node->text);
}

}  // namespace

EventRows::EventRows(const BoundQuery& bound, const std::vector<OutputColumn>& columns)
    : columns_(columns), dropped_(bound.dropped_fields), hidden_(bound.lang == Lang::kCql ? bound.time : 0) {
  std::sort(dropped_.begin(), dropped_.end());
  event_ = columns.size();
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].id == bound.event) event_ = i;
  }
}

void EventRows::AddMember(std::string_view key, std::string_view raw_value) {
  if (raw_value.empty() || raw_value == "null") return;
  if (key.find('\\') != std::string_view::npos) {
    key = decoded_.emplace_back(Decoded("\"" + std::string(key) + "\""));
  }
  if (std::binary_search(dropped_.begin(), dropped_.end(), key)) return;
  std::string_view value = raw_value;
  if (raw_value.front() == '"') {
    value = raw_value.substr(1, raw_value.size() - 2);
    if (value.find('\\') != std::string_view::npos) value = decoded_.emplace_back(Decoded(raw_value));
  }
  for (auto& field : fields_) {
    if (field.first == key) {  // of duplicate members the last one counts
      field.second = value;
      return;
    }
  }
  fields_.emplace_back(key, value);
}

const EventRows::Fields& EventRows::Read(const Batch& batch, size_t row) {
  fields_.clear();
  decoded_.clear();
  Cell event = event_ < columns_.size() ? batch.columns[event_].Get(row) : Cell::Null();
  if (!event.null && event.text.starts_with('{')) {
    std::string_view json = event.text;
    for (size_t at = 1; at < json.size() && json[at] == '"';) {
      size_t key_end = StringEnd(json, at);
      size_t value = key_end + 2;  // compact JSON: `":` with nothing between
      size_t end = ValueEnd(json, value);
      if (value > json.size()) break;
      AddMember(json.substr(at + 1, key_end - at - 1), json.substr(value, end - value));
      at = end + 1;
    }
  }
  for (size_t i = 0; i < columns_.size(); ++i) {
    if (i == event_ || (hidden_ != 0 && columns_[i].id == hidden_)) continue;
    Cell cell = batch.columns[i].Get(row);
    auto same_name = [&](const auto& field) { return field.first == columns_[i].name; };
    if (cell.null) {
      fields_.erase(std::remove_if(fields_.begin(), fields_.end(), same_name), fields_.end());
      continue;
    }
    std::string_view value = cell.text;
    if (!IsTextual(columns_[i].type)) {
      std::string& text = decoded_.emplace_back();
      AppendCellText(columns_[i].type, cell, text);
      value = text;
    }
    auto found = std::find_if(fields_.begin(), fields_.end(), same_name);
    if (found != fields_.end())
      found->second = value;
    else
      fields_.emplace_back(columns_[i].name, value);
  }
  return fields_;
}

}  // namespace quarry
