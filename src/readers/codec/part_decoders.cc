// External entries: DecodePart, OpenRange, OpenRest.
#include "readers/codec/part_decoders.h"

#include <zstd.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace quarry {

namespace {
// Bytes [begin, end) of a file.
class RangeStream final : public ByteStream {
 public:
  RangeStream(const OpenFile& file, uint64_t begin, uint64_t end) : file_(file), begin_(begin), at_(begin), end_(end) {}
  Result<size_t> Read(char* to, size_t size) override {
    Result<size_t> got = file_.ReadAt(at_, to, static_cast<size_t>(std::min<uint64_t>(size, end_ - at_)));
    if (got) at_ += *got;
    return got;
  }
  uint64_t bytes_read() const override { return at_ - begin_; }

 private:
  const OpenFile& file_;
  uint64_t begin_, at_, end_;
};

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// In one go: faster than as a stream, because the window is the output. False when something is wrong.
bool DecodeZstdAtOnce(const OpenFile& file, const PackedPart& part, char* to, size_t* made) {
  // One of each for a thread: fresh memory is dear. At most PartFinder::kLargestPart bytes.
  thread_local std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  thread_local std::vector<char> packed;
  packed.resize(part.packed_bytes);
  const Result<size_t> got = file.ReadAt(part.offset, packed.data(), packed.size());
  if (!got || *got != packed.size()) return false;
  const size_t code = ZSTD_decompressDCtx(context.get(), to, part.most_bytes, packed.data(), packed.size());
  if (ZSTD_isError(code)) return false;
  *made = code;
  return true;
}
}  // namespace

size_t DecodePart(const OpenFile& file, const PackedPart& part, Codec codec, const std::string& name, char* to,
                  std::string* failure) {
  size_t made = 0;
  if (codec == Codec::kZstd && DecodeZstdAtOnce(file, part, to, &made)) return made;
  // Damaged, or gzip: as a stream, which gives what precedes the damage and says what is wrong.
  auto range = OpenRange(file, part.offset, part.offset + part.packed_bytes);
  const std::unique_ptr<ByteStream> stream =
      codec == Codec::kZstd ? NewZstdStream(std::move(range), name) : NewGzipStream(std::move(range), name);
  made = ReadFully(*stream, to, part.most_bytes, failure);
  char more;
  if (made == part.most_bytes && failure->empty() && ReadFully(*stream, &more, 1, failure) != 0)
    *failure = name + ": holds more than its headers state";
  return made;
}

std::unique_ptr<ByteStream> OpenRange(const OpenFile& file, uint64_t begin, uint64_t end) {
  return std::make_unique<RangeStream>(file, begin, end);
}

std::unique_ptr<ByteStream> OpenRest(const OpenFile& file, uint64_t offset, Codec codec, const std::string& name) {
  auto range = OpenRange(file, offset);
  return codec == Codec::kZstd ? NewZstdStream(std::move(range), name, /*behind_frames=*/true)
                               : NewGzipStream(std::move(range), name, /*behind_members=*/true);
}

}  // namespace quarry
