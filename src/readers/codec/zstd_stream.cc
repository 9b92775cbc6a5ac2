// Zstandard by libzstd, any number of frames. External entry: NewZstdStream.
#include <zstd.h>

#include <memory>
#include <utility>
#include <vector>

#include "readers/codec/byte_stream.h"

namespace quarry {

namespace {
class ZstdStream final : public ByteStream {
 public:
  ZstdStream(std::unique_ptr<ByteStream> encoded, std::string name)
      : encoded_(std::move(encoded)),
        name_(std::move(name)),
        buffer_(ZSTD_DStreamInSize()),
        context_(ZSTD_createDCtx()) {}

  Result<size_t> Read(char* to, size_t size) override {
    ZSTD_outBuffer out{to, size, 0};
    while (out.pos < out.size && failure_.empty() && !ended_) Step(out);
    if (out.pos == 0 && !failure_.empty()) return Error{name_ + ": " + failure_};
    return out.pos;
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
    const size_t code = ZSTD_decompressStream(context_.get(), &out, &input_);
    if (ZSTD_isError(code)) {
      failure_ = std::string("zstd data is damaged (") + ZSTD_getErrorName(code) + ")";
      return;
    }
    in_frame_ = code != 0;
    // A full output buffer may leave decoded bytes inside: ask again before reading more.
    flushing_ = in_frame_ && out.pos == out.size;
  }

  std::unique_ptr<ByteStream> encoded_;
  std::string name_;
  std::vector<char> buffer_;
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  ZSTD_inBuffer input_{nullptr, 0, 0};
  bool in_frame_ = false;
  bool flushing_ = false;
  bool ended_ = false;
  std::string failure_;
};
}  // namespace

std::unique_ptr<ByteStream> NewZstdStream(std::unique_ptr<ByteStream> encoded, std::string name) {
  return std::make_unique<ZstdStream>(std::move(encoded), std::move(name));
}

}  // namespace quarry
