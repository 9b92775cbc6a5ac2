// The beginning of a deflate block (RFC 1951, 3.2.3 to 3.2.7).
// Thread rule: values.
#pragma once

#include <cstdint>

#include "readers/codec/deflate/bit_reader.h"
#include "readers/codec/deflate/codes.h"

namespace quarry {

struct BlockCodes {
  LengthCodes lengths;
  DistanceCodes distances;
};

struct BlockHeader {
  enum class Kind : uint8_t { kStored, kFixed, kDynamic };
  Kind kind = Kind::kStored;
  bool is_final = false;
  uint32_t stored_bytes = 0;  // kStored; they start where the reader is then, at a whole byte
};

// Reads the header of a block, and makes its codes unless it is kStored. False when the memory ends, or what is there
// is not beyond doubt a header. Nothing is behind the header that the reader has not been moved past.
bool ReadBlockHeader(BitReader& reader, BlockHeader& header, BlockCodes& codes);

}  // namespace quarry
