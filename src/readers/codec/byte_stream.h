// ByteStream: the decoded bytes of one input, front to back, in bounded memory.
// Gzip may have several members, zstd several frames. A zstd window above 128 MiB is refused.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "readers/reader.h"

namespace quarry {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Decodes up to `size` bytes to `to`; 0 at the end. What was decoded before a defect is delivered first, the
  // error with the next call.
  virtual Result<size_t> Read(char* to, size_t size) = 0;
  // Before the first Read: checksums of zstd frames are left to the caller (frame_checks.h); false when there are none.
  struct FrameEnd {
    uint64_t at = 0;  // so many decoded bytes precede it
    std::optional<uint32_t> checksum;
  };
  virtual bool LeaveChecksums() { return false; }
  // The frames that have ended since the last call.
  virtual std::vector<FrameEnd> TakeFrameEnds() { return {}; }
  // As Read, but the bytes stay where they were decoded, until the next call; "" at the end. REQUIRES:
  // reads_in_place().
  virtual Result<std::string_view> ReadInPlace(size_t /*most*/) { return std::string_view(); }
  virtual bool reads_in_place() const { return false; }
  // Whether the next Read would have to wait longer than so many milliseconds for its input. Read gives what it has
  // rather than wait for more.
  virtual bool WouldWait(int /*milliseconds*/) { return false; }
  // Bytes consumed on disk so far.
  virtual uint64_t bytes_read() const = 0;
};

// The codec that the first bytes of a file show.
Codec CodecOfMagic(std::string_view head);
// Opens `path` ("-": standard input) and decodes it as `codec`.
Result<std::unique_ptr<ByteStream>> OpenByteStream(const std::string& path, Codec codec);
// The input's bytes, decoded as it says.
Result<std::unique_ptr<ByteStream>> OpenByteStream(const InputFile& input);
// Decoders over encoded bytes; `name` is for messages. `behind_members`, `behind_frames`: at
// least one stands before the bytes.
std::unique_ptr<ByteStream> NewGzipStream(std::unique_ptr<ByteStream> encoded, std::string name,
                                          bool behind_members = false);
std::unique_ptr<ByteStream> NewZstdStream(std::unique_ptr<ByteStream> encoded, std::string name,
                                          bool behind_frames = false);

// Reads until `size` bytes are there or the input ends. `*failure` receives the error that ended it, if any.
size_t ReadFully(ByteStream& stream, char* to, size_t size, std::string* failure);

}  // namespace quarry
