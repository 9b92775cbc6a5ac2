// External entry: SymbolDecoder.
#include "readers/codec/deflate/symbol_decoder.h"

#include <cstring>

namespace quarry {

namespace {
constexpr size_t kLongestCopy = 258;
// Copied at once.
constexpr size_t kStride = 8;

// All are read before any is written: the two may overlap.
void CopyStride(Symbol* to, const Symbol* from) {
  Symbol stride[kStride];
  std::memcpy(stride, from, sizeof stride);
  std::memcpy(to, stride, sizeof stride);
}

// Copies `length` symbols from `distance` before; up to 2 * kStride more are written.
Symbol* CopyBack(Symbol* to, size_t distance, size_t length) {
  Symbol* const end = to + length;
  const Symbol* from = to - distance;
  // A copy of what is nearer than a stride is right as far as `distance`; behind it, twice as far away, is the same.
  while (distance < kStride) {
    CopyStride(to, from);
    if (to + distance >= end) return end;
    to += distance;
    distance *= 2;
  }
  CopyStride(to, from);
  CopyStride(to + kStride, from + kStride);
  while (end - to > static_cast<ptrdiff_t>(2 * kStride)) {
    to += 2 * kStride;
    from += 2 * kStride;
    CopyStride(to, from);
    CopyStride(to + kStride, from + kStride);
  }
  return end;
}
}  // namespace

SymbolDecoder::SymbolDecoder(const uint8_t* data, size_t size, uint64_t bit, Symbol* symbols, size_t most)
    : reader_(data, size, bit),
      data_(data),
      size_(size),
      symbols_(symbols + kBefore),
      most_(most),
      position_(bit),
      out_(symbols_) {
  static_assert(kBehind >= kLongestCopy + 4 * kStride);
  for (size_t i = 0; i < kBefore; ++i) symbols[i] = static_cast<Symbol>(kFirstReference + i);
}

SymbolDecoder::Step SymbolDecoder::Next() {
  BlockHeader header;
  out_ = symbols_ + decoded_;
  if (!ReadBlockHeader(reader_, header, codes_)) return Step::kStop;
  if (header.is_final) return Step::kFinal;
  if (!(header.kind == BlockHeader::Kind::kStored ? CopyStored(header.stored_bytes) : Decode())) return Step::kStop;
  position_ = reader_.position();
  decoded_ = static_cast<size_t>(out_ - symbols_);
  return Step::kBlock;
}

bool SymbolDecoder::CopyStored(size_t bytes) {
  const auto from = static_cast<size_t>(reader_.position() / 8);
  if (size_ - from < bytes || most_ - decoded_ < bytes) return false;
  for (size_t i = 0; i < bytes; ++i) out_[i] = data_[from + i];
  out_ += bytes;
  reader_ = BitReader(data_, size_, (from + bytes) * 8);
  return true;
}

bool SymbolDecoder::Decode() {
  constexpr uint64_t kLengthMask = (1u << LengthCodes::kFirstBits) - 1;
  constexpr uint64_t kDistanceMask = (1u << DistanceCodes::kFirstBits) - 1;
  BitReader reader = reader_;
  Symbol* out = out_;
  const Symbol* const last = symbols_ + most_;
  while (out <= last) {
    if (!reader.Refill()) return false;
    CodeEntry entry = codes_.lengths.entries[reader.bits() & kLengthMask];
    // As many bytes as one refill has bits for, and a length behind them.
    if (entry.is_byte()) {
      reader.Drop(entry.code_bits());
      *out++ = entry.byte();
      entry = codes_.lengths.entries[reader.bits() & kLengthMask];
      if (entry.is_byte()) {
        reader.Drop(entry.code_bits());
        *out++ = entry.byte();
        entry = codes_.lengths.entries[reader.bits() & kLengthMask];
        if (entry.is_byte()) {
          reader.Drop(entry.code_bits());
          *out++ = entry.byte();
          continue;
        }
      }
      if (!reader.Refill()) return false;
    }
    if (entry.is_second()) {
      reader.Drop(LengthCodes::kFirstBits);
      entry = codes_.lengths.entries[entry.base() + (reader.bits() & ((1u << entry.code_bits()) - 1))];
      if (entry.is_byte()) {
        reader.Drop(entry.code_bits());
        *out++ = entry.byte();
        continue;
      }
    }
    if (entry.is_other()) {
      if (!entry.is_end() || out > last) return false;
      reader.Drop(entry.code_bits());
      reader_ = reader;
      out_ = out;
      return true;
    }
    const size_t length = entry.WithExtraBits(reader.bits());
    reader.Drop(entry.bits());
    entry = codes_.distances.entries[reader.bits() & kDistanceMask];
    if (entry.is_second()) {
      reader.Drop(DistanceCodes::kFirstBits);
      entry = codes_.distances.entries[entry.base() + (reader.bits() & ((1u << entry.code_bits()) - 1))];
    }
    if (entry.is_other()) return false;
    const size_t distance = entry.WithExtraBits(reader.bits());
    reader.Drop(entry.bits());
    out = CopyBack(out, distance, length);
  }
  return false;
}

}  // namespace quarry
