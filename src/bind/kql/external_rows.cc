#include "bind/kql/external_rows.h"

#include <algorithm>

#include "base/ascii.h"
#include "bind/lookup_files.h"
#include "types/json.h"

namespace quarry {
namespace {

using Row = std::vector<std::optional<std::string>>;
using Rows = std::vector<Row>;

struct NamedFormat {
  std::string_view name;
  ExternalFormat format;
};
constexpr NamedFormat kFormats[] = {
    {"csv", {ExternalFormat::Kind::kDelimited, ','}},
    {"tsv", {ExternalFormat::Kind::kDelimited, '\t'}},
    {"psv", {ExternalFormat::Kind::kDelimited, '|'}},
    {"scsv", {ExternalFormat::Kind::kDelimited, ';'}},
    {"sohsv", {ExternalFormat::Kind::kDelimited, '\1'}},
    {"txt", {ExternalFormat::Kind::kLines, 0}},
    {"raw", {ExternalFormat::Kind::kRaw, 0}},
    {"json", {ExternalFormat::Kind::kJson, 0}},
    {"multijson", {ExternalFormat::Kind::kJson, 0}},
    {"singlejson", {ExternalFormat::Kind::kJson, 0}},
};

std::string_view WithoutMark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

Rows DelimitedRows(std::string_view text, char delimiter, size_t columns) {
  Rows rows;
  DelimitedRecords records(text, delimiter);
  std::vector<std::string> cells;
  while (records.Next(&cells)) {
    if (cells.size() == 1 && cells[0].empty()) continue;
    Row row(columns);
    for (size_t i = 0; i < std::min(columns, cells.size()); i++) row[i] = std::move(cells[i]);
    rows.push_back(std::move(row));
  }
  return rows;
}

Rows LineRows(std::string_view text, size_t columns) {
  Rows rows;
  text = WithoutMark(text);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    Row row(columns);
    row[0] = line;
    rows.push_back(std::move(row));
  }
  return rows;
}

// Where the JSON value that starts at `at` ends, by its brackets and quotes; the parser says whether it is one.
size_t EndOfValue(std::string_view text, size_t at) {
  size_t depth = 0;
  bool quoted = false;
  for (size_t i = at; i < text.size(); i++) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') i++;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      depth++;
    } else if (c == '}' || c == ']') {
      if (depth <= 1) return i + 1;
      depth--;
    }
  }
  return text.size();
}

std::optional<std::string> TextOf(const JsonNode& value, Type type) {
  std::string text;
  if (value.kind == JsonNode::Kind::kNull) return std::nullopt;
  if (value.kind == JsonNode::Kind::kString && type != Type::kDynamic) return std::string(value.text);
  AppendJson(value, text);
  return text;
}

// Adds the rows of an object, or of the objects of an array. False when `node` is something else.
bool AddObjects(const JsonNode& node, const std::vector<OutputColumn>& columns, Rows& rows) {
  if (node.kind == JsonNode::Kind::kArray) {
    return std::ranges::all_of(node.array(),
                               [&](const JsonNode& element) { return AddObjects(element, columns, rows); });
  }
  if (node.kind != JsonNode::Kind::kObject) return false;
  Row row(columns.size());
  for (size_t i = 0; i < columns.size(); i++)
    if (const JsonNode* value = node.Find(columns[i].name)) row[i] = TextOf(*value, columns[i].type);
  rows.push_back(std::move(row));
  return true;
}

Result<Rows> JsonRows(std::string_view text, const std::vector<OutputColumn>& columns) {
  Rows rows;
  text = WithoutMark(text);
  size_t at = 0;
  const auto skip_between = [&] {
    while (at < text.size() && IsAsciiSpace(text[at])) at++;
  };
  for (skip_between(); at < text.size(); skip_between()) {
    const size_t end = EndOfValue(text, at);
    Arena arena;
    const JsonNode* node = ParseJson(text.substr(at, end - at), arena);
    if (node == nullptr || !AddObjects(*node, columns, rows)) {
      const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      return Error{"line " + std::to_string(line) + " begins no JSON object"};
    }
    at = end;
  }
  return rows;
}

}  // namespace

std::optional<ExternalFormat> FindExternalFormat(std::string_view name) {
  for (const NamedFormat& known : kFormats)
    if (EqualsIgnoreAsciiCase(known.name, name)) return known.format;
  return std::nullopt;
}

std::string_view ExternalFormatNames() {
  return "csv, tsv, psv, scsv, sohsv, txt, raw, json, multijson and singlejson";
}

Result<Rows> ExternalRows(std::string_view text, const ExternalFormat& format, const std::vector<OutputColumn>& columns,
                          bool skip_first) {
  Rows rows;
  switch (format.kind) {
    case ExternalFormat::Kind::kDelimited:
      rows = DelimitedRows(text, format.delimiter, columns.size());
      break;
    case ExternalFormat::Kind::kLines:
      rows = LineRows(text, columns.size());
      break;
    case ExternalFormat::Kind::kRaw:
      rows.assign(1, Row(columns.size()));
      rows[0][0] = WithoutMark(text);
      break;
    case ExternalFormat::Kind::kJson: {
      Result<Rows> objects = JsonRows(text, columns);
      if (!objects) return objects.error();
      rows = *std::move(objects);
      break;
    }
  }
  if (skip_first && !rows.empty()) rows.erase(rows.begin());
  return rows;
}

}  // namespace quarry
