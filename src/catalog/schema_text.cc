// Reads "Name: type, ..." column lists; ParseSchemaText is the entry.
#include "catalog/schema_text.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"

namespace quarry {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}

// Takes a name off the front of `text`: bare up to the colon, or ['quoted'] / ["quoted"].
bool TakeName(std::string_view& text, std::string_view& name) {
  if (text.size() > 4 && text[0] == '[' && (text[1] == '\'' || text[1] == '"')) {
    const size_t end = text.find(text[1] == '\'' ? "']" : "\"]", 2);
    if (end == std::string_view::npos) return false;
    name = text.substr(2, end - 2);
    text = Trim(text.substr(end + 2));
  } else {
    const size_t colon = text.find(':');
    if (colon == std::string_view::npos) return false;
    name = Trim(text.substr(0, colon));
    text.remove_prefix(colon);
  }
  return !name.empty();
}

}  // namespace

Result<std::vector<ColumnSchema>> ParseSchemaText(std::string_view text) {
  std::vector<ColumnSchema> columns;
  text = Trim(text);
  if (text.size() >= 2 && text.front() == '(' && text.back() == ')') text = Trim(text.substr(1, text.size() - 2));
  columns.reserve(static_cast<size_t>(std::ranges::count(text, ',')) + 1);
  while (!text.empty()) {
    std::string_view name;
    if (!TakeName(text, name) || text.empty() || text.front() != ':') {
      return Error{"expected `name: type` at `" + std::string(text.substr(0, 40)) + "`"};
    }
    text.remove_prefix(1);
    const size_t comma = text.find(',');
    const std::string_view type_name = Trim(text.substr(0, comma));
    const std::optional<Type> type = FindType(type_name);
    if (!type) return Error{"column `" + std::string(name) + "` has the unknown type `" + std::string(type_name) + "`"};
    ColumnSchema column;
    column.name = name;
    column.type = *type;
    columns.push_back(std::move(column));
    text = comma == std::string_view::npos ? std::string_view{} : Trim(text.substr(comma + 1));
  }
  return columns;
}

}  // namespace quarry
