// FilePlan: how the columns that a scan wants come out of one Parquet file.
// Ownership: values. Thread rule: immutable once made.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "readers/formats/parquet/footer.h"
#include "readers/formats/parquet/row_reader.h"
#include "readers/formats/parquet/stored_layout.h"
#include "scan/scan.h"

namespace quarry {

// What is known of one file before a scan asks for anything.
struct ParquetFile {
  std::string path;
  uint64_t bytes = 0;
  ParquetFooter footer;
  std::optional<StoredLayout> layout;  // of imported files
  // `key=value` folders above the file, which are fields of its records; not of imported files, whose records say it.
  std::vector<std::pair<std::string, std::string>> partitions;
};
Result<ParquetFile> OpenParquetFile(const std::string& path, uint64_t bytes);

// A wanted column: the first of its sources that has a value.
struct ColumnRecipe {
  enum class Kind : uint8_t {
    kSources,
    kRaw,    // read from the record's JSON, with the others of this kind
    kEvent,  // the record: its JSON, or one made of all columns
    kFile,
    kRecord,
  };
  struct From {
    enum class Kind : uint8_t { kColumn, kBelow, kText } kind = Kind::kColumn;
    size_t column = 0;            // of the request
    std::optional<size_t> digit;  // column of the request with the seventh digit of a time
    Type type = Type::kString;    // of the value, before it is converted
    TimeForm form;                // of times as text
    size_t below = 0;             // kBelow: index into FilePlan::below and its columns
    size_t field = 0;
    std::string text;  // kText: of every record
  };
  Kind kind = Kind::kSources;
  std::vector<From> sources;
};

struct FilePlan {
  std::vector<ParquetRowRequest::Column> request;
  std::vector<ColumnRecipe> recipes;  // for each wanted column
  // Members of JSON values in one column of the request: the paths below it.
  struct Below {
    size_t column = 0;
    std::vector<ScanColumn> fields;
  };
  std::vector<Below> below;
  std::vector<ScanColumn> raw_fields;       // wanted columns that are read from the record's JSON
  std::vector<size_t> raw_places;           // which of the wanted columns they are
  std::optional<size_t> raw, file, record;  // columns of the request with the record's JSON and its origin
  // An event made of all columns: name as JSON with its colon, column of the request, form of times.
  struct EventMember {
    std::string key;
    size_t column = 0;
  };
  std::vector<EventMember> event_members;
  std::string event_tail;  // members of partitions, "" or ",..."

  // Compressed and plain bytes of what is read of a row group.
  std::pair<uint64_t, uint64_t> BytesOf(const ParquetFile& file, const ParquetRowGroup& group) const;
};

// An error names a wanted column of a type that is not read.
Result<FilePlan> PlanFile(const ParquetFile& file, const std::vector<ScanColumn>& columns);

}  // namespace quarry
