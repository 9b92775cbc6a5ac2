// Opens inputs as byte streams: plain files here, decoders in gzip_stream.cc and zstd_stream.cc.
#include "readers/codec/byte_stream.h"

#include "readers/codec/open_file.h"
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
  Result<OpenFile> file = OpenFile::Open(path);
  if (!file) return file.error();
  std::unique_ptr<ByteStream> plain = std::make_unique<PlainStream>(std::move(*file));
  switch (codec) {
    case Codec::kPlain:
    case Codec::kZip:
      break;
    case Codec::kGzip:
      return NewGzipStream(std::move(plain), path);
    case Codec::kZstd:
      return NewZstdStream(std::move(plain), path);
  }
  return plain;
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
