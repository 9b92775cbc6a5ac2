// Compressed forms of a text, for tests of readers.
#pragma once

#include <zlib.h>
#include <zstd.h>

#include <string>
#include <string_view>

namespace quarry {

// By zlib; `window_bits`, `level`, `memory` and `strategy` as in deflateInit2: 15 + 16 gzip, -15 bare deflate; with
// less memory blocks are shorter.
inline std::string Deflate(std::string_view text, int window_bits, int level = 6, int memory = 8,
                           int strategy = Z_DEFAULT_STRATEGY) {
  std::string out(text.size() + text.size() / 8 + 1000, '\0');
  z_stream stream{};
  deflateInit2(&stream, level, Z_DEFLATED, window_bits, memory, strategy);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

inline std::string Gzip(std::string_view text, int level = 6, int memory = 8, int strategy = Z_DEFAULT_STRATEGY) {
  return Deflate(text, 15 + 16, level, memory, strategy);
}

inline std::string LittleEndian(uint64_t value, size_t bytes) {
  std::string out;
  for (; bytes-- > 0; value >>= 8) out += static_cast<char>(value);
  return out;
}

// One member as bgzip writes it, for at most 64 KiB.
inline std::string BgzfMember(std::string_view text) {
  const std::string packed = Deflate(text, -15);
  const uint32_t checksum =
      static_cast<uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
  return std::string("\x1f\x8b\x08\x04\0\0\0\0\0\xff\x06\0BC\x02\0", 16) + LittleEndian(packed.size() + 25, 2) +
         packed + LittleEndian(checksum, 4) + LittleEndian(text.size(), 4);
}

inline std::string Bgzf(std::string_view text) {
  std::string out;
  for (; !text.empty(); text.remove_prefix(std::min<size_t>(text.size(), 65280)))
    out += BgzfMember(text.substr(0, 65280));
  return out + BgzfMember("");
}

// One frame, which states its size and has a checksum unless it is not `checked`.
inline std::string Zstd(std::string_view text, bool checked = false) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, checked);
  out.resize(ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ZSTD_freeCCtx(context);
  return out;
}

inline std::string ZstdSkippable(std::string_view text) {
  return LittleEndian(0x184d2a50, 4) + LittleEndian(text.size(), 4) + std::string(text);
}

// Frames of `bytes` of text, each behind a skippable frame, as pzstd writes them.
inline std::string ZstdFrames(std::string_view text, size_t bytes) {
  std::string out;
  for (; !text.empty(); text.remove_prefix(std::min(text.size(), bytes))) {
    const std::string frame = Zstd(text.substr(0, bytes), true);
    out += ZstdSkippable(LittleEndian(frame.size(), 4)) + frame;
  }
  return out;
}

}  // namespace quarry
