// ReaderDef: one telemetry format. A reader is three files: readers/formats/<name>/<name>.h, .cc and its test.
// A reader turns files into records and records into the columns of a ScanSpec; which tables the records belong
// to is decided above (bind/mappings).
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/define.h"
#include "base/result.h"
#include "scan/scan.h"

namespace quarry {

enum class Codec : uint8_t { kPlain, kGzip, kZstd, kZip };  // kZip: the path is "archive.zip/member"

struct InputFile {
  std::string path;    // "-" for standard input
  uint64_t bytes = 0;  // on disk; of what is read once what has come
  Codec codec = Codec::kPlain;
  std::string index;                             // path of its side index; empty: none is used
  bool read_once = false;                        // standard input, a pipe: read front to back, as it comes
  bool open_ended = false;                       // read_once: more may come than `bytes`
  uint64_t first_bytes = 0;                      // read_once: only so many are read; 0: all
  const std::atomic<bool>* cancelled = nullptr;  // read_once: set from elsewhere, ends a wait for what comes
  uint64_t most_decoded = 0;  // a compressed input that decodes to more is given up there; 0: codec/decode_limit.h
};

struct SniffInput {
  std::string_view path;  // without a compression suffix
  std::string_view head;  // first bytes, decoded; up to 64 KiB
  bool is_whole = false;  // `head` is the whole content
};

// What a file says of its own columns, in formats that have a schema.
struct FileSchema {
  struct Column {
    std::string name;
    FieldPath path;  // in the record
    Type type = Type::kString;
    bool json_in_text = false;  // dynamic values arrive as JSON inside a string
  };
  std::vector<Column> columns;
  std::string table;    // imported telemetry: the table that was recognised then
  std::string shape;    // and what it was recognised as (bind/mappings/shape_text); "" when that is not kept
  std::string layout;   // records of files with equal texts are alike
  std::string dataset;  // the folder whose files are one table ("logs" of logs/date=2026-03-02/part-0.parquet); or ""
};

struct ReaderDef {
  std::string_view name;        // "ndjson"
  std::string_view doc;         // one sentence
  std::string_view extensions;  // "ndjson jsonl json log", for help and for the name-based fallback
  // How sure this reader is that the content is its own: 0 no, 50 plausible, 100 certain (magic bytes).
  int (*sniff)(const SniffInput& input);
  // Files of this format as one source.
  std::shared_ptr<const Source> (*open)(std::vector<InputFile> files);
  // nullptr: files of this format have no schema.
  Result<FileSchema> (*describe)(const InputFile& file) = nullptr;
};

std::span<const ReaderDef* const> AllReaders();
const ReaderDef* FindReader(std::string_view name);

// Recognises a file: its codec by magic bytes and its reader by content, then by name. `reader` is nullptr
// when nothing fits; `why` says what was seen ("4 of 4 lines are JSON objects").
struct Recognized {
  InputFile file;
  const ReaderDef* reader = nullptr;
  std::string why;
};
// Of a pipe it waits for its first megabyte, for its end, or for a line and then a second of silence or two in all;
// `cancelled` (may be null) ends that.
Result<Recognized> RecognizeFile(const std::string& path, std::string_view forced_reader = {},
                                 const std::atomic<bool>* cancelled = nullptr);

// The files behind a path: itself, or the regular files below a folder (sorted by name, hidden ones left out), or
// the matches of a glob. A zip archive stands for its members. Unreadable entries are added to `problems` and left out.
std::vector<std::string> ExpandPath(const std::string& path, std::vector<std::string>& problems);

}  // namespace quarry
