// FrameChecks: compares decoded zstd frames with their checksums, beside the decoding (a sixth of its time), by whoever
// reads the bytes next. Thread rule: one thread at a time, in the order of the bytes.
#pragma once

#include <xxhash.h>

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "readers/codec/byte_stream.h"

namespace quarry {

class FrameChecks {
 public:
  FrameChecks() : state_(XXH64_createState()) { XXH64_reset(state_.get(), 0); }

  // The next decoded bytes, and the frames that end in them (FrameEnd::at counts from their beginning). How many of the
  // bytes precede the end of the first frame that is not what its checksum says; npos when there is none.
  size_t Add(std::string_view bytes, const std::vector<ByteStream::FrameEnd>& ends) {
    size_t done = 0;
    for (const ByteStream::FrameEnd& end : ends) {
      const auto at = static_cast<size_t>(end.at);
      XXH64_update(state_.get(), bytes.data() + done, at - done);
      done = at;
      if (end.checksum && *end.checksum != static_cast<uint32_t>(XXH64_digest(state_.get()))) return at;
      XXH64_reset(state_.get(), 0);
    }
    XXH64_update(state_.get(), bytes.data() + done, bytes.size() - done);
    return std::string_view::npos;
  }

 private:
  struct Free {
    void operator()(XXH64_state_t* state) const { XXH64_freeState(state); }
  };
  std::unique_ptr<XXH64_state_t, Free> state_;
};

}  // namespace quarry
