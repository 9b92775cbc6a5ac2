// Opens inputs as byte streams: plain files here, decoders in gzip_stream.cc and zstd_stream.cc.
#include "readers/codec/byte_stream.h"

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
  explicit SpoolStream(std::shared_ptr<Spool> spool) : spool_(std::move(spool)) {}
  Result<size_t> Read(char* to, size_t size) override {
    Result<size_t> got = spool_->ReadAt(read_, to, size);
    if (got) read_ += *got;
    return got;
  }
  uint64_t bytes_read() const override { return read_; }

 private:
  std::shared_ptr<Spool> spool_;  // others read it, too
  uint64_t read_ = 0;
};

Result<std::unique_ptr<ByteStream>> OpenEncoded(const std::string& path) {
  if (IsReadOnce(path)) {
    Result<std::shared_ptr<Spool>> spool = SpoolOf(path);
    if (!spool) return spool.error();
    return std::unique_ptr<ByteStream>(std::make_unique<SpoolStream>(std::move(*spool)));
  }
  Result<OpenFile> file = OpenFile::Open(path);
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

Result<std::unique_ptr<ByteStream>> OpenByteStream(const std::string& path, Codec codec) {
  if (codec == Codec::kZip) {
    std::optional<ZipPath> member = SplitZipPath(path);
    if (!member) return Error{path + ": no such file"};
    return OpenZipMember(*member);
  }
  Result<std::unique_ptr<ByteStream>> encoded = OpenEncoded(path);
  if (!encoded || codec == Codec::kPlain) return encoded;
  return codec == Codec::kGzip ? NewGzipStream(std::move(*encoded), path) : NewZstdStream(std::move(*encoded), path);
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
