// Walks the records of one EVTX chunk (64 KiB, self-contained). Robust against dirty and cut chunks: header counts
// are hints, records are found by their own marks.
// Thread rule: one thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "readers/formats/evtx/bytes.h"

namespace quarry::evtx {

inline constexpr size_t kChunkSize = 65536;
inline constexpr size_t kFileHeaderSize = 4096;
inline constexpr std::string_view kFileMagic{"ElfFile\0", 8};
inline constexpr std::string_view kChunkMagic{"ElfChnk\0", 8};

struct RecordView {
  uint64_t id = 0;
  uint64_t written = 0;  // FILETIME
  size_t body = 0;       // BinXML, offset in the chunk
  size_t end = 0;
};

class ChunkReader {
 public:
  // `chunk` is what the file has of the chunk, possibly less than 64 KiB. REQUIRES: it starts with kChunkMagic.
  explicit ChunkReader(std::string_view chunk);
  // The next record; false at the end. Broken stretches are stepped over and counted in `lost`.
  bool Next(RecordView& record);
  size_t lost() const { return lost_; }

 private:
  std::string_view chunk_;
  Bytes bytes_;
  size_t offset_ = 512;
  size_t free_ = 0;       // where the header says that free space begins; 0: not trusted
  uint64_t last_id_ = 0;  // as the header says
  uint64_t previous_id_ = 0;
  bool any_ = false;
  size_t lost_ = 0;
};

}  // namespace quarry::evtx
