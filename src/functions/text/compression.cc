// Decompresses by zlib. Entry: Decompressed.
#include "functions/text/compression.h"

#include <zlib.h>

namespace quarry {

namespace {
constexpr int kLargestWindow = 15;
constexpr int kGzipWindow = 16;  // added to the window's size: a gzip header and trailer
constexpr size_t kPiece = 16 << 10;
}  // namespace

std::optional<std::string> Decompressed(Compression format, std::string_view bytes) {
  z_stream stream = {};
  if (inflateInit2(&stream, kLargestWindow + (format == Compression::kGzip ? kGzipWindow : 0)) != Z_OK)
    return std::nullopt;
  // zlib does not write to its input.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  int status = Z_OK;
  while (status == Z_OK && out.size() <= kLargestExpansion) {
    const size_t had = out.size();
    out.resize(had + kPiece);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + had);
    stream.avail_out = kPiece;
    status = inflate(&stream, Z_NO_FLUSH);
    out.resize(had + kPiece - stream.avail_out);
  }
  const bool whole = status == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (!whole || out.size() > kLargestExpansion) return std::nullopt;
  return out;
}

}  // namespace quarry
