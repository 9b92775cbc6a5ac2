// SymbolDecoder: decodes deflate data from the beginning of some block on, without what precedes it, to symbols.
// Any data are safe to decode. What is decoded is what any decoder makes of it: where others may refuse the data, or
// decode it otherwise, it stops.
// Thread rule: one thread at a time. Memory is the caller's and must outlive the decoder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "readers/codec/deflate/bit_reader.h"
#include "readers/codec/deflate/block_header.h"
#include "readers/codec/deflate/symbols.h"

namespace quarry {

class SymbolDecoder {
 public:
  // Symbols in front of those that are decoded, and behind the most that are.
  static constexpr size_t kBefore = kWindowBytes, kBehind = 512;

  // From bit `bit` of `data` on, to `symbols`: kBefore, `most` and kBehind.
  SymbolDecoder(const uint8_t* data, size_t size, uint64_t bit, Symbol* symbols, size_t most);

  enum class Step : uint8_t {
    kBlock,  // one more block is decoded
    kFinal,  // the next block is the last one; it is left to others
    kStop,   // no further: the data or the room end in the block, or it is damaged
  };
  Step Next();

  // Of the block that is not decoded, as a bit of the data, and the symbols decoded before it.
  uint64_t position() const { return position_; }
  size_t decoded() const { return decoded_; }

 private:
  bool CopyStored(size_t bytes);
  bool Decode();

  BitReader reader_;
  const uint8_t* const data_;
  const size_t size_;
  Symbol* const symbols_;  // the first decoded one
  const size_t most_;
  uint64_t position_;
  size_t decoded_ = 0;
  Symbol* out_;
  BlockCodes codes_;
};

}  // namespace quarry
