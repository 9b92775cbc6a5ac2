// Lookup files: CSV with a header, JSON arrays of objects, JSON objects of objects (the key is column `key`).
#include "bind/cql/lookup.h"
#include "bind/lookup_files.h"
#include "types/json.h"

namespace quarry {
namespace {

LookupFile OfCsv(std::string_view text) {
  LookupFile file;
  DelimitedRecords records(text, ',');
  std::vector<std::string> cells;
  if (!records.Next(&cells)) return file;
  file.columns = cells;
  while (records.Next(&cells)) {
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
  const LookupFolders folders{context.sources.name(context.source), context.options.data_dir};
  LookupRequest request;
  request.names = {name};
  request.shown = "lookup file `" + name + "`";
  request.span = span;
  const std::optional<LookupText> found = ReadLookup(request, folders, context.diagnostics);
  if (!found) return std::nullopt;
  const std::string_view text = found->text;
  const size_t first = text.find_first_not_of(" \t\r\n");
  const bool json =
      name.ends_with(".json") || (first != std::string_view::npos && (text[first] == '{' || text[first] == '['));
  std::optional<LookupFile> file = json ? OfJson(text) : OfCsv(text);
  if (!file)
    context.diagnostics.Add(Code::Q0603, span, request.shown + " is no JSON array or object").label = "not readable";
  return file;
}

}  // namespace quarry
