// Zip archives as folders: the members of an archive are inputs of their own, named "archive.zip/member". Telemetry is
// often handed over like that. A member that is gzip or zstd itself is decoded, too. Encrypted members, other methods
// than stored and deflate, and archives above 4 GiB (zip64) are refused by name. Thread rule: pure functions over
// files; a stream belongs to one thread.
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
  uint16_t method = 0;  // 0 stored, 8 deflate
  uint16_t flags = 0;
  uint32_t checksum = 0;
};

// A file with a zip's name and first bytes.
bool IsZipArchive(const std::string& path);
// The files in the archive, sorted by name; folders and hidden files are left out.
Result<std::vector<ZipMember>> ListZipArchive(const std::string& path);

struct ZipPath {
  std::string archive, member;
};
// "logs.zip/day1/a.json" when logs.zip is an archive.
std::optional<ZipPath> SplitZipPath(const std::string& path);

// The bytes of a member on disk, as its entry states.
Result<uint64_t> ZipMemberBytes(const ZipPath& path);
Result<std::unique_ptr<ByteStream>> OpenZipMember(const ZipPath& path);

}  // namespace quarry
