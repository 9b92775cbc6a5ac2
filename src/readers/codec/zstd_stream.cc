// Zstandard by libzstd, any number of frames. External entry: NewZstdStream.
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "readers/codec/byte_stream.h"

namespace quarry {

namespace {
class ZstdStream final : public ByteStream {
 public:
  ZstdStream(std::unique_ptr<ByteStream> encoded, std::string name, bool behind_frames)
      : encoded_(std::move(encoded)),
        name_(std::move(name)),
        behind_frames_(behind_frames),
        buffer_(ZSTD_DStreamInSize()),
        context_(ZSTD_createDCtx()) {}

  Result<size_t> Read(char* to, size_t size) override {
    ZSTD_outBuffer out{to, size, 0};
    while (out.pos < out.size && failure_.empty() && !ended_) {
      if (out.pos > 0 && WouldWait(0)) break;
      Step(out);
    }
    if (out.pos == 0 && !failure_.empty()) return Error{name_ + ": " + failure_};
    return out.pos;
  }
  bool WouldWait(int milliseconds) override {
    return input_.pos == input_.size && !flushing_ && !ended_ && failure_.empty() && encoded_->WouldWait(milliseconds);
  }
  uint64_t bytes_read() const override { return encoded_->bytes_read(); }

 private:
  struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };

  void Step(ZSTD_outBuffer& out) {
    if (input_.pos == input_.size && !flushing_) {
      const Result<size_t> got = encoded_->Read(buffer_.data(), buffer_.size());
      if (!got) {
        failure_ = got.error().message;
        return;
      }
      if (*got == 0) {
        if (in_frame_) failure_ = "zstd data ends in the middle";
        ended_ = !in_frame_;
        return;
      }
      input_ = {buffer_.data(), *got, 0};
    }
    // One block at a time: what a call has decoded is lost when it meets damage.
    ZSTD_inBuffer piece = input_;
    piece.size = flushing_ ? piece.pos : std::min(piece.size, piece.pos + wanted_);
    const size_t code = ZSTD_decompressStream(context_.get(), &out, &piece);
    input_.pos = piece.pos;
    if (ZSTD_isError(code)) {
      const bool no_frame = !in_frame_ && ZSTD_getErrorCode(code) == ZSTD_error_prefix_unknown;
      failure_ = behind_frames_ && no_frame ? std::string("other bytes follow the zstd data")
                                            : std::string("zstd data is damaged (") + ZSTD_getErrorName(code) + ")";
      return;
    }
    in_frame_ = code != 0;
    wanted_ = in_frame_ ? code : kFrameBeginning;
    behind_frames_ |= !in_frame_;
    // A full output buffer may leave decoded bytes inside: ask again before reading more.
    flushing_ = in_frame_ && out.pos == out.size;
  }

  std::unique_ptr<ByteStream> encoded_;
  std::string name_;
  bool behind_frames_;  // at least one has ended
  std::vector<char> buffer_;
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  ZSTD_inBuffer input_{nullptr, 0, 0};
  static constexpr size_t kFrameBeginning = 5;
  size_t wanted_ = kFrameBeginning;  // what the decoder can do something with
  bool in_frame_ = false;
  bool flushing_ = false;
  bool ended_ = false;
  std::string failure_;
};
}  // namespace

std::unique_ptr<ByteStream> NewZstdStream(std::unique_ptr<ByteStream> encoded, std::string name, bool behind_frames) {
  return std::make_unique<ZstdStream>(std::move(encoded), std::move(name), behind_frames);
}

}  // namespace quarry
