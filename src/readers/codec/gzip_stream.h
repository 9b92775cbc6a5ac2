// GzipStream: gzip by isa-l, any number of members. It can stop in front of a block and go on behind what others have
// decoded meanwhile (ahead_decoder.h); the checksum of such a member is left to the caller.
// Thread rule: one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "readers/codec/byte_stream.h"
#include "readers/codec/isal_library.h"
#include "readers/codec/member_checks.h"

namespace quarry {

class GzipStream final : public ByteStream {
 public:
  GzipStream(std::unique_ptr<ByteStream> encoded, std::string name, bool behind_members);
  Result<size_t> Read(char* to, size_t size) override;
  bool WouldWait(int milliseconds) override;
  uint64_t bytes_read() const override { return encoded_->bytes_read(); }

  // No more than so many of the encoded bytes are read from now on; Read gives 0 where it needs more.
  void StopAt(uint64_t encoded_bytes) { stop_ = encoded_bytes; }
  bool is_stopped() const;
  // The bit of the encoded bytes with which the next block starts; nothing within a block or between members.
  // REQUIRES: is_stopped(), and something of the member is decoded.
  std::optional<uint64_t> block_start() const;

  // So many bytes of the member are decoded.
  uint64_t member_bytes() const { return bytes_before_ + state_->total_out; }
  // The checksum of what is decoded of the member, or of what has been decoded since Resume or the last call.
  uint32_t TakeChecksum() { return std::exchange(state_->crc, 0); }

  // Goes on in the same member with the block that starts at bit `bit` (0 to 7) of `encoded`: `window` are the last
  // 32 KiB of the `bytes_before` that precede it there.
  void Resume(std::unique_ptr<ByteStream> encoded, int bit, std::string_view window, uint64_t bytes_before);
  // What a resumed member that has ended states of itself. Read gives nothing until this is called.
  std::optional<MemberSum> TakeTrailer() { return std::exchange(trailer_, std::nullopt); }

 private:
  void Fill();
  size_t Step(char* to, size_t size);
  size_t TakeOverflow(char* to, size_t size);
  bool BeginMember();
  void ReadTrailer();

  std::unique_ptr<ByteStream> encoded_;
  std::string name_;
  std::vector<uint8_t> input_;
  std::unique_ptr<inflate_state> state_;
  uint64_t stop_ = std::numeric_limits<uint64_t>::max();
  uint64_t bytes_before_ = 0;  // of the member, before it was resumed
  bool has_resumed_ = false;   // the member
  bool in_trailer_ = false;    // of such a member
  uint64_t trailer_bits_ = 0;
  int trailer_bytes_ = 0;  // so many of them are there
  std::optional<MemberSum> trailer_;
  bool input_ended_ = false;
  bool between_members_;
  bool ended_ = false;
  bool is_drained_ = true;      // the decoder holds nothing that only lacked room
  std::string failure_behind_;  // behind what the decoder holds
  std::string failure_;
};

}  // namespace quarry
