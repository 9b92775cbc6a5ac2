// Finds the tree of a file by its text; ReadDataFile is the entry.
#include "catalog/data_file.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "catalog/tree_code.h"

namespace quarry {

namespace {

Result<std::string> ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
  if (size < 0) return Error{path + ": cannot be read"};
  std::string text(static_cast<size_t>(size), '\0');
  file.seekg(0);
  if (!file.read(text.data(), size)) return Error{path + ": cannot be read"};
  return text;
}

}  // namespace

Result<yaml::Node> ReadDataFile(const std::string& path, SourceMap& sources) {
  Result<std::string> text = ReadText(path);
  if (!text) return text.error();
  const std::span<const ParsedFile> built = ParsedFiles();
  const auto same =
      std::find_if(built.begin(), built.end(), [&](const ParsedFile& file) { return file.text == *text; });
  const uint16_t source = sources.Add(path, std::move(*text));
  if (same != built.end()) return DecodeTree(same->tree, same->text, source);
  DiagnosticList diagnostics;
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
  if (!documents || documents->size() != 1) {
    const std::string why = diagnostics.items().empty() ? "one YAML document expected" : diagnostics.items()[0].message;
    return Error{path + ": " + why};
  }
  return std::move(documents->front());
}

}  // namespace quarry
