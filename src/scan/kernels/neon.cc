// Kernels for ARM's NEON, which every 64-bit ARM processor has.
#if defined(__aarch64__)
#include <arm_neon.h>

#include <cstring>

#include "scan/kernels/kernels.h"
#include "scan/kernels/string_index.h"

namespace quarry {

namespace {
struct Bytes64 {
  uint8x16_t part[4];
};

inline Bytes64 Load(const char* data) {
  const auto* from = reinterpret_cast<const uint8_t*>(data);
  return {{vld1q_u8(from), vld1q_u8(from + 16), vld1q_u8(from + 32), vld1q_u8(from + 48)}};
}

// One bit for each byte; bytes are 0 or 255. NEON has no such instruction: each byte keeps one bit of its own, and
// three rounds of pairwise sums put eight neighbours into one byte.
inline uint64_t MaskOf(const Bytes64& bytes) {
  alignas(16) static constexpr uint8_t kBits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t bits = vld1q_u8(kBits);
  const uint8x16_t low = vpaddq_u8(vandq_u8(bytes.part[0], bits), vandq_u8(bytes.part[1], bits));
  const uint8x16_t high = vpaddq_u8(vandq_u8(bytes.part[2], bits), vandq_u8(bytes.part[3], bits));
  uint8x16_t sum = vpaddq_u8(low, high);
  sum = vpaddq_u8(sum, sum);
  return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

template <typename Test>
inline uint64_t MaskWhere(const Bytes64& bytes, const Test& test) {
  return MaskOf({{test(bytes.part[0]), test(bytes.part[1]), test(bytes.part[2]), test(bytes.part[3])}});
}
inline uint64_t MaskEqual(const Bytes64& bytes, char c) {
  const uint8x16_t wanted = vdupq_n_u8(static_cast<uint8_t>(c));
  return MaskWhere(bytes, [wanted](uint8x16_t part) { return vceqq_u8(part, wanted); });
}
inline uint64_t MaskControls(const Bytes64& bytes) {
  const uint8x16_t first = vdupq_n_u8(0x20);
  return MaskWhere(bytes, [first](uint8x16_t part) { return vcltq_u8(part, first); });
}

size_t CountByte(const char* data, size_t size, char byte) {
  const uint8x16_t wanted = vdupq_n_u8(static_cast<uint8_t>(byte));
  size_t count = 0, i = 0;
  while (i + 16 <= size) {
    // Each lane counts to 255 at most.
    uint8x16_t lanes = vdupq_n_u8(0);
    for (int turn = 0; turn < 255 && i + 16 <= size; ++turn, i += 16) {
      lanes = vsubq_u8(lanes, vceqq_u8(vld1q_u8(reinterpret_cast<const uint8_t*>(data + i)), wanted));
    }
    count += vaddlvq_u8(lanes);
  }
  for (; i < size; ++i) count += data[i] == byte;
  return count;
}

template <int kLength>
size_t Find(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets) {
  uint8x16_t low[kLength], high[kLength];
  for (int j = 0; j < kLength; ++j) {
    low[j] = vld1q_u8(tables.low[j]);
    high[j] = vld1q_u8(tables.high[j]);
  }
  const auto possible_at = [&](const char* at) {
    uint8x16_t possible = vdupq_n_u8(0xff);
    for (int j = 0; j < kLength; ++j) {
      const uint8x16_t bytes = vld1q_u8(reinterpret_cast<const uint8_t*>(at + j));
      possible = vandq_u8(possible, vandq_u8(vqtbl1q_u8(low[j], vandq_u8(bytes, vdupq_n_u8(15))),
                                             vqtbl1q_u8(high[j], vshrq_n_u8(bytes, 4))));
    }
    return possible;
  };
  const auto first_of = [&](uint8x16_t possible) {
    uint8_t bytes[16];
    vst1q_u8(bytes, possible);
    size_t at = 0;
    while (bytes[at] == 0) ++at;
    *buckets = bytes[at];
    return at;
  };
  size_t i = from;
  for (; i + 16 + kLength - 1 <= size; i += 16) {
    const uint8x16_t possible = possible_at(data + i);
    if (vmaxvq_u8(possible) != 0) return i + first_of(possible);
  }
  // The rest in a buffer of its own, so that no byte behind the data is read. Places too near the end do not count.
  for (; i + kLength <= size; i += 16) {
    char rest[16 + kLength] = {};
    const size_t left = size - i;
    std::memcpy(rest, data + i, left < sizeof rest ? left : sizeof rest);
    const uint8x16_t possible = possible_at(rest);
    if (vmaxvq_u8(possible) == 0) continue;
    const size_t at = i + first_of(possible);
    if (at + kLength <= size) return at;
    break;
  }
  return size;
}

size_t TeddyFind(const TeddyTables& tables, const char* data, size_t from, size_t size, uint8_t* buckets) {
  switch (tables.length) {
    case 1:
      return Find<1>(tables, data, from, size, buckets);
    case 2:
      return Find<2>(tables, data, from, size, buckets);
    case 3:
      return Find<3>(tables, data, from, size, buckets);
    default:
      return Find<4>(tables, data, from, size, buckets);
  }
}

void MarkStringStops(const char* data, size_t size, uint64_t* stops) {
  for (size_t i = 0; i < size; i += 64) {
    char rest[64];
    const char* from = data + i;
    if (size - i < 64) {
      std::memset(rest, 'x', sizeof rest);
      std::memcpy(rest, from, size - i);
      from = rest;
    }
    const Bytes64 bytes = Load(from);
    stops[i / 64] = MaskEqual(bytes, '"') | MaskEqual(bytes, '\\') | MaskControls(bytes);
  }
}

class Block {
 public:
  explicit Block(const char* data) : bytes_(Load(data)) {}
  uint64_t Quotes() const { return MaskEqual(bytes_, '"'); }
  uint64_t Backslashes() const { return MaskEqual(bytes_, '\\'); }
  uint64_t QuotesAndControls() const {
    const uint8x16_t quote = vdupq_n_u8('"'), first = vdupq_n_u8(0x20);
    return MaskWhere(bytes_, [&](uint8x16_t part) { return vorrq_u8(vceqq_u8(part, quote), vcltq_u8(part, first)); });
  }
  uint64_t NotAscii() const {
    const uint8x16_t any = vorrq_u8(vorrq_u8(bytes_.part[0], bytes_.part[1]), vorrq_u8(bytes_.part[2], bytes_.part[3]));
    return vmaxvq_u8(any) >> 7;
  }
  uint64_t PlainEscapes() const {
    uint64_t found = 0;
    for (const char c : {'"', '\\', '/', 'b', 'f', 'n', 'r', 't'}) found |= MaskEqual(bytes_, c);
    return found;
  }

 private:
  Bytes64 bytes_;
};

size_t IndexStrings(const char* data, size_t size, uint32_t* stops, uint64_t* backslashes, bool* ascii) {
  return IndexBlocks<Block>(data, size, stops, backslashes, ascii, AppendBits);
}

size_t FindPairs(const PairPattern& pattern, const char* data, size_t size, uint32_t* places) {
  const auto equal = [](const char* at, char byte) { return MaskEqual(Load(at), byte); };
  return FindPairsIn(pattern, data, size, places, equal, AppendBits);
}

size_t MatchTexts(const ExpectedText* expected, size_t count, const char* data, const uint32_t* places) {
  for (size_t i = 0; i < count; ++i) {
    const Bytes64 found = Load(expected[i].At(data, places)), wanted = Load(expected[i].text);
    const uint64_t equal = MaskOf({{vceqq_u8(found.part[0], wanted.part[0]), vceqq_u8(found.part[1], wanted.part[1]),
                                    vceqq_u8(found.part[2], wanted.part[2]), vceqq_u8(found.part[3], wanted.part[3])}});
    if ((~equal & expected[i].mask) != 0) return i;
  }
  return count;
}
}  // namespace

const KernelTable kNeonKernels = {"neon",       CountByte, TeddyFind,  MarkStringStops,
                                  IndexStrings, FindPairs, MatchTexts, StrideFindOneByOne};

}  // namespace quarry
#endif  // __aarch64__
