// Entry: ChunkReader::Next.
#include "readers/formats/evtx/chunk.h"

namespace quarry::evtx {

namespace {
constexpr std::string_view kRecordMagic{"\x2a\x2a\0\0", 4};
constexpr size_t kRecordHeader = 24;
}  // namespace

ChunkReader::ChunkReader(std::string_view chunk) : chunk_(chunk), bytes_(chunk) {
  last_id_ = bytes_.Get<uint64_t>(32);
  const uint32_t free = bytes_.Get<uint32_t>(48);
  if (free >= 512 && free <= kChunkSize) free_ = free;
}

bool ChunkReader::Next(RecordView& record) {
  for (;;) {
    if (offset_ + kRecordHeader + 4 > chunk_.size()) return false;
    const bool beyond = free_ != 0 && offset_ >= free_;
    if (chunk_.substr(offset_, 4) != kRecordMagic) {
      if (beyond) return false;
      // Free space is zero; anything else is a damaged record: go on at the next mark.
      const size_t limit = free_ != 0 ? free_ : chunk_.size();
      const size_t next = chunk_.substr(0, limit).find(kRecordMagic, offset_ + 1);
      const size_t stop = next == std::string_view::npos ? limit : next;
      if (chunk_.find_first_not_of('\0', offset_) < stop) ++lost_;
      if (next == std::string_view::npos) return false;
      offset_ = next;
      continue;
    }
    const uint32_t size = bytes_.Get<uint32_t>(offset_ + 4);
    const uint64_t id = bytes_.Get<uint64_t>(offset_ + 8);
    // Behind the free-space mark stand remains of earlier records, unless the mark itself is stale.
    if (beyond && !(any_ && id == previous_id_ + 1 && id <= last_id_)) return false;
    if (size < kRecordHeader + 4 || size > chunk_.size() - offset_) {
      ++lost_;
      const size_t next = chunk_.find(kRecordMagic, offset_ + 4);
      if (next == std::string_view::npos) return false;
      offset_ = next;
      continue;
    }
    record.id = id;
    record.written = bytes_.Get<uint64_t>(offset_ + 16);
    record.body = offset_ + kRecordHeader;
    record.end = offset_ + size - 4;  // the copy of the size; some writers leave it wrong, so it is not compared
    offset_ += size;
    previous_id_ = id;
    any_ = true;
    return true;
  }
}

}  // namespace quarry::evtx
