// The rows that a dynamic value unnests to: an array gives its elements, an object one-member objects, anything else
// itself, null one null. Dynamic values are compact JSON text, so that elements are cut out of it without parsing them.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "types/cell.h"

namespace quarry {

// The end of the JSON value (or member) that starts at `pos`: the next comma or closing bracket of the same depth.
size_t EndOfElement(std::string_view json, size_t pos);

// Calls `add(std::string_view json, bool is_null)` for each element, whose text lives until the next one. `keep_empty`:
// an empty value gives one null. `limit`: of elements; negative: none.
template <typename F>
void ForEachElement(const Cell& value, bool keep_empty, int64_t limit, const F& add) {
  if (value.null) return add(std::string_view(), true);
  if (limit == 0) return;
  const std::string_view json = value.text;
  const bool is_object = !json.empty() && json.front() == '{';
  if (!is_object && (json.empty() || json.front() != '[')) return add(json, json == "null");
  std::string member;
  size_t pos = 1;
  int64_t count = 0;
  while (pos < json.size() && json[pos] != ']' && json[pos] != '}') {
    if (limit >= 0 && count == limit) return;
    const size_t end = EndOfElement(json, pos);
    const std::string_view element = json.substr(pos, end - pos);
    if (is_object) {
      member.assign("{").append(element).append("}");
      add(std::string_view(member), false);
    } else {
      add(element, element == "null");
    }
    ++count;
    pos = end + (end < json.size() && json[end] == ',' ? 1 : 0);
  }
  if (count == 0 && keep_empty) add(std::string_view(), true);
}

}  // namespace quarry
