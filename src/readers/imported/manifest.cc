// External entries: WriteManifest, ReadManifest, IncompleteInputs, DescribeIncomplete.
#include "readers/imported/manifest.h"

#include <sys/stat.h>

#include "base/arena.h"
#include "readers/codec/open_file.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr int64_t kVersion = 1;
constexpr std::string_view kIncompleteMember = "\"incomplete\":";  // in no string: there its quotes have backslashes
constexpr std::string_view kEnd = "]}\n";

void Number(std::string_view key, uint64_t value, std::string& out) {
  AppendJsonKey(key, out);
  out += std::to_string(value);
}

uint64_t NumberOf(const JsonNode& object, std::string_view key) {
  const JsonNode* node = object.Find(key);
  return node == nullptr || node->integer < 0 ? 0 : static_cast<uint64_t>(node->integer);
}
std::optional<int64_t> TimeOf(const JsonNode& object, std::string_view key) {
  return ParseIsoDateTime(TextMember(object, key));
}

// "" when the folder has none.
Result<std::string> ManifestText(const std::string& folder) {
  const std::string path = folder + "/" + kManifestName;
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return std::string();
  Result<OpenFile> file = OpenFile::Open(path);
  if (!file) return file.error();
  std::string text(file->size(), '\0');
  const Result<size_t> got = file->ReadAt(0, text.data(), text.size());
  if (!got) return got.error();
  text.resize(*got);
  if (text.empty()) return Error{path + ": damaged"};
  return text;
}

Result<Manifest> ParseManifest(const std::string& folder, const std::string& text) {
  const std::string path = folder + "/" + kManifestName;
  Arena arena;
  const JsonNode* root = ParseJson(text, arena);
  const JsonNode* tables = root == nullptr ? nullptr : root->Find("tables");
  const JsonNode* inputs = root == nullptr ? nullptr : root->Find("inputs");
  if (tables == nullptr || inputs == nullptr) return Error{path + ": damaged"};
  if (NumberOf(*root, "version") != kVersion) return Error{path + ": written by another version of Quarry"};
  Manifest manifest;
  for (const JsonMember& member : tables->object()) {
    ImportedTable& table = manifest.tables[std::string(member.name)];
    table.kind = TextMember(member.value, "kind");
    table.time_column = TextMember(member.value, "time_column");
    const JsonNode* parts = member.value.Find("files");
    if (parts == nullptr) return Error{path + ": damaged"};
    for (const JsonNode& part : parts->array())
      table.parts.push_back({TextMember(part, "path"), NumberOf(part, "rows"), NumberOf(part, "bytes"),
                             TimeOf(part, "first"), TimeOf(part, "last"), TextMember(part, "only_of")});
  }
  for (const JsonNode& input : inputs->array())
    manifest.inputs.push_back({TextMember(input, "path"), NumberOf(input, "bytes"),
                               TimeOf(input, "modified").value_or(0), TextMember(input, "fingerprint"),
                               TimeOf(input, "imported").value_or(0), NumberOf(input, "records"),
                               TextMember(input, "incomplete"), NumberOf(input, "most_decoded")});
  return manifest;
}

}  // namespace

std::string WriteManifest(const Manifest& manifest) {
  std::string out = "{\"version\":" + std::to_string(kVersion) + ",\"tables\":{";
  for (const auto& [name, table] : manifest.tables) {
    if (!out.ends_with('{')) out += ',';
    out += "\n  ";
    AppendJsonString(name, out);
    out += ":{";
    uint64_t rows = 0;
    std::optional<int64_t> first, last;
    for (const ImportedPart& part : table.parts) {
      rows += part.rows;
      if (part.first && (!first || *part.first < *first)) first = part.first;
      if (part.last && (!last || *part.last > *last)) last = part.last;
    }
    AppendJsonMember("kind", table.kind, out);
    AppendJsonMember("time_column", table.time_column, out);
    Number("rows", rows, out);
    if (first) AppendJsonMember("first", FormatDateTime(*first), out);
    if (last) AppendJsonMember("last", FormatDateTime(*last), out);
    out += ",\"files\":[";
    for (const ImportedPart& part : table.parts) {
      if (!out.ends_with('[')) out += ',';
      out += "\n    {";
      AppendJsonMember("path", part.path, out);
      Number("rows", part.rows, out);
      Number("bytes", part.bytes, out);
      if (part.first) AppendJsonMember("first", FormatDateTime(*part.first), out);
      if (part.last) AppendJsonMember("last", FormatDateTime(*part.last), out);
      if (!part.only_of.empty()) AppendJsonMember("only_of", part.only_of, out);
      out += '}';
    }
    out += "]}";
  }
  out += "},\"inputs\":[";
  for (const ImportedInput& input : manifest.inputs) {
    if (!out.ends_with('[')) out += ',';
    out += "\n  {";
    AppendJsonMember("path", input.path, out);
    Number("bytes", input.bytes, out);
    if (input.modified != 0) AppendJsonMember("modified", FormatDateTime(input.modified), out);
    if (!input.fingerprint.empty()) AppendJsonMember("fingerprint", input.fingerprint, out);
    AppendJsonMember("imported", FormatDateTime(input.imported), out);
    Number("records", input.records, out);
    if (!input.incomplete.empty()) AppendJsonMember("incomplete", input.incomplete, out);
    if (input.most_decoded != 0) Number("most_decoded", input.most_decoded, out);
    out += '}';
  }
  return out + std::string(kEnd);
}

Result<std::optional<Manifest>> ReadManifest(const std::string& folder) {
  Result<std::string> text = ManifestText(folder);
  if (!text) return text.error();
  if (text->empty()) return std::optional<Manifest>();
  Result<Manifest> manifest = ParseManifest(folder, *text);
  if (!manifest) return manifest.error();
  return std::optional<Manifest>(std::move(*manifest));
}

Result<std::vector<ImportedInput>> IncompleteInputs(const std::string& folder) {
  std::vector<ImportedInput> incomplete;
  Result<std::string> text = ManifestText(folder);
  if (!text) return text.error();
  if (text->empty()) return incomplete;
  // It is written as a whole: what has its end and not this member need not be parsed.
  if (text->ends_with(kEnd) && text->find(kIncompleteMember) == std::string::npos) return incomplete;
  Result<Manifest> manifest = ParseManifest(folder, *text);
  if (!manifest) return manifest.error();
  for (ImportedInput& input : manifest->inputs) {
    if (!input.incomplete.empty()) incomplete.push_back(std::move(input));
  }
  return incomplete;
}

std::string DescribeIncomplete(const ImportedInput& input) {
  return input.path + ": " + input.incomplete + "; " + std::to_string(input.records) +
         (input.records == 1 ? " record was imported" : " records were imported");
}

}  // namespace quarry
