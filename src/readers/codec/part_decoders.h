// Decodes parts of compressed files (packed_parts.h) on their own.
// Thread rule: any thread, several at once over one file.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "readers/codec/byte_stream.h"
#include "readers/codec/open_file.h"
#include "readers/codec/packed_parts.h"

namespace quarry {

// Decodes the part to `to`, which holds part.most_bytes; returns how many bytes it made. *failure: what is wrong with
// the part, if something is; what precedes the damage is there.
size_t DecodePart(const OpenFile& file, const PackedPart& part, Codec codec, const std::string& name, char* to,
                  std::string* failure);

// Bytes [begin, end) of the file, which must outlive the stream.
std::unique_ptr<ByteStream> OpenRange(const OpenFile& file, uint64_t begin,
                                      uint64_t end = std::numeric_limits<uint64_t>::max());

// What stands from `offset` on, behind at least one part. `file` must outlive the stream.
std::unique_ptr<ByteStream> OpenRest(const OpenFile& file, uint64_t offset, Codec codec, const std::string& name);

}  // namespace quarry
