// Parses inline column lists.
#include "engine/inline_columns.h"

#include "base/ascii.h"

namespace quarry {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && IsAsciiSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiSpace(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

Result<std::vector<ColumnSchema>> ParseInlineColumns(std::string_view text) {
  text = Trimmed(text);
  if (text.starts_with('(') && text.ends_with(')')) text = Trimmed(text.substr(1, text.size() - 2));
  std::vector<ColumnSchema> columns;
  while (!text.empty()) {
    ColumnSchema column;
    size_t colon;
    if (text.starts_with("['") || text.starts_with("[\"")) {
      size_t close = text.find(text[1], 2);
      if (close == std::string_view::npos) return Error{"a name opened by [' is never closed"};
      column.name = std::string(text.substr(2, close - 2));
      colon = text.find(':', close);
    } else {
      colon = text.find(':');
      column.name = std::string(Trimmed(text.substr(0, colon)));
    }
    if (colon == std::string_view::npos || column.name.empty()) {
      return Error{"expected `name:type` at `" + std::string(text) + "`"};
    }
    size_t comma = text.find(',', colon);
    std::string_view type_name =
        Trimmed(text.substr(colon + 1, comma == std::string_view::npos ? comma : comma - colon - 1));
    std::optional<Type> type = FindType(type_name);
    if (!type) return Error{"no type `" + std::string(type_name) + "`"};
    column.type = *type;
    columns.push_back(std::move(column));
    text = comma == std::string_view::npos ? std::string_view() : Trimmed(text.substr(comma + 1));
  }
  return columns;
}

}  // namespace quarry
