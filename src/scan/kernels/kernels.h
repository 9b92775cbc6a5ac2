// The inner loops over raw bytes, in one version for each instruction set; chosen once, at run time. Intrinsics
// stand in this folder only. Every version gives the results of the generic one.
// Thread rule: the functions are pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace quarry {

// Tables of a Teddy search: for each of the first `length` bytes of the literals' windows, the buckets (bits) that a
// byte leaves possible, by its low and high half, and by its low seven bits. A place is a hit when all bytes leave a
// common bucket. Kernels use one or the other form: a hit may be a false one, a window in the text is always a hit.
struct TeddyTables {
  static constexpr int kMaxLength = 4;
  int length = 0;
  alignas(64) uint8_t seven_bits[kMaxLength][128] = {};
  alignas(16) uint8_t low[kMaxLength][16] = {};
  alignas(16) uint8_t high[kMaxLength][16] = {};

  // Makes `byte` at place `at` of a window possible for the buckets.
  void Add(int at, unsigned char byte, uint8_t buckets) {
    low[at][byte & 15] |= buckets;
    high[at][byte >> 4] |= buckets;
    seven_bits[at][byte & 127] |= buckets;
  }
};

// Places behind the last stop that index_strings may write.
inline constexpr size_t kStopPadding = 64;

// A search for a byte string by two of its bytes, and for the two characters \u.
struct PairPattern {
  static constexpr size_t kMaxOffset = 63;
  size_t first = 0, second = 0;  // offsets of the two bytes in the string
  char first_byte = 0, second_byte = 0;
};

// A table of bits by the hash of four bytes without ASCII case, for searches that look at every fourth place.
struct StrideTable {
  static constexpr size_t kStride = 4;
  static constexpr uint32_t kFold = 0x20202020u;  // makes letters small, and some other characters alike
  int bits = 16;                                  // of the hash: 5 .. 31
  std::vector<uint32_t> words;                    // bit hash % 32 of words[hash / 32]

  // `bytes`: four of them, folded. The table's hash are its upper bits.
  static uint32_t Mixed(uint32_t bytes) { return bytes * 0x9e3779b1u; }
  void Add(uint32_t mixed) { words[mixed >> (32 - bits) >> 5] |= 1u << (mixed >> (32 - bits) & 31); }
  bool Has(uint32_t mixed) const { return words[mixed >> (32 - bits) >> 5] >> (mixed >> (32 - bits) & 31) & 1; }
};

// A text that is expected at a distance from a place that is known.
struct ExpectedText {
  static constexpr size_t kMaxSize = 64;
  alignas(64) char text[kMaxSize] = {};
  uint64_t mask = 0;   // of its bytes: the low `size` bits
  uint32_t size = 0;   // 1 .. kMaxSize
  uint32_t place = 0;  // which place
  int32_t offset = 0;  // from there to the text

  const char* At(const char* data, const uint32_t* places) const {
    return data + (static_cast<ptrdiff_t>(places[place]) + offset);
  }
};

struct KernelTable {
  std::string_view name;  // "avx512"
  // How often `byte` occurs in data[0, size).
  size_t (*count_byte)(const char* data, size_t size, char byte);
  // The first place in [from, size - length] where a window may start, with its buckets in *buckets; `size` when none.
  size_t (*teddy_find)(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets);
  // Marks where a JSON string may not just go on: bit i % 64 of stops[i / 64] tells whether data[i] is a quote, a
  // backslash or a control character. (size + 63) / 64 words are written.
  void (*mark_string_stops)(const char* data, size_t size, uint64_t* stops);
  // The stops of JSON text that starts outside a string: quotes that no backslash escapes, control characters, and
  // escaped characters other than `"\/bfnrt` (so the u of a \u). Their offsets go to `stops` in ascending order, with
  // room for size + kStopPadding; returns how many. Bit i % 64 of backslashes[i / 64] marks a backslash at i
  // ((size + 63) / 64 words). *ascii: no byte is above 127.
  size_t (*index_strings)(const char* data, size_t size, uint32_t* stops, uint64_t* backslashes, bool* ascii);
  // The places i in data[0, size) where both bytes of the pattern stand at their offsets (all inside the data), or
  // where `\u`
  // stands; ascending. `places` has room for size + kStopPadding; returns how many.
  size_t (*find_pairs)(const PairPattern& pattern, const char* data, size_t size, uint32_t* places);
  // How many of expected[0, count) stand in `data`, from the first on. kMaxSize bytes are read from where each begins.
  size_t (*match_texts)(const ExpectedText* expected, size_t count, const char* data, const uint32_t* places);
  // The first multiple of kStride in [from, size - kStride] whose bytes the table has; `size` when none.
  size_t (*stride_find)(const StrideTable& table, const char* data, size_t from, size_t size);
};

// The best that this machine runs. QUARRY_KERNELS=generic|avx2|avx512|avx512vbmi|neon asks for another.
const KernelTable& Kernels();
// All that this machine runs, the generic one first.
std::span<const KernelTable* const> AvailableKernels();

extern const KernelTable kGenericKernels;
#if defined(__x86_64__)
extern const KernelTable kAvx2Kernels;
extern const KernelTable kAvx512Kernels;
extern const KernelTable kAvx512VbmiKernels;
#elif defined(__aarch64__)
extern const KernelTable kNeonKernels;
#endif

}  // namespace quarry
