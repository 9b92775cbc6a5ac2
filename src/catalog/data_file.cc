// Finds the tree of a file by its text; ReadDataFile is the entry.
#include "catalog/data_file.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

#include "catalog/tree_code.h"

namespace quarry {

namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

// Gives the file's bytes, a part at a time, until `take` gives false. False when they cannot be read.
template <typename Take>
bool ForEachPart(std::FILE* file, const Take& take) {
  std::rewind(file);
  char part[16 << 10];
  for (size_t size; (size = std::fread(part, 1, sizeof part, file)) > 0;) {
    if (!take(std::string_view(part, size))) return true;
  }
  return std::ferror(file) == 0;
}

bool HasText(std::FILE* file, std::string_view text) {
  bool same = true;
  const bool read = ForEachPart(file, [&](std::string_view part) {
    same = text.starts_with(part);
    text.remove_prefix(std::min(part.size(), text.size()));
    return same;
  });
  return read && same && text.empty();
}

const ParsedFile* FindBuilt(std::FILE* file) {
  if (std::fseek(file, 0, SEEK_END) != 0) return nullptr;
  const long size = std::ftell(file);
  const std::span<const ParsedFile> built = ParsedFiles();
  const auto same = std::find_if(built.begin(), built.end(), [&](const ParsedFile& one) {
    return static_cast<long>(one.text.size()) == size && HasText(file, one.text);
  });
  return same == built.end() ? nullptr : &*same;
}

}  // namespace

Result<DataFile> ReadDataFile(const std::string& path, SourceMap& sources) {
  const File file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) return Error{path + ": cannot be read"};
  // Without a buffer of its own: parts are large.
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  if (const ParsedFile* built = FindBuilt(file.get())) {
    const uint16_t source = sources.AddBuiltIn(path, built->text);
    return DataFile{DecodeTree(built->tree, built->text, source), true};
  }
  std::string text;
  const bool read = ForEachPart(file.get(), [&text](std::string_view part) {
    text += part;
    return true;
  });
  if (!read) return Error{path + ": cannot be read"};
  const uint16_t source = sources.Add(path, std::move(text));
  DiagnosticList diagnostics;
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
  if (!documents || documents->size() != 1) {
    const std::string why = diagnostics.items().empty() ? "one YAML document expected" : diagnostics.items()[0].message;
    return Error{path + ": " + why};
  }
  return DataFile{std::move(documents->front()), false};
}

}  // namespace quarry
