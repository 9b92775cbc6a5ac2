// Entry: EndOfElement.
#include "exec/elements.h"

namespace quarry {

// The end of the JSON value (or member) that starts at `pos`: the next comma or closing bracket of the same depth.
size_t EndOfElement(std::string_view json, size_t pos) {
  int depth = 0;
  for (; pos < json.size(); ++pos) {
    switch (json[pos]) {
      case '"':
        for (++pos; pos < json.size() && json[pos] != '"'; ++pos)
          if (json[pos] == '\\') ++pos;
        break;
      case '[':
      case '{':
        ++depth;
        break;
      case ']':
      case '}':
        if (depth == 0) return pos;
        --depth;
        break;
      case ',':
        if (depth == 0) return pos;
        break;
      default:
        break;
    }
  }
  return json.size();
}

}  // namespace quarry
