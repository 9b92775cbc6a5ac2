// Builds and finds the side indexes of data files.
// Thread rule: free functions; BuildIndex uses threads of its own.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "index/data_identity.h"
#include "index/side_index.h"
#include "readers/reader.h"

namespace quarry {

inline constexpr uint64_t kIndexBlockBytes = 32 << 10;

// The file by which it is known whether data is as it was indexed: itself, or the archive whose member it is.
std::string IdentifiedFile(const InputFile& data);
// Where the index of `data` is: beside it, or in `folder` when that is not empty. In a folder its name has a hash of
// the beginning of the file, so that it is found wherever that lies; the name of the index of a member has a hash of
// the member's. Error: the data cannot be read.
Result<std::string> IndexPathOf(const InputFile& data, const std::string& folder);

// As what files of a reader are indexed; nullopt: they are not.
std::optional<IndexedFormat> IndexedFormatOf(std::string_view reader);
// Why files of a format or codec are not indexed; "" for those that are.
std::string WhyNotIndexed(std::string_view reader, const InputFile& file);

struct IndexBuild {
  InputFile file;
  IndexedFormat format = IndexedFormat::kNdjson;
  std::string index_path;
  // Blocks of this index are taken over as far as the file has their bytes (SoundBlocks), when it is plain and format
  // and size of blocks are the same; nullptr: all is indexed anew.
  std::shared_ptr<const SideIndex> keep;
  uint64_t block_bytes = kIndexBlockBytes;  // of EVTX it is always the chunk
  int threads = 0;                          // 0: all cores
  std::string version;
  const std::atomic<bool>* cancelled = nullptr;
};
struct IndexReport {
  uint64_t data_bytes = 0;  // decoded
  uint64_t index_bytes = 0;
  uint64_t lines = 0;
  uint64_t broken_lines = 0;
  uint64_t blocks = 0;
  uint64_t kept_blocks = 0;  // of these, taken over
};
// Reads the file once. An index that was there before stays unless all goes well.
Result<IndexReport> BuildIndex(const IndexBuild& build);

// The index of a file and how far it can be relied on.
struct FoundIndex {
  std::shared_ptr<const SideIndex> index;  // nullptr: none, or not to be used
  DataMatch match = DataMatch::kSame;
  std::string why_not;  // there is one, and it cannot be used: "FILE.qidx: damaged (...)"
};
// `descriptor` is of the IdentifiedFile.
FoundIndex FindIndex(const std::string& index_path, int descriptor, Codec codec, IndexedFormat format);

// Checks all of the index and compares every indexed byte: "" when all is well, else what is not. Error: the data
// cannot be read.
Result<std::string> CheckIndex(const SideIndex& index, const InputFile& file);

}  // namespace quarry
