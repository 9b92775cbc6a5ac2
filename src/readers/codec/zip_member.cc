// Decodes members of zip archives by isa-l and libzstd. External entry: OpenZipMember.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "readers/codec/inflate_step.h"
#include "readers/codec/isal_library.h"
#include "readers/codec/open_file.h"
#include "readers/codec/zip_archive.h"
#include "readers/codec/zip_bytes.h"

namespace quarry {

namespace {
using zip::Get16, zip::ReadPart;

constexpr size_t kInputBytes = 64 << 10;
constexpr uint16_t kEncrypted = 1, kDirectoryEncrypted = 1 << 13;  // flags
constexpr uint16_t kStored = 0, kDeflate = 8, kOldZstd = 20, kZstd = 93;

// What a method that is not read is called; "" when it has no name here.
std::string MethodName(uint16_t method) {
  switch (method) {
    case 1:
      return "Shrink";
    case 2:
    case 3:
    case 4:
    case 5:
      return "Reduce";
    case 6:
      return "Implode";
    case 9:
      return "Deflate64";
    case 10:
    case 18:
      return "IBM TERSE";
    case 12:
      return "bzip2";
    case 14:
      return "LZMA";
    case 19:
      return "LZ77";
    case 94:
      return "MP3";
    case 95:
      return "XZ";
    case 96:
      return "JPEG";
    case 97:
      return "WavPack";
    case 98:
      return "PPMd";
    default:
      return {};
  }
}

// The member's bytes as they lie in the archive.
class PackedStream final : public ByteStream {
 public:
  PackedStream(OpenFile file, uint64_t offset, uint64_t bytes)
      : file_(std::move(file)), offset_(offset), bytes_(bytes) {}
  Result<size_t> Read(char* to, size_t size) override {
    size = static_cast<size_t>(std::min<uint64_t>(size, bytes_ - read_));
    if (size == 0) return size_t{0};
    const Result<size_t> got = file_.ReadAt(offset_ + read_, to, size);
    if (!got) return got;
    if (*got == 0) return Error{"zip data ends in the middle"};
    read_ += *got;
    return got;
  }
  uint64_t bytes_read() const override { return read_; }

 private:
  OpenFile file_;
  uint64_t offset_, bytes_;
  uint64_t read_ = 0;
};

// Deflated bytes without a header. REQUIRES: isa-l is loaded.
class InflateStream final : public ByteStream {
 public:
  explicit InflateStream(std::unique_ptr<ByteStream> packed) : packed_(std::move(packed)) {
    isal_inflate_init(&state_);
    state_.crc_flag = ISAL_DEFLATE;
  }
  Result<size_t> Read(char* to, size_t size) override {
    size_t done = 0;
    while (done < size && !ended_ && failure_.empty()) done += Step(to + done, size - done);
    if (done == 0 && !failure_.empty()) return Error{failure_};
    return done;
  }
  uint64_t bytes_read() const override { return packed_->bytes_read(); }

 private:
  size_t Step(char* to, size_t size) {
    if (state_.avail_in == 0 && !input_ended_) {
      const Result<size_t> got = packed_->Read(input_, sizeof input_);
      if (!got) {
        failure_ = got.error().message;
        return 0;
      }
      input_ended_ = *got == 0;
      state_.avail_in = static_cast<uint32_t>(*got);
      state_.next_in = reinterpret_cast<uint8_t*>(input_);
    }
    const uint32_t available = state_.avail_in;
    const auto [code, made] = Inflate(state_, to, size);
    if (code < 0)
      failure_ = "zip data is damaged";
    else if (state_.block_state == ISAL_BLOCK_FINISH)
      ended_ = true;
    else if (made == 0 && state_.avail_in == available && input_ended_)
      failure_ = "zip data ends in the middle";
    return made;
  }

  std::unique_ptr<ByteStream> packed_;
  bool input_ended_ = false, ended_ = false;
  std::string failure_;
  inflate_state state_;
  char input_[kInputBytes];
};

// Compares what was decoded with what the directory says of it, and names the member in what went wrong.
class CheckedStream final : public ByteStream {
 public:
  CheckedStream(std::unique_ptr<ByteStream> stream, const ZipMember& member, std::string name)
      : stream_(std::move(stream)), checksum_(member.checksum), bytes_(member.bytes), name_(std::move(name)) {}
  Result<size_t> Read(char* to, size_t size) override {
    if (!failure_.empty()) return Error{failure_};
    const Result<size_t> got = stream_->Read(to, size);
    if (!got) {
      failure_ = got.error().message.starts_with(name_) ? got.error().message : name_ + ": " + got.error().message;
    } else if (*got > 0) {
      made_ += *got;
      made_checksum_ = crc32_gzip_refl(made_checksum_, reinterpret_cast<const unsigned char*>(to), *got);
      return got;
    } else if (size > 0 && made_ != bytes_) {
      failure_ = name_ + ": zip data is not as long as the archive says";
    } else if (size > 0 && made_checksum_ != checksum_) {
      failure_ = name_ + ": zip data has a wrong checksum";
    }
    if (!failure_.empty()) return Error{failure_};
    return size_t{0};
  }
  uint64_t bytes_read() const override { return stream_->bytes_read(); }

 private:
  std::unique_ptr<ByteStream> stream_;
  const uint32_t checksum_;
  const uint64_t bytes_;
  const std::string name_;
  uint32_t made_checksum_ = 0;
  uint64_t made_ = 0;
  std::string failure_;
};

// A stream whose first bytes were read to look at them.
class PrefixedStream final : public ByteStream {
 public:
  PrefixedStream(std::string prefix, std::unique_ptr<ByteStream> rest)
      : prefix_(std::move(prefix)), rest_(std::move(rest)) {}
  Result<size_t> Read(char* to, size_t size) override {
    if (at_ == prefix_.size()) return rest_->Read(to, size);
    const size_t got = prefix_.copy(to, size, at_);
    at_ += got;
    return got;
  }
  uint64_t bytes_read() const override { return rest_->bytes_read(); }

 private:
  std::string prefix_;
  size_t at_ = 0;
  std::unique_ptr<ByteStream> rest_;
};

// Gives what is wrong without the member's name, which stands in front of it already.
class UnnamedStream final : public ByteStream {
 public:
  UnnamedStream(std::unique_ptr<ByteStream> stream, size_t name_bytes)
      : stream_(std::move(stream)), name_bytes_(name_bytes) {}
  Result<size_t> Read(char* to, size_t size) override {
    const Result<size_t> got = stream_->Read(to, size);
    if (got) return got;
    return Error{got.error().message.substr(name_bytes_)};
  }
  uint64_t bytes_read() const override { return stream_->bytes_read(); }

 private:
  std::unique_ptr<ByteStream> stream_;
  size_t name_bytes_;
};

// Members are often compressed files themselves.
std::unique_ptr<ByteStream> Unpacked(std::unique_ptr<ByteStream> member, const std::string& name) {
  std::string head(4, '\0');
  std::string failure;
  head.resize(ReadFully(*member, head.data(), head.size(), &failure));  // a failure comes again with the next read
  const Codec codec = CodecOfMagic(head);
  std::unique_ptr<ByteStream> whole = std::make_unique<PrefixedStream>(std::move(head), std::move(member));
  if (codec == Codec::kPlain) return whole;
  whole = std::make_unique<UnnamedStream>(std::move(whole), name.size() + 2);
  return codec == Codec::kGzip ? NewGzipStream(std::move(whole), name) : NewZstdStream(std::move(whole), name);
}
}  // namespace

Result<std::unique_ptr<ByteStream>> OpenZipMember(const std::string& archive, const ZipMember& member) {
  const std::string name = archive + "/" + member.name;
  if ((member.flags & (kEncrypted | kDirectoryEncrypted)) != 0)
    return Error{name + ": encrypted, which is not read; unpack the archive with its password first"};
  const bool zstd = member.method == kZstd || member.method == kOldZstd;
  if (member.method != kStored && member.method != kDeflate && !zstd) {
    const std::string method = MethodName(member.method);
    return Error{name + ": packed by " + (method.empty() ? "method " + std::to_string(member.method) : method) +
                 ", which is not read; Deflate, zstd and stored members are"};
  }
  if (member.overlaps)
    return Error{name + ": shares bytes of the archive with another member, which is not read: no packer writes that"};
  if (const Result<void> loaded = LoadIsal(); !loaded) return Error{name + ": " + loaded.error().message};
  Result<OpenFile> file = OpenFile::Open(archive);
  if (!file) return file.error();
  Result<std::string> header = ReadPart(*file, member.header_offset, zip::kLocalHeaderBytes, archive);
  if (!header) return Error{name + header.error().message.substr(archive.size())};
  if (!header->starts_with("PK\x03\x04")) return Error{name + ": the zip archive is damaged"};
  const uint64_t data =
      member.header_offset + zip::kLocalHeaderBytes + Get16(header->data() + 26) + Get16(header->data() + 28);
  std::unique_ptr<ByteStream> stream = std::make_unique<PackedStream>(std::move(*file), data, member.packed_bytes);
  if (member.method == kDeflate) stream = std::make_unique<InflateStream>(std::move(stream));
  if (zstd) stream = NewZstdStream(std::move(stream), name);
  return Unpacked(std::make_unique<CheckedStream>(std::move(stream), member, name), name);
}

}  // namespace quarry
