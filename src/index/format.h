// The file of a side index. All numbers are little-endian; the order of sections is of no account.
//
//   IndexHeader
//   sections
//   SectionEntry[section_count]
//
// What makes it safe to rely on: the header's checksum covers header and table; each section but the filters has a
// checksum in the table and is checked when it is first read; each block's filter has one of its own (kFilterChecks).
// Any change of these structures or of GramSet is a new version.
// Blocks are whole lines (of the decoded text), ascending; what lies between two blocks or behind the last one is not
// indexed and is always read. Blocks of CSV are whole records from the header's end to the end of the file, without a
// gap: where a record starts is known only from the beginning of the file on. "Lines" are then records.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <iterator>
#include <type_traits>

namespace quarry {

static_assert(std::endian::native == std::endian::little, "side indexes are written as they lie in memory");

inline constexpr char kIndexMagic[8] = {'Q', 'I', 'D', 'X', '\r', '\n', '\x1a', '\n'};
inline constexpr uint32_t kIndexVersion = 1;
inline constexpr char kIndexSuffix[] = ".qidx";

// What a data file was when it was indexed. Times are nanoseconds since 1970.
struct DataIdentity {
  uint64_t size = 0;
  int64_t modified = 0;  // mtime
  int64_t changed = 0;   // ctime: nobody can set it
  uint64_t device = 0;
  uint64_t inode = 0;
  uint64_t head_hash = 0;  // of the first kIdentityBytes
  uint64_t tail_hash = 0;  // of the last kIdentityBytes
};
inline constexpr uint64_t kIdentityBytes = 4096;

struct IndexHeader {
  char magic[8] = {};
  uint32_t version = 0;
  uint32_t section_count = 0;
  DataIdentity data;
  uint32_t format = 0;  // IndexedFormat
  uint32_t codec = 0;   // readers/reader.h, Codec
  uint64_t block_bytes = 0;
  uint64_t blocks = 0;
  uint64_t decoded_bytes = 0;
  uint64_t lines = 0;
  uint64_t broken_lines = 0;
  int64_t written = 0;
  uint64_t table = 0;     // where the table of sections is
  uint64_t checksum = 0;  // XXH3 of the header with this field 0, then of the table of sections
};
static_assert(std::is_trivially_copyable_v<IndexHeader> && sizeof(IndexHeader) == 144);

enum class IndexedFormat : uint32_t { kNdjson = 1, kCsv = 2 };

enum class SectionKind : uint32_t {
  kOffsets = 1,       // uint64 begin, end of each block
  kLines = 2,         // uint32 of each block: how many lines
  kBroken = 3,        // uint32 of each block: how many of them are broken; left out when none is
  kProblems = 4,      // the first broken lines: uint32 block, uint32 line in the block (from 0), uint32 size, text
  kHashes = 5,        // uint64 of each block: XXH3 of its bytes
  kFilterPlaces = 6,  // uint64 of each block: first word in kFilters << 8 | power of two of its bits
  kFilterChecks = 7,  // uint32 of each block: XXH3 of its filter, lower half
  kFilters = 8,       // words
  kEscapes = 9,       // uint16 of each block: number of a set, 0xffff: any; left out when all are 0
  kEscapeSets = 10,   // sets, from 1 on: 32 bytes of bits for characters below 256, one byte for others
  kPaths = 11,        // from 1 on: uint32 parent, uint8 PathFlags, uint32 size, name; the record's flags first
  kTimes = 12,        // `extra` a path: int64 least, int64 greatest of each block; see IndexedTime
  kPresence = 13,     // `extra` a path: bits, which blocks have it; left out when all have
  kOrigin = 14,       // text: version of the writer, line end, path of the data
  kEmpty = 15,        // CSV: uint32 of each block: how many records are empty lines; left out when none is
  kHeadHash = 16,     // CSV: uint64, XXH3 of what precedes the first block (the header)
};

struct SectionEntry {
  uint32_t kind = 0;
  uint32_t extra = 0;
  uint64_t offset = 0;
  uint64_t size = 0;
  uint64_t checksum = 0;  // XXH3; kFilters has none
};
static_assert(sizeof(SectionEntry) == 32);

enum PathFlags : uint8_t {
  kEverywhere = 1,  // every block has it
  kOpaque = 2,      // some value is an array or text that may hold JSON, or has members without a number
};

// Times of a path in a block, as ticks: what an ISO 8601 text or a count of 9 to 16 digits since 1970 says. None: least
// > greatest. A block with any other value than these, null and "" has everything between the ends of int64.
struct IndexedTime {
  int64_t least = INT64_MAX, greatest = INT64_MIN;
};

struct EscapeSet {
  uint8_t below[32] = {};
  uint8_t beyond = 0;
  static EscapeSet All() {
    EscapeSet all;
    std::fill(std::begin(all.below), std::end(all.below), uint8_t{0xff});
    all.beyond = 0xff;
    return all;
  }
  bool operator==(const EscapeSet&) const = default;
  void Add(int code) {
    if (code < 256)
      below[code / 8] |= static_cast<uint8_t>(1U << (code % 8));
    else
      beyond = 1;
  }
  bool Meets(const EscapeSet& other) const {
    uint8_t common = beyond & other.beyond;
    for (int i = 0; i < 32; ++i) common |= below[i] & other.below[i];
    return common != 0;
  }
};
static_assert(sizeof(EscapeSet) == 33);

}  // namespace quarry
