// External entries: WriteManifest, ReadManifest, IdentifyInput.
#include "import/manifest.h"

#include <sys/stat.h>
#include <xxhash.h>

#include <algorithm>
#include <filesystem>

#include "base/arena.h"
#include "readers/codec/open_file.h"
#include "readers/codec/zip_archive.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr int64_t kVersion = 1;
constexpr size_t kFingerprintPart = 64 << 10;
constexpr uint64_t kFingerprintParts = 16;

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
    out += '}';
  }
  return out + "]}\n";
}

Result<std::optional<Manifest>> ReadManifest(const std::string& folder) {
  const std::string path = folder + "/" + kManifestName;
  struct stat status;
  if (stat(path.c_str(), &status) != 0) return std::optional<Manifest>();
  Result<OpenFile> file = OpenFile::Open(path);
  if (!file) return file.error();
  std::string text(file->size(), '\0');
  const Result<size_t> got = file->ReadAt(0, text.data(), text.size());
  if (!got) return got.error();
  text.resize(*got);
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
                             TimeOf(part, "first"), TimeOf(part, "last")});
  }
  for (const JsonNode& input : inputs->array())
    manifest.inputs.push_back({TextMember(input, "path"), NumberOf(input, "bytes"),
                               TimeOf(input, "modified").value_or(0), TextMember(input, "fingerprint"),
                               TimeOf(input, "imported").value_or(0), NumberOf(input, "records")});
  return std::optional<Manifest>(std::move(manifest));
}

Result<ImportedInput> IdentifyInput(const std::string& path) {
  ImportedInput input;
  input.path = path;
  if (path == "-") return input;
  std::error_code error;
  input.path = std::filesystem::absolute(path, error).lexically_normal().string();
  const std::optional<ZipPath> member = SplitZipPath(path);
  const std::string on_disk = member ? member->archive : path;
  Result<OpenFile> file = OpenFile::Open(on_disk);
  if (!file) return file.error();
  struct stat status;
  if (stat(on_disk.c_str(), &status) == 0)
    input.modified = kUnixEpochTicks + status.st_mtim.tv_sec * kTicksPerSecond + status.st_mtim.tv_nsec / 100;
  input.bytes = file->size();
  // The beginning, the end and places between: enough to tell telemetry apart, and cheap for files of any size.
  std::string parts, part(kFingerprintPart, '\0');
  for (uint64_t i = 0; i < kFingerprintParts; ++i) {
    const uint64_t last = input.bytes > part.size() ? input.bytes - part.size() : 0;
    const Result<size_t> got = file->ReadAt(last / (kFingerprintParts - 1) * i, part.data(), part.size());
    if (!got) return got.error();
    parts.append(part, 0, *got);
    if (last == 0) break;
  }
  const uint64_t tail_at = input.bytes > part.size() ? input.bytes - part.size() : 0;
  const Result<size_t> tail = file->ReadAt(tail_at, part.data(), part.size());
  if (!tail) return tail.error();
  parts.append(part, 0, *tail);
  parts += std::to_string(input.bytes);
  if (member) parts += "/" + member->member;
  const XXH128_hash_t hash = XXH3_128bits(parts.data(), parts.size());
  for (const uint64_t half : {hash.high64, hash.low64}) {
    for (int shift = 60; shift >= 0; shift -= 4) input.fingerprint += "0123456789abcdef"[half >> shift & 15];
  }
  return input;
}

}  // namespace quarry
