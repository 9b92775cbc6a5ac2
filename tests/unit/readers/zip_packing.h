// Zip archives for tests, sound and otherwise.
#pragma once

#include <zlib.h>

#include <string>
#include <vector>

#include "packing.h"

namespace quarry::zip_test {

inline std::string Number(uint64_t value, size_t bytes) {
  return LittleEndian(value, bytes);
}

struct Member {
  std::string name, text;
  int method = 8;
  bool wrong_checksum = false;
  uint16_t flags = 0;
  bool zip64 = false;       // sizes and place in a zip64 field
  bool descriptor = false;  // sizes and checksum stand behind the data
  int64_t move = 0;         // its place in the directory is wrong by so much
};

// The local header with the data, or the entry of the directory.
struct Packed {
  std::string local, entry;
};

inline Packed Pack(const Member& m, uint64_t offset) {
  const std::string packed = m.method == 8 ? Deflate(m.text, -MAX_WBITS) : m.method == 93 ? Zstd(m.text) : m.text;
  uint32_t checksum =
      static_cast<uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(m.text.data()), static_cast<uInt>(m.text.size())));
  if (m.wrong_checksum) ++checksum;
  const std::string extra = m.zip64 ? Number(0x5455, 2) + Number(1, 2) + "x" + Number(1, 2) + Number(24, 2) +
                                          Number(m.text.size(), 8) + Number(packed.size(), 8) +
                                          Number(offset + static_cast<uint64_t>(m.move), 8)
                                    : std::string();
  const auto header = [&](bool sizes) {
    const uint64_t many = 0xffffffff;
    return Number(45, 2) + Number(m.flags | (m.descriptor ? 8 : 0), 2) + Number(static_cast<uint64_t>(m.method), 2) +
           Number(0, 4) + Number(sizes ? checksum : 0, 4) +
           Number(m.zip64 ? many
                  : sizes ? packed.size()
                          : 0,
                  4) +
           Number(m.zip64 ? many
                  : sizes ? m.text.size()
                          : 0,
                  4) +
           Number(m.name.size(), 2);
  };
  Packed out;
  out.local = "PK\x03\x04" + header(!m.descriptor) + Number(0, 2) + m.name + packed;
  if (m.descriptor)
    out.local += "PK\x07\x08" + Number(checksum, 4) + Number(packed.size(), 4) + Number(m.text.size(), 4);
  out.entry = "PK\x01\x02" + Number(45, 2) + header(true) + Number(extra.size(), 2) + Number(0, 2) + Number(0, 2) +
              Number(0, 2) + Number(0, 4) + Number(m.zip64 ? 0xffffffff : offset + static_cast<uint64_t>(m.move), 4) +
              m.name + extra;
  return out;
}

// What follows the members of an archive; `zip64`: with the records of one.
inline std::string Directory(const std::string& entries, size_t count, uint64_t offset, bool zip64) {
  std::string out = entries;
  if (zip64) {
    out += "PK\x06\x06" + Number(44, 8) + Number(45, 2) + Number(45, 2) + Number(0, 4) + Number(0, 4) +
           Number(count, 8) + Number(count, 8) + Number(entries.size(), 8) + Number(offset, 8);
    out += "PK\x06\x07" + Number(0, 4) + Number(offset + entries.size(), 8) + Number(1, 4);
  }
  return out + "PK\x05\x06" + Number(0, 4) + Number(zip64 ? 0xffff : count, 2) + Number(zip64 ? 0xffff : count, 2) +
         Number(zip64 ? 0xffffffff : entries.size(), 4) + Number(zip64 ? 0xffffffff : offset, 4) + Number(0, 2);
}

inline std::string Archive(const std::vector<Member>& members, bool zip64 = false) {
  std::string out, entries;
  for (const Member& m : members) {
    const Packed packed = Pack(m, out.size());
    out += packed.local;
    entries += packed.entry;
  }
  return out + Directory(entries, members.size(), out.size(), zip64);
}

}  // namespace quarry::zip_test
