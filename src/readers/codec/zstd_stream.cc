// Zstandard by libzstd, any number of frames. Blocks are decoded one by one to a ring that holds the window
// (ZSTD_decompressContinue): ZSTD_decompressStream does the same, but copies each block once more to give it out.
// External entry: NewZstdStream.
#define ZSTD_STATIC_LINKING_ONLY  // for decoding by blocks
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "readers/codec/byte_stream.h"

namespace quarry {

namespace {
constexpr uint32_t kSkippableMask = 0xfffffff0;
constexpr uint64_t kLargestWindow = uint64_t{128} << 20;

class ZstdStream final : public ByteStream {
 public:
  ZstdStream(std::unique_ptr<ByteStream> encoded, std::string name, bool behind_frames)
      : encoded_(std::move(encoded)),
        name_(std::move(name)),
        behind_frames_(behind_frames),
        context_(ZSTD_createDCtx()) {
    Grow(ZSTD_DStreamInSize());
  }

  Result<size_t> Read(char* to, size_t size) override {
    size_t done = 0;
    while (done < size && Advance(done == 0)) {
      const size_t piece = std::min(size - done, decoded_.size());
      std::memcpy(to + done, decoded_.data(), piece);
      decoded_.remove_prefix(piece);
      done += piece;
    }
    if (done == 0 && !failure_.empty()) return Error{name_ + ": " + failure_};
    return done;
  }

  Result<std::string_view> ReadInPlace(size_t most) override {
    if (!Advance(/*may_wait=*/true) && !failure_.empty()) return Error{name_ + ": " + failure_};
    const std::string_view piece = decoded_.substr(0, most);
    decoded_.remove_prefix(piece.size());
    return piece;
  }
  bool reads_in_place() const override { return true; }

  bool LeaveChecksums() override {
    leaves_checksums_ =
        !ZSTD_isError(ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_forceIgnoreChecksum, ZSTD_d_ignoreChecksum));
    return leaves_checksums_;
  }
  std::vector<FrameEnd> TakeFrameEnds() override { return std::exchange(frame_ends_, {}); }

  bool WouldWait(int milliseconds) override {
    if (!decoded_.empty() || ended_ || input_ended_ || !failure_.empty()) return false;
    return input_end_ - input_begin_ < wanted_ && encoded_->WouldWait(milliseconds);
  }
  uint64_t bytes_read() const override { return encoded_->bytes_read(); }

 private:
  struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  // Decodes until there is something to give out. False at the end, after a failure, and where it would have to wait.
  bool Advance(bool may_wait) {
    while (decoded_.empty()) {
      if (ended_ || !failure_.empty()) return false;
      if (!(in_frame_ ? DecodeNext(may_wait) : BeginFrame(may_wait))) return false;
    }
    return true;
  }

  // Whether so many bytes of input are there, in one piece. False at the end of the input, after a failure, and where
  // it would have to wait for them.
  bool Have(size_t bytes, bool may_wait) {
    wanted_ = bytes;
    while (input_end_ - input_begin_ < bytes) {
      if (input_ended_ || (!may_wait && encoded_->WouldWait(0))) return false;
      if (bytes > input_bytes_) Grow(bytes);
      std::memmove(input_.get(), input_.get() + input_begin_, input_end_ - input_begin_);
      input_end_ -= std::exchange(input_begin_, 0);
      const Result<size_t> got = encoded_->Read(input_.get() + input_end_, input_bytes_ - input_end_);
      if (!got) failure_ = got.error().message;
      input_ended_ = !got || *got == 0;
      if (got) input_end_ += *got;
    }
    return true;
  }
  const char* next() const { return input_.get() + input_begin_; }
  size_t available() const { return input_end_ - input_begin_; }

  void Grow(size_t bytes) {
    std::unique_ptr<char[]> longer(new char[bytes]);
    if (available() > 0) std::memcpy(longer.get(), next(), available());
    input_end_ = available();
    input_begin_ = 0;
    input_ = std::move(longer);
    input_bytes_ = bytes;
  }

  // The input has ended within something.
  bool Cut() {
    if (input_ended_ && failure_.empty()) failure_ = "zstd data ends in the middle";
    return false;
  }
  bool Damaged(const char* what) {
    failure_ = std::string("zstd data is damaged (") + what + ")";
    return false;
  }

  bool BeginFrame(bool may_wait) {
    if (skip_ > 0) return Skip(may_wait);
    size_t wanted = kMagicBytes;
    for (;;) {
      if (!Have(wanted, may_wait)) {
        ended_ = input_ended_ && available() == 0 && failure_.empty();
        return ended_ ? false : Cut();
      }
      uint32_t magic;
      std::memcpy(&magic, next(), sizeof magic);  // little-endian, as all machines that Quarry runs on
      if ((magic & kSkippableMask) == ZSTD_MAGIC_SKIPPABLE_START) return BeginSkippable(may_wait);
      if (magic != ZSTD_MAGICNUMBER && behind_frames_) {
        failure_ = "other bytes follow the zstd data";
        return false;
      }
      const size_t code = ZSTD_getFrameHeader(&header_, next(), available());
      if (ZSTD_isError(code)) return Damaged(ZSTD_getErrorName(code));
      if (code == 0) break;
      wanted = std::max(code, wanted + 1);
    }
    if (header_.windowSize > kLargestWindow)
      return Damaged(ZSTD_getErrorString(ZSTD_error_frameParameter_windowTooLarge));
    const size_t ring_bytes = ZSTD_decodingBufferSize_min(header_.windowSize, header_.frameContentSize);
    if (ZSTD_isError(ring_bytes)) return Damaged(ZSTD_getErrorName(ring_bytes));
    if (ring_bytes > ring_bytes_ || (ring_bytes_ > kKeptRing && ring_bytes < ring_bytes_ / 4)) {
      ring_.reset();
      ring_.reset(new char[ring_bytes]);
      ring_bytes_ = ring_bytes;
    }
    ring_at_ = 0;
    frame_begin_ = made_;
    const size_t code = ZSTD_decompressBegin(context_.get());
    if (ZSTD_isError(code)) return Damaged(ZSTD_getErrorName(code));
    in_frame_ = true;
    return true;
  }

  bool BeginSkippable(bool may_wait) {
    if (!Have(ZSTD_SKIPPABLEHEADERSIZE, may_wait)) return Cut();
    uint32_t bytes;
    std::memcpy(&bytes, next() + kMagicBytes, sizeof bytes);
    input_begin_ += ZSTD_SKIPPABLEHEADERSIZE;
    skip_ = bytes;
    behind_frames_ = true;
    return true;
  }

  bool Skip(bool may_wait) {
    if (!Have(1, may_wait)) return Cut();
    const auto piece = static_cast<size_t>(std::min<uint64_t>(skip_, available()));
    input_begin_ += piece;
    skip_ -= piece;
    return true;
  }

  // A header, a block or the checksum of the frame.
  bool DecodeNext(bool may_wait) {
    const size_t bytes = ZSTD_nextSrcSizeToDecompress(context_.get());
    if (bytes == 0) return EndFrame();
    if (!Have(bytes, may_wait)) return Cut();
    if (leaves_checksums_ && ZSTD_nextInputType(context_.get()) == ZSTDnit_checksum) {
      uint32_t checksum;
      std::memcpy(&checksum, next(), sizeof checksum);
      checksum_ = checksum;
    }
    // The window stays in the ring when the next block starts at its beginning.
    if (ring_bytes_ < header_.frameContentSize && ring_at_ + header_.blockSizeMax > ring_bytes_) ring_at_ = 0;
    const size_t made =
        ZSTD_decompressContinue(context_.get(), ring_.get() + ring_at_, ring_bytes_ - ring_at_, next(), bytes);
    if (ZSTD_isError(made)) return Damaged(ZSTD_getErrorName(made));
    input_begin_ += bytes;
    decoded_ = {ring_.get() + ring_at_, made};
    ring_at_ += made;
    made_ += made;
    return true;
  }

  bool EndFrame() {
    constexpr uint32_t kOfNothing = 0x51d8e999;  // the checksum
    in_frame_ = false;
    behind_frames_ = true;
    const std::optional<uint32_t> checksum = std::exchange(checksum_, std::nullopt);
    if (!leaves_checksums_) return true;
    // Of empty frames there may be any number.
    if (made_ == frame_begin_) {
      if (checksum && *checksum != kOfNothing) return Damaged(ZSTD_getErrorString(ZSTD_error_checksum_wrong));
    } else {
      frame_ends_.push_back({made_, checksum});
    }
    return true;
  }

  static constexpr size_t kMagicBytes = 4;
  static constexpr size_t kKeptRing = 8 << 20;

  std::unique_ptr<ByteStream> encoded_;
  std::string name_;
  bool behind_frames_;  // at least one has ended
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  std::unique_ptr<char[]> input_;
  size_t input_bytes_ = 0, input_begin_ = 0, input_end_ = 0;
  size_t wanted_ = kMagicBytes;  // input that the next step needs
  ZSTD_frameHeader header_{};
  std::unique_ptr<char[]> ring_;  // what has been decoded last, at least the window
  size_t ring_bytes_ = 0, ring_at_ = 0;
  std::string_view decoded_;             // in the ring; still to be given out
  uint64_t skip_ = 0;                    // of a skippable frame
  uint64_t made_ = 0, frame_begin_ = 0;  // decoded bytes in all; before this frame
  bool leaves_checksums_ = false;
  std::optional<uint32_t> checksum_;  // of this frame
  std::vector<FrameEnd> frame_ends_;
  bool in_frame_ = false;
  bool input_ended_ = false, ended_ = false;
  std::string failure_;
};
}  // namespace

std::unique_ptr<ByteStream> NewZstdStream(std::unique_ptr<ByteStream> encoded, std::string name, bool behind_frames) {
  return std::make_unique<ZstdStream>(std::move(encoded), std::move(name), behind_frames);
}

}  // namespace quarry
