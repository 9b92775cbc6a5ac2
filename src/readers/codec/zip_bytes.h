// Little-endian numbers of zip records, and parts of archives. REQUIRES: so many bytes are there.
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "readers/codec/open_file.h"

namespace quarry::zip {

inline uint16_t Get16(const char* at) {
  const auto* b = reinterpret_cast<const unsigned char*>(at);
  return static_cast<uint16_t>(b[0] | b[1] << 8);
}
inline uint32_t Get32(const char* at) {
  return Get16(at) | static_cast<uint32_t>(Get16(at + 2)) << 16;
}
inline uint64_t Get64(const char* at) {
  return Get32(at) | static_cast<uint64_t>(Get32(at + 4)) << 32;
}

constexpr size_t kLocalHeaderBytes = 30;

// Bytes [offset, offset + size) of the archive at `path`; an error when it is shorter.
inline Result<std::string> ReadPart(const OpenFile& file, uint64_t offset, uint64_t size, const std::string& path) {
  if (offset > file.size() || size > file.size() - offset) return Error{path + ": the zip archive is cut off"};
  std::string part(size, '\0');
  const Result<size_t> got = file.ReadAt(offset, part.data(), part.size());
  if (!got) return got.error();
  if (*got < size) return Error{path + ": the zip archive is cut off"};
  return part;
}

}  // namespace quarry::zip
