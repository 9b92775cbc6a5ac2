// Reads the directory of zip archives. Format: PKWARE's APPNOTE 6.3.10. Streams of members: zip_member.cc.
#include "readers/codec/zip_archive.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

#include "base/ascii.h"
#include "readers/codec/open_file.h"
#include "readers/codec/zip_bytes.h"

namespace quarry {

namespace {
using zip::Get16, zip::Get32, zip::Get64, zip::ReadPart;

constexpr size_t kEndBytes = 22;  // of the end record without its comment
constexpr size_t kLocatorBytes = 20;
constexpr size_t kEnd64Bytes = 56;
constexpr size_t kEntryBytes = 46;
constexpr size_t kLongestComment = 65535;
constexpr uint64_t kLargestDirectory = 256u << 20;
constexpr uint16_t kZip64Field = 1;
constexpr uint16_t kMany16 = 0xffff;
constexpr uint32_t kMany32 = 0xffffffff;  // the number stands in a zip64 record

bool IsHiddenOrFolder(std::string_view name) {
  if (name.empty() || name.ends_with('/') || name.starts_with("__MACOSX/")) return true;
  return name.starts_with('.') || name.find("/.") != std::string_view::npos;
}

// Where the directory lies.
struct DirectoryPlace {
  uint64_t offset = 0, bytes = 0, entries = 0;
  bool many_entries = false;  // `entries` is the number modulo 65536
};

// The end record in the archive's last bytes: the last one whose comment ends with the file, or else the last one, for
// archives with bytes behind them.
size_t FindEnd(std::string_view tail) {
  size_t any = std::string_view::npos;
  for (size_t at = tail.rfind("PK\x05\x06"); at != std::string_view::npos;
       at = at == 0 ? std::string_view::npos : tail.rfind("PK\x05\x06", at - 1)) {
    if (at + kEndBytes > tail.size()) continue;
    if (at + kEndBytes + Get16(tail.data() + at + 20) == tail.size()) return at;
    if (any == std::string_view::npos) any = at;
  }
  return any;
}

Result<DirectoryPlace> FindDirectory(const OpenFile& file, const std::string& path) {
  const uint64_t tail_bytes = std::min<uint64_t>(file.size(), kLocatorBytes + kEndBytes + kLongestComment);
  Result<std::string> tail = ReadPart(file, file.size() - tail_bytes, tail_bytes, path);
  if (!tail) return tail.error();
  const size_t end = FindEnd(*tail);
  if (end == std::string::npos) return Error{path + ": the zip archive has no directory; it may be cut off"};
  const char* const record = tail->data() + end;
  DirectoryPlace place{Get32(record + 16), Get32(record + 12), Get16(record + 10), true};
  const uint16_t disk = Get16(record + 4), directory_disk = Get16(record + 6);
  const bool asks_for_more = disk == kMany16 || directory_disk == kMany16 || place.entries == kMany16 ||
                             place.bytes == kMany32 || place.offset == kMany32;
  const char* const locator = end >= kLocatorBytes ? record - kLocatorBytes : nullptr;
  const bool has_locator = locator != nullptr && std::memcmp(locator, "PK\x06\x07", 4) == 0;
  if (asks_for_more && has_locator) {
    if (Get32(locator + 16) > 1) return Error{path + ": a zip archive in several files, which is not read"};
    Result<std::string> end64 = ReadPart(file, Get64(locator + 8), kEnd64Bytes, path);
    if (!end64) return end64.error();
    if (!end64->starts_with("PK\x06\x06")) return Error{path + ": the zip archive has no zip64 directory"};
    place = {Get64(end64->data() + 48), Get64(end64->data() + 40), Get64(end64->data() + 32), false};
  } else if (disk != 0 || directory_disk != 0) {
    return Error{path + ": a zip archive in several files, which is not read"};
  }
  if (place.bytes > kLargestDirectory) return Error{path + ": the directory of the zip archive is too long"};
  return place;
}

// Numbers that do not fit the entry, from its zip64 field. False when they are not there.
bool ReadZip64(std::string_view extra, ZipMember& member, uint16_t disk) {
  const bool bytes = member.bytes == kMany32, packed = member.packed_bytes == kMany32,
             offset = member.header_offset == kMany32;
  if (!bytes && !packed && !offset) return true;
  while (extra.size() >= 4) {
    const uint16_t id = Get16(extra.data());
    const size_t length = std::min<size_t>(Get16(extra.data() + 2), extra.size() - 4);
    std::string_view field = extra.substr(4, length);
    extra.remove_prefix(4 + length);
    if (id != kZip64Field) continue;
    const auto take = [&field](uint64_t& to) {
      if (field.size() < 8) return false;
      to = Get64(field.data());
      field.remove_prefix(8);
      return true;
    };
    return (!bytes || take(member.bytes)) && (!packed || take(member.packed_bytes)) &&
           (!offset || take(member.header_offset)) && (disk != kMany16 || field.size() >= 4);
  }
  return false;
}

// Marks members whose bytes are others' as well. In an archive that a packer wrote none overlap.
void MarkOverlaps(std::vector<ZipMember>& members) {
  std::vector<ZipMember*> by_place;
  for (ZipMember& member : members) by_place.push_back(&member);
  std::sort(by_place.begin(), by_place.end(),
            [](const ZipMember* a, const ZipMember* b) { return a->header_offset < b->header_offset; });
  uint64_t end = 0;
  for (ZipMember* member : by_place) {
    member->overlaps = member->header_offset < end;
    end = std::max(end, member->header_offset + zip::kLocalHeaderBytes + member->name.size() + member->packed_bytes);
  }
}

void SortByName(const std::string& path, ZipDirectory& directory) {
  std::vector<ZipMember>& members = directory.members;
  std::stable_sort(members.begin(), members.end(),
                   [](const ZipMember& a, const ZipMember& b) { return a.name < b.name; });
  const auto same = [](const ZipMember& a, const ZipMember& b) { return a.name == b.name; };
  for (auto at = std::adjacent_find(members.begin(), members.end(), same); at != members.end();
       at = std::adjacent_find(at, members.end(), same)) {
    directory.problems.push_back(path + "/" + at->name + ": there are two of this name; the first one is read");
    const auto last = std::find_if(at, members.end(), [&](const ZipMember& m) { return m.name != at->name; });
    at = members.erase(at + 1, last) - 1;
  }
}

// The directory of an archive, read once as long as the file stays the same: each member asks for it when it is
// recognised and when it is opened.
Result<std::shared_ptr<const ZipDirectory>> DirectoryOf(const std::string& path) {
  struct Known {
    struct stat status;
    std::shared_ptr<const ZipDirectory> directory;
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
      return found->second.directory;
  }
  Result<ZipDirectory> directory = ListZipArchive(path);
  if (!directory) return directory.error();
  auto shared = std::make_shared<const ZipDirectory>(std::move(*directory));
  if (has_status) known[path] = {status, shared};
  return std::shared_ptr<const ZipDirectory>(std::move(shared));
}

Result<ZipMember> FindMember(const ZipPath& path) {
  const Result<std::shared_ptr<const ZipDirectory>> directory = DirectoryOf(path.archive);
  if (!directory) return directory.error();
  const std::vector<ZipMember>& members = (*directory)->members;
  const auto found =
      std::lower_bound(members.begin(), members.end(), path.member,
                       [](const ZipMember& member, const std::string& name) { return member.name < name; });
  if (found != members.end() && found->name == path.member) return *found;
  return Error{path.archive + "/" + path.member + ": no such file in the archive"};
}
}  // namespace

bool IsZipArchive(const std::string& path) {
  if (path.size() < 4 || !EqualsIgnoreAsciiCase(std::string_view(path).substr(path.size() - 4), ".zip")) return false;
  Result<OpenFile> file = OpenFile::Open(path);
  char magic[4];
  if (!file) return false;
  const Result<size_t> got = file->ReadAt(0, magic, sizeof magic);
  if (!got || *got < 4) return false;
  const std::string_view head(magic,
                              4);  // a member, the end of an empty archive (zip64), or a mark in front of members
  return head == "PK\x03\x04" || head == "PK\x05\x06" || head == "PK\x06\x06" || head == "PK\x07\x08";
}

Result<ZipDirectory> ListZipArchive(const std::string& path) {
  const Result<OpenFile> file = OpenFile::Open(path);
  if (!file) return file.error();
  const Result<DirectoryPlace> place = FindDirectory(*file, path);
  if (!place) return place.error();
  const Result<std::string> text = ReadPart(*file, place->offset, place->bytes, path);
  if (!text) return text.error();
  ZipDirectory directory;
  uint64_t entries = 0;
  size_t at = 0;
  for (; at + kEntryBytes <= text->size() && text->compare(at, 4, "PK\x01\x02") == 0; ++entries) {
    const char* entry = text->data() + at;
    const size_t name_bytes = Get16(entry + 28), extra_bytes = Get16(entry + 30), comment_bytes = Get16(entry + 32);
    if (at + kEntryBytes + name_bytes + extra_bytes + comment_bytes > text->size()) break;
    ZipMember member;
    member.flags = Get16(entry + 8);
    member.method = Get16(entry + 10);
    member.checksum = Get32(entry + 16);
    member.packed_bytes = Get32(entry + 20);
    member.bytes = Get32(entry + 24);
    member.header_offset = Get32(entry + 42);
    member.name = text->substr(at + kEntryBytes, name_bytes);
    const std::string_view extra(entry + kEntryBytes + name_bytes, extra_bytes);
    at += kEntryBytes + name_bytes + extra_bytes + comment_bytes;
    if (IsHiddenOrFolder(member.name)) continue;
    if (!ReadZip64(extra, member, Get16(entry + 34)) || member.header_offset > file->size() ||
        member.packed_bytes > file->size() - member.header_offset) {
      directory.problems.push_back(path + "/" + member.name + ": lies outside of the zip archive, which is damaged");
      continue;
    }
    directory.members.push_back(std::move(member));
  }
  const bool all = place->many_entries ? (entries & 0xffff) == place->entries : entries == place->entries;
  if (!all || at != text->size())
    directory.problems.push_back(path + ": the directory of the zip archive is damaged; " + std::to_string(entries) +
                                 " of " + std::to_string(place->entries) + " entries are read");
  SortByName(path, directory);
  MarkOverlaps(directory.members);
  return directory;
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
  const Result<ZipMember> member = FindMember(path);
  if (!member) return member.error();
  return OpenZipMember(path.archive, *member);
}

}  // namespace quarry
