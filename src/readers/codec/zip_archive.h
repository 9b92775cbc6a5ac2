// Zip archives as folders: the members of an archive are inputs of their own, named "archive.zip/member". Telemetry is
// often handed over like that. Archives and members above 4 GiB (zip64) are read. Members may be stored, deflated or
// packed by zstd; one that is gzip or zstd itself is decoded, too. What is not read (encryption, other methods,
// archives in several files) is refused by name, and nothing that a directory claims is trusted further than the file
// is long. Thread rule: pure functions over files; a stream belongs to one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "readers/codec/byte_stream.h"

namespace quarry {

struct ZipMember {
  std::string name;
  uint64_t header_offset = 0;
  uint64_t packed_bytes = 0;
  uint64_t bytes = 0;
  uint16_t method = 0;  // 0 stored, 8 deflate, 93 zstd
  uint16_t flags = 0;
  uint32_t checksum = 0;
  bool overlaps = false;  // its bytes are another member's as well: made to decode to more than it holds
};

// What an archive holds. Members that cannot be told apart from others or that lie outside of the file are problems.
struct ZipDirectory {
  std::vector<ZipMember> members;     // sorted by name; folders and hidden files are left out
  std::vector<std::string> problems;  // name the archive
};

// A file with a zip's name and first bytes.
bool IsZipArchive(const std::string& path);
Result<ZipDirectory> ListZipArchive(const std::string& path);

struct ZipPath {
  std::string archive, member;
};
// "logs.zip/day1/a.json" when logs.zip is an archive.
std::optional<ZipPath> SplitZipPath(const std::string& path);

// The bytes of a member on disk, as its entry states.
Result<uint64_t> ZipMemberBytes(const ZipPath& path);
Result<std::unique_ptr<ByteStream>> OpenZipMember(const ZipPath& path);
// A member that ListZipArchive gave.
Result<std::unique_ptr<ByteStream>> OpenZipMember(const std::string& archive, const ZipMember& member);

}  // namespace quarry
