// Reads the directory of zip archives and decodes members by isa-l. Format: PKWARE's APPNOTE 6.3.
#include "readers/codec/zip_archive.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

#include "base/ascii.h"
#include "readers/codec/open_file.h"

namespace quarry {

namespace {
constexpr size_t kEndBytes = 22;  // of the end record without its comment
constexpr size_t kEntryBytes = 46;
constexpr size_t kLocalHeaderBytes = 30;
constexpr size_t kLongestComment = 65535;
constexpr size_t kInputBytes = 64 << 10;
constexpr uint64_t kLargestDirectory = 256u << 20;
constexpr uint16_t kEncrypted = 1;

uint16_t Get16(const char* at) {
  const auto* b = reinterpret_cast<const unsigned char*>(at);
  return static_cast<uint16_t>(b[0] | b[1] << 8);
}
uint32_t Get32(const char* at) {
  return Get16(at) | static_cast<uint32_t>(Get16(at + 2)) << 16;
}

Result<std::string> ReadPart(const OpenFile& file, uint64_t offset, uint64_t size, const std::string& path) {
  std::string part(size, '\0');
  const Result<size_t> got = file.ReadAt(offset, part.data(), part.size());
  if (!got) return got.error();
  if (*got < size) return Error{path + ": the zip archive is cut off"};
  return part;
}

bool IsHiddenOrFolder(std::string_view name) {
  if (name.empty() || name.ends_with('/') || name.starts_with("__MACOSX/")) return true;
  return name.starts_with('.') || name.find("/.") != std::string_view::npos;
}

class ZipMemberStream final : public ByteStream {
 public:
  ZipMemberStream(OpenFile file, const ZipMember& member, uint64_t offset, std::string name)
      : file_(std::move(file)), member_(member), offset_(offset), name_(std::move(name)) {
    isal_inflate_init(&inflate_);
    inflate_.crc_flag = ISAL_DEFLATE;
  }

  Result<size_t> Read(char* to, size_t size) override {
    if (!failure_.empty()) return Error{name_ + ": " + failure_};
    size_t done = 0;
    while (done < size && !ended_ && failure_.empty())
      done += member_.method == 8 ? Inflate(to + done, size - done) : Copy(to + done, size - done);
    checksum_ = crc32_gzip_refl(checksum_, reinterpret_cast<const unsigned char*>(to), done);
    if (ended_ && failure_.empty() && checksum_ != member_.checksum) failure_ = "zip data has a wrong checksum";
    if (done == 0 && !failure_.empty()) return Error{name_ + ": " + failure_};
    return done;
  }
  uint64_t bytes_read() const override { return consumed_; }

 private:
  size_t Fetch(char* to, size_t size) {
    size = static_cast<size_t>(std::min<uint64_t>(size, member_.packed_bytes - consumed_));
    if (size == 0) return 0;
    const Result<size_t> got = file_.ReadAt(offset_ + consumed_, to, size);
    if (!got)
      failure_ = got.error().message;
    else if (*got == 0)
      failure_ = "zip data ends in the middle";
    if (!failure_.empty()) return 0;
    consumed_ += *got;
    return *got;
  }

  size_t Copy(char* to, size_t size) {
    const size_t got = Fetch(to, size);
    ended_ = consumed_ == member_.packed_bytes;
    return got;
  }

  size_t Inflate(char* to, size_t size) {
    if (inflate_.avail_in == 0) {
      inflate_.avail_in = static_cast<uint32_t>(Fetch(input_, sizeof input_));
      inflate_.next_in = reinterpret_cast<uint8_t*>(input_);
      if (!failure_.empty()) return 0;
    }
    inflate_.next_out = reinterpret_cast<uint8_t*>(to);
    inflate_.avail_out = static_cast<uint32_t>(std::min<size_t>(size, 1u << 30));
    const uint32_t room = inflate_.avail_out, available = inflate_.avail_in;
    const int code = isal_inflate(&inflate_);
    const size_t made = room - inflate_.avail_out;
    if (code < 0)
      failure_ = "zip data is damaged";
    else if (inflate_.block_state == ISAL_BLOCK_FINISH)
      ended_ = true;
    else if (made == 0 && inflate_.avail_in == available && consumed_ == member_.packed_bytes)
      failure_ = "zip data ends in the middle";
    return made;
  }

  OpenFile file_;
  ZipMember member_;
  uint64_t offset_;
  std::string name_;
  uint64_t consumed_ = 0;
  uint32_t checksum_ = 0;
  bool ended_ = false;
  std::string failure_;
  inflate_state inflate_;
  char input_[kInputBytes];
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

// Members are often compressed files themselves.
std::unique_ptr<ByteStream> Unpacked(std::unique_ptr<ByteStream> member, const std::string& name) {
  std::string head(4, '\0');
  std::string failure;
  head.resize(ReadFully(*member, head.data(), head.size(), &failure));  // a failure comes again with the next read
  const Codec codec = CodecOfMagic(head);
  auto whole = std::make_unique<PrefixedStream>(std::move(head), std::move(member));
  if (codec == Codec::kGzip) return NewGzipStream(std::move(whole), name);
  if (codec == Codec::kZstd) return NewZstdStream(std::move(whole), name);
  return whole;
}

// The directory of an archive, read once as long as the file stays the same: each member asks for it when it is
// recognised and when it is opened.
Result<std::shared_ptr<const std::vector<ZipMember>>> DirectoryOf(const std::string& path) {
  using Members = std::shared_ptr<const std::vector<ZipMember>>;
  struct Known {
    struct stat status;
    Members members;
  };
  static std::mutex mutex;
  static std::map<std::string, Known> known;
  struct stat status{};
  const bool has_status = ::stat(path.c_str(), &status) == 0;
  const std::lock_guard lock(mutex);
  const auto found = known.find(path);
  if (has_status && found != known.end()) {
    const struct stat& before = found->second.status;
    if (before.st_ino == status.st_ino && before.st_size == status.st_size &&
        before.st_mtim.tv_sec == status.st_mtim.tv_sec && before.st_mtim.tv_nsec == status.st_mtim.tv_nsec)
      return found->second.members;
  }
  Result<std::vector<ZipMember>> members = ListZipArchive(path);
  if (!members) return members.error();
  Members shared = std::make_shared<const std::vector<ZipMember>>(std::move(*members));
  if (has_status) known[path] = {status, shared};
  return shared;
}

Result<ZipMember> FindMember(const ZipPath& path) {
  const Result<std::shared_ptr<const std::vector<ZipMember>>> members = DirectoryOf(path.archive);
  if (!members) return members.error();
  const auto found =
      std::lower_bound((*members)->begin(), (*members)->end(), path.member,
                       [](const ZipMember& member, const std::string& name) { return member.name < name; });
  if (found != (*members)->end() && found->name == path.member) return *found;
  return Error{path.archive + "/" + path.member + ": no such file in the archive"};
}
}  // namespace

bool IsZipArchive(const std::string& path) {
  if (path.size() < 4 || !EqualsIgnoreAsciiCase(std::string_view(path).substr(path.size() - 4), ".zip")) return false;
  Result<OpenFile> file = OpenFile::Open(path);
  char magic[4];
  if (!file) return false;
  const Result<size_t> got = file->ReadAt(0, magic, sizeof magic);
  return got && *got == 4 && (std::memcmp(magic, "PK\x03\x04", 4) == 0 || std::memcmp(magic, "PK\x05\x06", 4) == 0);
}

Result<std::vector<ZipMember>> ListZipArchive(const std::string& path) {
  Result<OpenFile> file = OpenFile::Open(path);
  if (!file) return file.error();
  const uint64_t tail_bytes = std::min<uint64_t>(file->size(), kEndBytes + kLongestComment);
  Result<std::string> tail = ReadPart(*file, file->size() - tail_bytes, tail_bytes, path);
  if (!tail) return tail.error();
  const size_t end = tail->rfind("PK\x05\x06");
  if (end == std::string::npos || end + kEndBytes > tail->size())
    return Error{path + ": the zip archive has no directory"};
  const uint64_t size = Get32(tail->data() + end + 12), offset = Get32(tail->data() + end + 16);
  if (offset == 0xffffffff || size == 0xffffffff) return Error{path + ": a zip64 archive, which is not read"};
  if (size > kLargestDirectory) return Error{path + ": the directory of the zip archive is too long"};
  Result<std::string> directory = ReadPart(*file, offset, size, path);
  if (!directory) return directory.error();
  std::vector<ZipMember> members;
  for (size_t at = 0; at + kEntryBytes <= directory->size() && directory->compare(at, 4, "PK\x01\x02") == 0;) {
    const char* entry = directory->data() + at;
    const size_t name_bytes = Get16(entry + 28);
    ZipMember member;
    member.flags = Get16(entry + 8);
    member.method = Get16(entry + 10);
    member.checksum = Get32(entry + 16);
    member.packed_bytes = Get32(entry + 20);
    member.bytes = Get32(entry + 24);
    member.header_offset = Get32(entry + 42);
    member.name = directory->substr(at + kEntryBytes, name_bytes);
    at += kEntryBytes + name_bytes + Get16(entry + 30) + Get16(entry + 32);
    if (!IsHiddenOrFolder(member.name)) members.push_back(std::move(member));
  }
  std::sort(members.begin(), members.end(), [](const ZipMember& a, const ZipMember& b) { return a.name < b.name; });
  return members;
}

std::optional<ZipPath> SplitZipPath(const std::string& path) {
  for (size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    std::string archive = path.substr(0, slash);
    std::error_code error;
    if (std::filesystem::is_regular_file(archive, error) && IsZipArchive(archive)) {
      return ZipPath{std::move(archive), path.substr(slash + 1)};
    }
  }
  return std::nullopt;
}

Result<uint64_t> ZipMemberBytes(const ZipPath& path) {
  Result<ZipMember> member = FindMember(path);
  if (!member) return member.error();
  return member->packed_bytes;
}

Result<std::unique_ptr<ByteStream>> OpenZipMember(const ZipPath& path) {
  Result<ZipMember> member = FindMember(path);
  if (!member) return member.error();
  const std::string name = path.archive + "/" + path.member;
  if ((member->flags & kEncrypted) != 0) return Error{name + ": encrypted, which is not read"};
  if (member->method != 0 && member->method != 8) return Error{name + ": packed by a method that is not read"};
  Result<OpenFile> file = OpenFile::Open(path.archive);
  if (!file) return file.error();
  Result<std::string> header = ReadPart(*file, member->header_offset, kLocalHeaderBytes, path.archive);
  if (!header) return header.error();
  if (!header->starts_with("PK\x03\x04")) return Error{name + ": the zip archive is damaged"};
  const uint64_t data =
      member->header_offset + kLocalHeaderBytes + Get16(header->data() + 26) + Get16(header->data() + 28);
  return Unpacked(std::make_unique<ZipMemberStream>(std::move(*file), *member, data, name), name);
}

}  // namespace quarry
