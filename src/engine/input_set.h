// InputSet: the files behind -d, recognised and grouped into sources.
// Ownership: values; sources are shared with plans. Thread rule: one thread at a time.
#pragma once

#include <atomic>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bind/mappings/mappings.h"
#include "bind/mappings/source_table.h"
#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "readers/reader.h"

namespace quarry {

class InputSet {
 public:
  struct File {
    std::string path;
    const ReaderDef* reader = nullptr;
    TelemetryShape shape;
    std::string why;
    uint64_t bytes = 0;
  };

  // `most_decoded`: what one compressed input may decode to; 0: as InputFile has it. `cancelled` (may be null) ends
  // waits for pipes.
  InputSet(const Mappings& mappings, const Catalog& catalog, uint64_t most_decoded = 0,
           const std::atomic<bool>* cancelled = nullptr)
      : mappings_(mappings), catalog_(catalog), most_decoded_(most_decoded), cancelled_(cancelled) {}

  // Whether files that are added from now on are read with their side indexes, which lie in `folder` or beside them.
  void UseIndexes(bool use, std::string folder) {
    use_indexes_ = use;
    index_folder_ = std::move(folder);
  }
  // What cannot be read or recognised is a diagnostic; the rest goes on.
  void Add(const std::string& path, const std::string& table, const std::string& reader, DiagnosticList& diagnostics);
  // One file; `in_folder`: it was found there, so that it may be something else.
  void AddFile(const std::string& path, bool in_folder, const std::string& table, const std::string& reader,
               DiagnosticList& diagnostics);
  const std::vector<File>& files() const { return files_; }
  // Files of one reader and one layout make one source; the order is that of their first files.
  std::vector<SourceTable> Sources() const;

 private:
  struct Group {
    const ReaderDef* reader = nullptr;
    std::string table;  // as forced
    TelemetryShape shape;
    std::vector<InputFile> files;
  };

  // One of many files that are alike: recognised by the first of them.
  struct Alike {
    const ReaderDef* reader = nullptr;
    std::string table, dataset, layout;
    TelemetryShape shape;
  };

  // Warns once of each imported folder whose inputs were not all read to their end.
  void WarnOfIncomplete(const std::string& parquet, DiagnosticList& diagnostics);
  Result<TelemetryShape> ShapeOf(const Recognized& recognized, const std::string& table, DiagnosticList& diagnostics);

  const Mappings& mappings_;
  const Catalog& catalog_;
  uint64_t most_decoded_;
  const std::atomic<bool>* cancelled_;
  std::vector<File> files_;
  std::vector<Group> groups_;
  std::vector<Alike> alike_;
  std::set<std::string> known_folders_;  // that were looked at for what they were imported of
  bool use_indexes_ = true;
  std::string index_folder_;
};

}  // namespace quarry
