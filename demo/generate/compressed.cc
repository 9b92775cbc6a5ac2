#include "generate/compressed.h"

#include <zlib.h>
#include <zstd.h>

namespace quarry::demo {

std::string Gzip(const std::string& content) {
  z_stream z{};
  // 15 + 16: the largest window, with a gzip header; deflateInit2 leaves its time field zero.
  if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&z, content.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
  out.resize(done ? z.total_out : 0);
  deflateEnd(&z);
  return out;
}

std::string Zstandard(const std::string& content) {
  std::string out(ZSTD_compressBound(content.size()), '\0');
  const size_t size = ZSTD_compress(out.data(), out.size(), content.data(), content.size(), 19);
  out.resize(ZSTD_isError(size) ? 0 : size);
  return out;
}

std::string Decoded(const std::string& content) {
  if (content.rfind("\x28\xb5\x2f\xfd", 0) == 0) {
    const unsigned long long size = ZSTD_getFrameContentSize(content.data(), content.size());
    if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR) return {};
    std::string out(size, '\0');
    const size_t got = ZSTD_decompress(out.data(), out.size(), content.data(), content.size());
    return ZSTD_isError(got) ? std::string() : out;
  }
  if (content.rfind("\x1f\x8b", 0) != 0) return content;
  z_stream z{};
  if (inflateInit2(&z, 15 + 16) != Z_OK) return {};
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  std::string out;
  char buffer[65536];
  int state = Z_OK;
  while (state == Z_OK) {
    z.next_out = reinterpret_cast<Bytef*>(buffer);
    z.avail_out = sizeof buffer;
    state = inflate(&z, Z_NO_FLUSH);
    out.append(buffer, sizeof buffer - z.avail_out);
  }
  inflateEnd(&z);
  return state == Z_STREAM_END ? out : std::string();
}

}  // namespace quarry::demo
