// The files behind a path. External entry: ExpandPath.
#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "index/format.h"
#include "readers/codec/zip_archive.h"
#include "readers/reader.h"

namespace quarry {

namespace {
namespace fs = std::filesystem;

// `*` and `?` within one name, `[...]` sets.
bool MatchesName(std::string_view pattern, std::string_view name) {
  size_t p = 0, n = 0, star = std::string_view::npos, star_n = 0;
  while (n < name.size()) {
    size_t next = p + 1;
    bool one = false;
    if (p < pattern.size()) {
      if (pattern[p] == '*') {
        star = p++;
        star_n = n;
        continue;
      }
      const size_t close = pattern[p] == '[' ? pattern.find(']', p + 2) : std::string_view::npos;
      if (close != std::string_view::npos) {
        std::string_view set = pattern.substr(p + 1, close - p - 1);
        const bool negated = set.front() == '!' || set.front() == '^';
        if (negated) set.remove_prefix(1);
        bool in = false;
        for (size_t i = 0; i < set.size(); ++i) {
          if (i + 2 < set.size() && set[i + 1] == '-') {
            in |= set[i] <= name[n] && name[n] <= set[i + 2];
            i += 2;
          } else {
            in |= set[i] == name[n];
          }
        }
        one = in != negated;
        next = close + 1;
      } else {
        one = pattern[p] == '?' || pattern[p] == name[n];
      }
    }
    if (one) {
      p = next;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++star_n;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool HasWildcard(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

// The `}` of the `{` at `open` and the commas between the two, of this level; nothing when it is not closed or has no
// comma: such braces stand for themselves.
std::vector<size_t> BraceParts(std::string_view pattern, size_t open) {
  std::vector<size_t> places;
  size_t depth = 0;
  for (size_t i = open; i < pattern.size(); ++i) {
    if (pattern[i] == '{') ++depth;
    if (pattern[i] == ',' && depth == 1) places.push_back(i);
    if (pattern[i] != '}' || --depth > 0) continue;
    if (places.empty()) return {};
    places.push_back(i);
    return places;
  }
  return {};
}

// `a{b,c{d,e}}` as `ab`, `acd`, `ace`. False when there are more than a path may stand for.
bool ExpandBraces(const std::string& pattern, std::vector<std::string>& patterns) {
  constexpr size_t kMostPatterns = 1000;
  for (size_t open = pattern.find('{'); open != std::string::npos; open = pattern.find('{', open + 1)) {
    const std::vector<size_t> places = BraceParts(pattern, open);
    if (places.empty()) continue;
    size_t from = open + 1;
    for (const size_t place : places) {
      const std::string one =
          pattern.substr(0, open) + pattern.substr(from, place - from) + pattern.substr(places.back() + 1);
      if (!ExpandBraces(one, patterns)) return false;
      from = place + 1;
    }
    return true;
  }
  patterns.push_back(pattern);
  return patterns.size() <= kMostPatterns;
}
// Hidden, or what tools lay beside the Parquet files of a folder: no telemetry.
bool IsHidden(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with('.') || name == "_quarry.json" || name == "_SUCCESS" || name == "_metadata" ||
         name == "_common_metadata";
}

// A side index, or one that is being written: about telemetry, but none.
bool IsSideIndex(const fs::path& path) {
  const std::string name = path.filename().string();
  const std::string suffix = kIndexSuffix;
  return name.ends_with(suffix) || (name.ends_with(".tmp") && name.find(suffix + ".") != std::string::npos);
}

// The entries of a folder but side indexes, sorted by name.
std::vector<fs::directory_entry> Entries(const fs::path& folder, std::vector<std::string>& problems) {
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  fs::directory_iterator at(folder, error);
  for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
    if (!IsSideIndex(at->path())) entries.push_back(*at);
  }
  if (error) problems.push_back(folder.string() + ": cannot list the folder: " + error.message());
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.path() < b.path(); });
  return entries;
}

void AddFolder(const fs::path& folder, std::vector<std::string>& files, std::vector<std::string>& problems) {
  for (const fs::directory_entry& entry : Entries(folder, problems)) {
    if (IsHidden(entry.path())) continue;
    std::error_code error;
    // A link to a folder may lead back up: it is not followed.
    if (entry.is_directory(error) && !entry.is_symlink(error)) {
      AddFolder(entry.path(), files, problems);
    } else if (entry.is_regular_file(error)) {
      files.push_back(entry.path().string());
    }
  }
}

// Matches `parts[at..]` of a glob below `base`; `**` stands for any number of folders.
void AddGlob(const fs::path& base, const std::vector<std::string>& parts, size_t at, std::vector<std::string>& files,
             std::vector<std::string>& problems) {
  std::error_code error;
  if (at == parts.size()) {
    if (fs::is_directory(base, error))
      AddFolder(base, files, problems);
    else if (fs::exists(base, error))
      files.push_back(base.string());
    return;
  }
  const std::string& part = parts[at];
  if (!HasWildcard(part)) {
    AddGlob(base / part, parts, at + 1, files, problems);
    return;
  }
  if (part == "**") AddGlob(base, parts, at + 1, files, problems);
  const fs::path folder = base.empty() ? fs::path(".") : base;
  if (!fs::is_directory(folder, error)) return;
  for (const fs::directory_entry& entry : Entries(folder, problems)) {
    const std::string name = entry.path().filename().string();
    if (IsHidden(entry.path()) && !part.starts_with('.')) continue;
    if (part == "**") {
      if (entry.is_directory(error) && !entry.is_symlink(error)) AddGlob(base / name, parts, at, files, problems);
    } else if (MatchesName(part, name)) {
      AddGlob(base / name, parts, at + 1, files, problems);
    }
  }
}

// What a pattern without braces stands for.
void AddPattern(const std::string& pattern, std::vector<std::string>& files, std::vector<std::string>& problems) {
  std::vector<std::string> parts;
  fs::path base;
  for (const fs::path& part : fs::path(pattern)) {
    if (part.has_root_directory())
      base = part;
    else
      parts.push_back(part.string());
  }
  AddGlob(base, parts, 0, files, problems);
}

// Puts the members of an archive into its place.
void OpenArchives(std::vector<std::string>& files, std::vector<std::string>& problems) {
  std::vector<std::string> opened;
  for (std::string& file : files) {
    if (!IsZipArchive(file)) {
      opened.push_back(std::move(file));
      continue;
    }
    const Result<ZipDirectory> directory = ListZipArchive(file);
    if (!directory) {
      problems.push_back(directory.error().message);
      continue;
    }
    problems.insert(problems.end(), directory->problems.begin(), directory->problems.end());
    for (const ZipMember& member : directory->members) opened.push_back(file + "/" + member.name);
  }
  files = std::move(opened);
}
}  // namespace

std::vector<std::string> ExpandPath(const std::string& path, std::vector<std::string>& problems) {
  if (path == "-") return {path};
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  std::vector<std::string> files;
  if (fs::is_directory(status)) {
    AddFolder(path, files, problems);
    if (files.empty() && problems.empty()) problems.push_back(path + ": the folder holds no files");
  } else if (fs::exists(status)) {
    files.push_back(path);
  } else if (std::vector<std::string> patterns; !ExpandBraces(path, patterns)) {
    problems.push_back(path + ": the braces stand for more than 1000 paths");
  } else if (patterns.size() > 1 || HasWildcard(path)) {
    for (const std::string& pattern : patterns) {
      const size_t before = files.size();
      AddPattern(pattern, files, problems);
      // A name in braces is asked for by itself.
      if (files.size() == before && !HasWildcard(pattern)) problems.push_back(pattern + ": no such file or folder");
    }
    std::sort(files.begin(), files.end());
    files.erase(std::unique(files.begin(), files.end()), files.end());
    if (files.empty() && problems.empty()) problems.push_back(path + ": no file matches");
  } else if (SplitZipPath(path)) {
    return {path};
  } else {
    const bool absent = !error || error == std::errc::no_such_file_or_directory;
    problems.push_back(path + ": " + (absent ? "no such file or folder" : error.message()));
  }
  OpenArchives(files, problems);
  return files;
}

}  // namespace quarry
