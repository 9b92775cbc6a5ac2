// Lookup files: CSV with a header, JSON arrays of objects, JSON objects of objects (the key is column `key`).
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "bind/cql/lookup.h"
#include "types/json.h"

namespace quarry {
namespace {

constexpr size_t kLargestFile = 64u << 20;

// One record of CSV (RFC 4180); false at the end.
bool ReadRecord(std::string_view text, size_t* at, std::vector<std::string>* cells) {
  cells->clear();
  if (*at >= text.size()) return false;
  std::string cell;
  bool quoted = false;
  while (true) {
    if (*at >= text.size()) break;
    char c = text[(*at)++];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (*at < text.size() && text[*at] == '"') {
        cell += '"';
        ++*at;
      } else {
        quoted = false;
      }
    } else if (c == '"' && cell.empty()) {
      quoted = true;
    } else if (c == ',') {
      cells->push_back(std::move(cell));
      cell.clear();
    } else if (c == '\n') {
      break;
    } else if (c != '\r') {
      cell += c;
    }
  }
  cells->push_back(std::move(cell));
  return true;
}

LookupFile OfCsv(std::string_view text) {
  LookupFile file;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  size_t at = 0;
  std::vector<std::string> cells;
  if (!ReadRecord(text, &at, &cells)) return file;
  file.columns = cells;
  while (ReadRecord(text, &at, &cells)) {
    if (cells.size() == 1 && cells[0].empty()) continue;
    cells.resize(file.columns.size());
    file.rows.push_back(cells);
  }
  return file;
}

std::string TextOf(const JsonNode& node) {
  if (node.kind == JsonNode::Kind::kString) return std::string(node.text);
  if (node.kind == JsonNode::Kind::kNull) return {};
  std::string text;
  AppendJson(node, text);
  return text;
}

void AddRow(LookupFile& file, const JsonNode& object, std::string_view key) {
  std::vector<std::string> row(file.columns.size());
  auto set = [&](std::string_view name, std::string value) {
    for (size_t i = 0; i < file.columns.size(); ++i) {
      if (file.columns[i] == name) {
        row[i] = std::move(value);
        return;
      }
    }
    file.columns.emplace_back(name);
    row.push_back(std::move(value));
  };
  if (!key.empty()) set("key", std::string(key));
  for (const JsonMember& member : object.object()) set(member.name, TextOf(member.value));
  file.rows.push_back(std::move(row));
}

std::optional<LookupFile> OfJson(std::string_view text) {
  Arena arena;
  const JsonNode* root = ParseJson(text, arena);
  if (!root) return std::nullopt;
  LookupFile file;
  if (root->kind == JsonNode::Kind::kArray) {
    for (const JsonNode& element : root->array()) AddRow(file, element, {});
  } else if (root->kind == JsonNode::Kind::kObject) {
    for (const JsonMember& member : root->object()) AddRow(file, member.value, member.name);
  } else {
    return std::nullopt;
  }
  for (std::vector<std::string>& row : file.rows) row.resize(file.columns.size());
  return file;
}

}  // namespace

std::optional<LookupFile> ReadLookupFile(CqlContext& context, const std::string& name, Span span) {
  namespace fs = std::filesystem;
  std::vector<fs::path> places;
  // A name from a query stays below the folders that are meant for lookups.
  const fs::path relative = fs::path(name).lexically_normal();
  const bool inside = relative.is_relative() && (relative.empty() || *relative.begin() != "..");
  if (inside) {
    places.push_back(fs::path(std::string(context.sources.name(context.source))).parent_path() / relative);
    if (!context.options.data_dir.empty()) {
      places.push_back(fs::path(context.options.data_dir) / "lookups" / relative);
      places.push_back(fs::path(context.options.data_dir) / relative);
    }
  }
  for (const fs::path& place : places) {
    std::error_code error;
    if (!fs::is_regular_file(place, error)) continue;
    if (fs::file_size(place, error) > kLargestFile) {
      context.diagnostics.Add(Code::Q0601, span, "lookup file `" + name + "` is larger than 64 MiB").label =
          "too large";
      return std::nullopt;
    }
    std::ifstream in(place, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof()) break;
    size_t first = text.find_first_not_of(" \t\r\n");
    const bool json =
        place.extension() == ".json" || (first != std::string::npos && (text[first] == '{' || text[first] == '['));
    std::optional<LookupFile> file = json ? OfJson(text) : OfCsv(text);
    if (file) return file;
    context.diagnostics.Add(Code::Q0603, span, "lookup file `" + name + "` is no JSON array or object").label =
        "not readable";
    return std::nullopt;
  }
  Diagnostic& d = context.diagnostics.Add(Code::Q0601, span, "no lookup file `" + name + "`");
  d.label = inside ? "looked for beside the query and in the data folder" : "only files below these folders are read";
  return std::nullopt;
}

}  // namespace quarry
