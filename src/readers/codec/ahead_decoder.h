// Decodes one gzip file with several threads. One decodes front to back (isa-l), as it would alone; others decode parts
// some way ahead, as symbols, each from a block on that they find (ahead_part.h). When the front comes to the beginning
// of such a part, in between two blocks, the part is taken over: its symbols become bytes, in any number of threads,
// and the front goes on behind it. A part that starts nowhere where the front comes by, or with less than a window
// before it in the member, is dropped. So bytes and failures are those of decoding front to back, whatever the parts
// hold. Memory: a part for each thread, of AheadShape::most_bytes symbols and its packed bytes. Thread rule: as
// ChunkDecoder.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "readers/codec/chunk_decoder.h"
#include "readers/codec/open_file.h"

namespace quarry {

// The checksums of members are left to the caller (member_checks.h).
std::unique_ptr<ChunkDecoder> NewAheadDecoder(OpenFile file, std::string name, size_t chunk_bytes,
                                              const AheadShape& shape);

}  // namespace quarry
