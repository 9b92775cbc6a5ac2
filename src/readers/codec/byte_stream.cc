// Opens inputs as byte streams: plain files here, decoders in gzip_stream.cc and zstd_stream.cc.
#include "readers/codec/byte_stream.h"

#include <algorithm>
#include <limits>

#include "readers/codec/isal_library.h"
#include "readers/codec/open_file.h"
#include "readers/codec/read_once.h"
#include "readers/codec/zip_archive.h"

namespace quarry {

namespace {
class PlainStream final : public ByteStream {
 public:
  explicit PlainStream(OpenFile file) : file_(std::move(file)) {}
  Result<size_t> Read(char* to, size_t size) override {
    Result<size_t> got = file_.Read(to, size);
    if (got) read_ += *got;
    return got;
  }
  uint64_t bytes_read() const override { return read_; }

 private:
  OpenFile file_;
  uint64_t read_ = 0;
};

// What can be read only once, as it comes.
class SpoolStream final : public ByteStream {
 public:
  SpoolStream(std::shared_ptr<Spool> spool, const InputFile& input)
      : spool_(std::move(spool)),
        most_(input.first_bytes == 0 ? std::numeric_limits<uint64_t>::max() : input.first_bytes),
        cancelled_(input.cancelled) {}
  Result<size_t> Read(char* to, size_t size) override {
    if (read_ == most_) return size_t{0};
    Result<size_t> got =
        spool_->ReadAt(read_, to, static_cast<size_t>(std::min<uint64_t>(size, most_ - read_)), cancelled_);
    if (got) read_ += *got;
    return got;
  }
  bool WouldWait(int milliseconds) override { return read_ < most_ && spool_->WouldWait(read_, milliseconds); }
  uint64_t bytes_read() const override { return read_; }

 private:
  std::shared_ptr<Spool> spool_;  // others read it, too
  const uint64_t most_;
  const std::atomic<bool>* cancelled_;
  uint64_t read_ = 0;
};

Result<std::unique_ptr<ByteStream>> OpenEncoded(const InputFile& input) {
  if (input.read_once) {
    Result<std::shared_ptr<Spool>> spool = SpoolOf(input.path);
    if (!spool) return spool.error();
    return std::unique_ptr<ByteStream>(std::make_unique<SpoolStream>(std::move(*spool), input));
  }
  Result<OpenFile> file = OpenFile::Open(input.path);
  if (!file) return file.error();
  return std::unique_ptr<ByteStream>(std::make_unique<PlainStream>(std::move(*file)));
}
}  // namespace

Codec CodecOfMagic(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.starts_with("\x1f\x8b"sv)) return Codec::kGzip;
  if (head.starts_with("\x28\xb5\x2f\xfd"sv)) return Codec::kZstd;
  // A zstd file may start with a skippable frame (magic 0x184D2A5?), as pzstd writes it.
  if (head.size() >= 4 && (static_cast<unsigned char>(head[0]) & 0xf0) == 0x50 &&
      head.substr(1, 3) == "\x2a\x4d\x18"sv) {
    return Codec::kZstd;
  }
  return Codec::kPlain;
}

Result<std::unique_ptr<ByteStream>> OpenByteStream(const InputFile& input) {
  const std::string& path = input.path;
  if (input.codec == Codec::kZip) {
    std::optional<ZipPath> member = SplitZipPath(path);
    if (!member) return Error{path + ": no such file"};
    return OpenZipMember(*member);
  }
  Result<std::unique_ptr<ByteStream>> encoded = OpenEncoded(input);
  if (!encoded || input.codec == Codec::kPlain) return encoded;
  if (input.codec == Codec::kGzip) {
    // Said of the input as a whole: a stream that fails passes for one that is damaged from its beginning.
    if (const Result<void> loaded = LoadIsal(); !loaded) return Error{path + ": " + loaded.error().message};
  }
  return input.codec == Codec::kGzip ? NewGzipStream(std::move(*encoded), path)
                                     : NewZstdStream(std::move(*encoded), path);
}

Result<std::unique_ptr<ByteStream>> OpenByteStream(const std::string& path, Codec codec) {
  InputFile input;
  input.path = path;
  input.codec = codec;
  input.read_once = codec != Codec::kZip && IsReadOnce(path);
  return OpenByteStream(input);
}

size_t ReadFully(ByteStream& stream, char* to, size_t size, std::string* failure) {
  size_t done = 0;
  while (done < size) {
    const Result<size_t> got = stream.Read(to + done, size - done);
    if (!got) {
      if (failure) *failure = got.error().message;
      break;
    }
    if (*got == 0) break;
    done += *got;
  }
  return done;
}

}  // namespace quarry
