// Walks over the headers of zstd frames and blocks (RFC 8878) and of BGZF members (SAM specification, 4.1).
// External entry: FindParts.
#include "readers/codec/packed_parts.h"

#include <algorithm>
#include <optional>

namespace quarry {

namespace {
// A frame or member: how long it is, and how much it decodes to at most.
struct Extent {
  uint64_t packed_bytes = 0;
  uint64_t most_bytes = 0;
};

// Little-endian numbers at any place of the file. Headers that stand close together share a read.
class HeaderReader {
 public:
  explicit HeaderReader(const OpenFile& file) : file_(file) {}
  // Up to 8 bytes; nothing when the file ends before.
  std::optional<uint64_t> Get(uint64_t at, size_t bytes) {
    if (at < start_ || at + bytes > start_ + size_) {
      const Result<size_t> got = file_.ReadAt(at, buffer_, sizeof buffer_);
      start_ = at;
      size_ = got ? *got : 0;
      if (size_ < bytes) return std::nullopt;
    }
    uint64_t value = 0;
    for (size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(buffer_[at - start_ + i]);
    return value;
  }

 private:
  const OpenFile& file_;
  char buffer_[512];
  uint64_t start_ = 0;
  size_t size_ = 0;
};

constexpr uint64_t kZstdMagic = 0xfd2fb528, kSkippableMagic = 0x184d2a50;
constexpr uint64_t kLargestZstdBlock = 128u << 10;

// The zstd frame at `at`; nothing when it is damaged, cut off or larger than a part may be.
std::optional<Extent> ZstdFrameAt(HeaderReader& headers, uint64_t at) {
  const std::optional<uint64_t> magic = headers.Get(at, 4);
  if (!magic) return std::nullopt;
  if ((*magic & 0xfffffff0) == kSkippableMagic) {
    const std::optional<uint64_t> size = headers.Get(at + 4, 4);
    if (!size || *size > PartFinder::kLargestPart - 8 || !headers.Get(at + 8 + *size - 1, 1)) return std::nullopt;
    return Extent{8 + *size, 0};
  }
  const std::optional<uint64_t> descriptor = *magic == kZstdMagic ? headers.Get(at + 4, 1) : std::nullopt;
  if (!descriptor) return std::nullopt;
  const bool single_segment = (*descriptor & 0x20) != 0, has_checksum = (*descriptor & 4) != 0;
  constexpr uint64_t kDictionaryBytes[] = {0, 1, 2, 4}, kContentBytes[] = {0, 2, 4, 8};
  const uint64_t content_flag = *descriptor >> 6;
  const uint64_t content_bytes = content_flag == 0 && single_segment ? 1 : kContentBytes[content_flag];
  uint64_t block = at + 5 + (single_segment ? 0 : 1) + kDictionaryBytes[*descriptor & 3] + content_bytes;
  Extent frame;
  for (bool last = false; !last;) {
    const std::optional<uint64_t> header = headers.Get(block, 3);
    if (!header) return std::nullopt;
    last = (*header & 1) != 0;
    const uint64_t type = *header >> 1 & 3, size = *header >> 3;
    if (type == 3) return std::nullopt;
    frame.most_bytes += type == 2 ? kLargestZstdBlock : size;
    block += 3 + (type == 1 ? 1 : size);
    if (frame.most_bytes > PartFinder::kLargestPart || block - at > PartFinder::kLargestPart) return std::nullopt;
  }
  frame.packed_bytes = block + (has_checksum ? 4 : 0) - at;
  if (!headers.Get(at + frame.packed_bytes - 1, 1)) return std::nullopt;
  return frame;
}

// The gzip member at `at` when it states its size in an extra field BC.
std::optional<Extent> BgzfMemberAt(HeaderReader& headers, uint64_t at) {
  constexpr uint64_t kMagic = 0x04088b1f;  // deflate, with an extra field and nothing else
  const std::optional<uint64_t> magic = headers.Get(at, 4), extra = headers.Get(at + 10, 2);
  if (!magic || *magic != kMagic || !extra || *extra < 6) return std::nullopt;
  for (uint64_t field = at + 12; field + 4 <= at + 12 + *extra;) {
    const std::optional<uint64_t> id = headers.Get(field, 2), length = headers.Get(field + 2, 2);
    if (!id || !length) return std::nullopt;
    if (*id == 0x4342 && *length == 2) {
      const std::optional<uint64_t> size = headers.Get(field + 4, 2);
      if (!size || *size + 1 < 12 + *extra + 8) return std::nullopt;
      const std::optional<uint64_t> bytes = headers.Get(at + *size - 3, 4);
      if (!bytes || *bytes > 64u << 10) return std::nullopt;
      return Extent{*size + 1, *bytes};
    }
    field += 4 + *length;
  }
  return std::nullopt;
}

class HeaderWalk final : public PartFinder {
 public:
  using ExtentAt = std::optional<Extent> (*)(HeaderReader& headers, uint64_t at);
  HeaderWalk(const OpenFile& file, ExtentAt extent_at) : headers_(file), extent_at_(extent_at) { Look(); }

  bool Next(PackedPart& part) override {
    if (!next_) return false;
    part = {at_, 0, 0};
    do {
      part.packed_bytes += next_->packed_bytes;
      part.most_bytes += next_->most_bytes;
      at_ += next_->packed_bytes;
      Look();
    } while (next_ && part.most_bytes < kWorthwhilePart && part.most_bytes + next_->most_bytes <= kLargestPart &&
             part.packed_bytes + next_->packed_bytes <= kLargestPart);
    part.most_bytes = std::max<uint64_t>(part.most_bytes, 1);
    return true;
  }
  uint64_t rest() const override { return at_; }

 private:
  void Look() { next_ = extent_at_(headers_, at_); }

  HeaderReader headers_;
  ExtentAt extent_at_;
  uint64_t at_ = 0;
  std::optional<Extent> next_;
};
}  // namespace

std::unique_ptr<PartFinder> FindParts(const OpenFile& file, Codec codec) {
  if (codec != Codec::kZstd && codec != Codec::kGzip) return nullptr;
  const auto extent_at = codec == Codec::kZstd ? ZstdFrameAt : BgzfMemberAt;
  HeaderWalk probe(file, extent_at);
  PackedPart part;
  if (!probe.Next(part) || !probe.Next(part)) return nullptr;
  return std::make_unique<HeaderWalk>(file, extent_at);
}

}  // namespace quarry
