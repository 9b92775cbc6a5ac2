// MemberChecks: compares gzip members that several threads have decoded with what they state of themselves. Who decodes
// a piece of one makes its checksum; put together they are by who reads the pieces in their order.
// Thread rule: one thread at a time.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace quarry {

// A member or its beginning.
struct MemberSum {
  uint32_t checksum = 0;
  uint32_t bytes = 0;  // modulo 2^32
};

// What a decoded chunk has of such a member, from the beginning of the chunk on.
struct MemberPiece {
  std::optional<MemberSum> before;  // the first piece: what precedes it
  size_t bytes = 0;
  uint32_t checksum = 0;
  std::optional<MemberSum> stated;  // the last piece: what the member states
};

class MemberChecks {
 public:
  // False when the member ends with the piece and is not what it states.
  bool Add(const MemberPiece& piece) {
    if (piece.before) sum_ = *piece.before;
    sum_.checksum =
        static_cast<uint32_t>(crc32_combine(sum_.checksum, piece.checksum, static_cast<z_off_t>(piece.bytes)));
    sum_.bytes += static_cast<uint32_t>(piece.bytes);
    return !piece.stated || (piece.stated->checksum == sum_.checksum && piece.stated->bytes == sum_.bytes);
  }

 private:
  MemberSum sum_;
};

}  // namespace quarry
