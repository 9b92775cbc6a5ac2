// The file of a side index. All numbers are little-endian; the order of sections is of no account.
//
//   IndexHeader
//   sections
//   SectionEntry[section_count]
//
// What makes it safe to rely on: the header's checksum covers header and table; each section but those that are read in
// parts has a checksum in the table and is compared when it is read; facts and times of blocks have one for each group
// of 64 blocks (kGroups, kTimeGroups), and each block's filter has one of its own (IndexedBlock), so that a query reads
// and compares what it needs of a large index.
// Any change of these structures or of GramSet is a new version.
// Blocks are whole lines (of the decoded text), ascending; what lies between two blocks or behind the last one is not
// indexed and is always read. Blocks of CSV are whole records from the header's end to the end of the file, without a
// gap: where a record starts is known only from the beginning of the file on. "Lines" are then records.
// Blocks of EVTX are chunks that are whole and sound, "lines" their events, and names of fields are flat.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <iterator>
#include <type_traits>

namespace quarry {

static_assert(std::endian::native == std::endian::little, "side indexes are written as they lie in memory");

inline constexpr char kIndexMagic[8] = {'Q', 'I', 'D', 'X', '\r', '\n', '\x1a', '\n'};
inline constexpr uint32_t kIndexVersion = 2;
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

enum class IndexedFormat : uint32_t { kNdjson = 1, kCsv = 2, kEvtx = 3 };

enum class SectionKind : uint32_t {
  kBlocks = 1,       // IndexedBlock of each block; checksums in kGroups
  kGroups = 2,       // BlockGroup of each group
  kProblems = 3,     // the first broken lines: uint32 block, uint32 line in the block (from 0), uint32 size, text
  kCommonGrams = 4,  // uint32, ascending: grams that are in no filter, because most blocks have them (CommonGrams)
  kFilters = 5,      // words; checksums in kBlocks
  kEscapeSets = 6,   // sets, from 1 on: 32 bytes of bits for characters below 256, one byte for others
  kPaths = 7,        // from 1 on: uint32 parent, uint8 PathFlags, uint32 size, name; the record's flags first
  kTimes = 8,        // `extra` a path: IndexedTime of each block; checksums in kTimeGroups
  kTimeGroups = 9,   // `extra` a path: TimeGroup of each group
  kPresence = 10,    // `extra` a path: bits, which blocks have it; left out when all have
  kOrigin = 11,      // text: version of the writer, line end, path of the data
  kHeadHash = 12,    // CSV: uint64, XXH3 of what precedes the first block (the header)
};

// What is in parts has no checksum in the table.
inline constexpr bool IsReadInParts(SectionKind kind) {
  return kind == SectionKind::kBlocks || kind == SectionKind::kFilters || kind == SectionKind::kTimes;
}

struct SectionEntry {
  uint32_t kind = 0;
  uint32_t extra = 0;
  uint64_t offset = 0;
  uint64_t size = 0;
  uint64_t checksum = 0;  // XXH3; 0 for what is read in parts
};
static_assert(sizeof(SectionEntry) == 32);

enum PathFlags : uint8_t {
  kEverywhere = 1,  // every block has it
  kOpaque = 2,      // some value is an array or text that may hold JSON, or has members without a number
};

// What is known of a block.
struct IndexedBlock {
  uint64_t begin = 0;  // in the decoded file
  uint32_t size = 0;   // in bytes, at least 1
  uint32_t lines = 0;
  uint64_t hash = 0;          // XXH3 of its bytes
  uint64_t filter_word = 0;   // its filter in kFilters
  uint32_t filter_check = 0;  // XXH3 of the filter, lower half
  uint32_t broken = 0;        // how many lines are broken
  uint32_t empty = 0;         // CSV: how many records are empty lines
  uint16_t filter_words = 0;
  uint16_t escapes = 0;  // number of a set; kAnyEscape: any

  uint64_t end() const { return begin + size; }
};
static_assert(std::is_trivially_copyable_v<IndexedBlock> && sizeof(IndexedBlock) == 48);
inline constexpr uint16_t kAnyEscape = 0xffff;

// Blocks whose facts are read and compared together; the last group may have fewer.
inline constexpr uint64_t kGroupBlocks = 64;
struct BlockGroup {
  uint64_t begin = 0, end = 0;  // of the first and of the last block
  uint64_t lines = 0;
  uint32_t broken = 0;
  uint32_t empty = 0;
  uint64_t gapless = 0;   // 1: each block begins where the one before ends
  uint64_t checksum = 0;  // XXH3 of the group's part of kBlocks
};
static_assert(std::is_trivially_copyable_v<BlockGroup> && sizeof(BlockGroup) == 48);

// Times of a path in a block, as ticks: what an ISO 8601 text or a count of 9 to 16 digits since 1970 says. None: least
// > greatest. A block with any other value than these, null and "" has everything between the ends of int64.
struct IndexedTime {
  int64_t least = INT64_MAX, greatest = INT64_MIN;
  bool is_empty() const { return least > greatest; }
  bool Meets(int64_t min, int64_t max) const { return !is_empty() && least <= max && greatest >= min; }
  void Extend(const IndexedTime& other) {
    least = std::min(least, other.least);
    greatest = std::max(greatest, other.greatest);
  }
};
// The times of all blocks of a group, and XXH3 of the group's part of kTimes.
struct TimeGroup {
  IndexedTime time;
  uint64_t checksum = 0;
};
static_assert(std::is_trivially_copyable_v<TimeGroup> && sizeof(TimeGroup) == 24);

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
