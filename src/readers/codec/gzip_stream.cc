// Gzip by isa-l, any number of members. External entry: NewGzipStream.
#include <memory>
#include <utility>
#include <vector>

#include "readers/codec/byte_stream.h"
#include "readers/codec/isal_library.h"

namespace quarry {

namespace {
constexpr size_t kInputBytes = 64 << 10;

class GzipStream final : public ByteStream {
 public:
  GzipStream(std::unique_ptr<ByteStream> encoded, std::string name, bool behind_members)
      : encoded_(std::move(encoded)),
        name_(std::move(name)),
        input_(kInputBytes),
        state_(std::make_unique<inflate_state>()),
        between_members_(behind_members) {
    if (const Result<void> loaded = LoadIsal(); !loaded) {
      failure_ = loaded.error().message;
      return;
    }
    isal_inflate_init(state_.get());
    state_->crc_flag = ISAL_GZIP;
  }

  Result<size_t> Read(char* to, size_t size) override {
    size_t done = 0;
    while (done < size && failure_.empty() && !ended_) {
      if (done > 0 && WouldWait(0)) break;
      done += Step(to + done, size - done);
    }
    if (done == 0 && !failure_.empty()) return Error{name_ + ": " + failure_};
    return done;
  }
  bool WouldWait(int milliseconds) override {
    const bool has_input = state_->avail_in > 0 || input_ended_;
    return !has_input && is_drained_ && failure_.empty() && encoded_->WouldWait(milliseconds);
  }
  uint64_t bytes_read() const override { return encoded_->bytes_read(); }

 private:
  size_t Step(char* to, size_t size) {
    if (state_->avail_in == 0 && !input_ended_) {
      const Result<size_t> got = encoded_->Read(reinterpret_cast<char*>(input_.data()), input_.size());
      if (!got) {
        failure_ = got.error().message;
        return 0;
      }
      input_ended_ = *got == 0;
      state_->next_in = input_.data();
      state_->avail_in = static_cast<uint32_t>(*got);
    }
    if (between_members_) {
      if (!BeginMember()) return 0;
    }
    state_->next_out = reinterpret_cast<uint8_t*>(to);
    state_->avail_out = static_cast<uint32_t>(std::min<size_t>(size, 1u << 30));
    const uint32_t room = state_->avail_out;
    const uint32_t available = state_->avail_in;
    const int code = isal_inflate(state_.get());
    const size_t made = room - state_->avail_out;
    is_drained_ = state_->avail_out > 0;
    if (code < 0) {
      failure_ = code == ISAL_INCORRECT_CHECKSUM ? "gzip data has a wrong checksum" : "gzip data is damaged";
    } else if (state_->block_state == ISAL_BLOCK_FINISH) {
      between_members_ = true;
    } else if (made == 0 && state_->avail_in == available && input_ended_) {
      failure_ = "gzip data ends in the middle";
    }
    return made;
  }

  // After a member: another one, padding with zeros, or the end.
  bool BeginMember() {
    while (state_->avail_in > 0 && *state_->next_in == 0) ++state_->next_in, --state_->avail_in;
    if (state_->avail_in == 0) {
      ended_ = input_ended_;
      return false;
    }
    if (*state_->next_in != 0x1f) {
      failure_ = "other bytes follow the gzip data";
      return false;
    }
    uint8_t* const next = state_->next_in;
    const uint32_t left = state_->avail_in;
    isal_inflate_reset(state_.get());
    state_->crc_flag = ISAL_GZIP;
    state_->next_in = next;
    state_->avail_in = left;
    between_members_ = false;
    return true;
  }

  std::unique_ptr<ByteStream> encoded_;
  std::string name_;
  std::vector<uint8_t> input_;
  std::unique_ptr<inflate_state> state_;
  bool input_ended_ = false;
  bool between_members_;
  bool ended_ = false;
  bool is_drained_ = true;  // the decoder holds nothing that only lacked room
  std::string failure_;
};
}  // namespace

std::unique_ptr<ByteStream> NewGzipStream(std::unique_ptr<ByteStream> encoded, std::string name, bool behind_members) {
  return std::make_unique<GzipStream>(std::move(encoded), std::move(name), behind_members);
}

}  // namespace quarry
