// Runs a source and gives its rows as text, for tests of readers.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "readers/reader.h"
#include "types/cell_text.h"

namespace quarry {

// A folder of its own that disappears with the object.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    char path[] = "/tmp/quarry_readers_XXXXXX";
    path_ = ::mkdtemp(path);
  }
  ~TemporaryFolder() { [[maybe_unused]] const int code = std::system(("rm -rf '" + path_ + "'").c_str()); }
  const std::string& path() const { return path_; }
  std::string Write(const std::string& name, std::string_view content) const {
    const std::string path = path_ + "/" + name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

 private:
  std::string path_;
};

// "a.b[0]" as a path of two members and an index.
inline FieldPath PathOf(std::string_view text) {
  FieldPath path;
  while (!text.empty()) {
    JsonStep step;
    if (text.front() == '[') {
      step.is_index = true;
      step.index = std::atoll(std::string(text.substr(1)).c_str());
      text.remove_prefix(text.find(']') + 1);
    } else {
      const size_t end = text.find_first_of(".[");
      step.name = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    }
    if (text.starts_with('.')) text.remove_prefix(1);
    path.push_back(step);
  }
  return path;
}

inline ScanColumn Field(std::string_view path, Type type = Type::kString) {
  ScanColumn column;
  column.name = path;
  column.type = type;
  column.paths = {PathOf(path)};
  return column;
}

inline ScanColumn Special(ScanColumn::Kind kind) {
  ScanColumn column;
  column.kind = kind;
  column.type = kind == ScanColumn::Kind::kRecord  ? Type::kLong
                : kind == ScanColumn::Kind::kEvent ? Type::kDynamic
                                                   : Type::kString;
  return column;
}

struct Scanned {
  std::vector<std::string> rows;  // JSON texts of the cells, joined by " | "
  ScanStatistics statistics;
};

// Workers take turns, so that batches interleave as they may.
inline Scanned ScanAll(const Source& source, const ScanSpec& spec, int workers = 1) {
  Scanned out;
  Result<std::unique_ptr<Scan>> scan = source.Open(spec);
  if (!scan) {
    out.rows.push_back("error: " + scan.error().message);
    return out;
  }
  std::vector<std::unique_ptr<ScanWorker>> pulling;
  for (int i = 0; i < workers; ++i) pulling.push_back((*scan)->NewWorker());
  Batch batch;
  for (const ScanColumn& column : spec.columns) batch.columns.emplace_back(column.type);
  while (!pulling.empty()) {
    for (size_t i = 0; i < pulling.size();) {
      if (!pulling[i]->Next(batch)) {
        pulling.erase(pulling.begin() + static_cast<ptrdiff_t>(i));
        continue;
      }
      for (size_t row = 0; row < batch.rows; ++row) {
        std::string text;
        for (const ColumnVector& column : batch.columns) {
          if (!text.empty()) text += " | ";
          AppendCellJson(column.type(), column.Get(row), text);
        }
        out.rows.push_back(text);
      }
      ++i;
    }
  }
  out.statistics = (*scan)->statistics();
  return out;
}

inline InputFile FileOf(const std::string& path, Codec codec = Codec::kPlain) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  return {path, static_cast<uint64_t>(in.tellg()), codec};
}

}  // namespace quarry
