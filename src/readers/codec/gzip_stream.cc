// External entries: GzipStream, NewGzipStream.
#include "readers/codec/gzip_stream.h"

#include <algorithm>
#include <cstring>

#include "readers/codec/inflate_step.h"

namespace quarry {

namespace {
constexpr size_t kInputBytes = 64 << 10;
constexpr int kTrailerBytes = 8;
}  // namespace

GzipStream::GzipStream(std::unique_ptr<ByteStream> encoded, std::string name, bool behind_members)
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

Result<size_t> GzipStream::Read(char* to, size_t size) {
  size_t done = 0;
  while (done < size && failure_.empty() && !ended_ && !trailer_ && !is_stopped()) {
    if (done > 0 && WouldWait(0)) break;
    done += Step(to + done, size - done);
  }
  if (done == 0 && !failure_.empty()) return Error{name_ + ": " + failure_};
  return done;
}

bool GzipStream::WouldWait(int milliseconds) {
  const bool has_input = state_->avail_in > 0 || input_ended_;
  return !has_input && is_drained_ && failure_.empty() && encoded_->WouldWait(milliseconds);
}

bool GzipStream::is_stopped() const {
  return encoded_->bytes_read() >= stop_ && state_->avail_in == 0 && is_drained_ && failure_.empty() &&
         failure_behind_.empty();
}

std::optional<uint64_t> GzipStream::block_start() const {
  const bool in_block = state_->block_state != ISAL_BLOCK_NEW_HDR && state_->block_state != ISAL_BLOCK_HDR;
  if (in_block || between_members_ || in_trailer_) return std::nullopt;
  // Of a header that is not there to its end isa-l keeps the bytes, and the bits before them.
  return (encoded_->bytes_read() - static_cast<uint64_t>(state_->tmp_in_size)) * 8 -
         static_cast<uint64_t>(state_->read_in_length);
}

void GzipStream::Resume(std::unique_ptr<ByteStream> encoded, int bit, std::string_view window, uint64_t bytes_before) {
  encoded_ = std::move(encoded);
  stop_ = std::numeric_limits<uint64_t>::max();
  input_ended_ = false;
  is_drained_ = true;
  bytes_before_ = bytes_before;
  has_resumed_ = true;
  isal_inflate_reset(state_.get());
  state_->crc_flag = ISAL_GZIP_NO_HDR;
  isal_inflate_set_dict(state_.get(), reinterpret_cast<uint8_t*>(const_cast<char*>(window.data())),
                        static_cast<uint32_t>(window.size()));
  state_->avail_in = 0;
  if (bit == 0) return;
  Fill();
  if (state_->avail_in == 0) return;
  state_->read_in = static_cast<uint64_t>(*state_->next_in >> bit);
  state_->read_in_length = 8 - bit;
  ++state_->next_in, --state_->avail_in;
}

void GzipStream::Fill() {
  if (state_->avail_in > 0 || input_ended_ || encoded_->bytes_read() >= stop_) return;
  const auto most = static_cast<size_t>(std::min<uint64_t>(input_.size(), stop_ - encoded_->bytes_read()));
  const Result<size_t> got = encoded_->Read(reinterpret_cast<char*>(input_.data()), most);
  if (!got) {
    failure_ = got.error().message;
    return;
  }
  input_ended_ = *got == 0;
  state_->next_in = input_.data();
  state_->avail_in = static_cast<uint32_t>(*got);
}

size_t GzipStream::Step(char* to, size_t size) {
  if (!failure_behind_.empty()) return TakeOverflow(to, size);
  Fill();
  if (!failure_.empty()) return 0;
  if (in_trailer_) {
    ReadTrailer();
    return 0;
  }
  if (between_members_ && !BeginMember()) return 0;
  const uint32_t available = state_->avail_in;
  const auto [code, made] = Inflate(*state_, to, size);
  is_drained_ = state_->avail_out > 0;
  if (code < 0) {
    failure_behind_ = code == ISAL_INCORRECT_CHECKSUM ? "gzip data has a wrong checksum" : "gzip data is damaged";
  } else if (state_->block_state == ISAL_BLOCK_FINISH) {
    between_members_ = !has_resumed_;
    in_trailer_ = has_resumed_;
  } else if (made == 0 && state_->avail_in == available && input_ended_) {
    failure_ = "gzip data ends in the middle";
  }
  return made;
}

// isa-l keeps what found no room, also when there is damage behind it.
size_t GzipStream::TakeOverflow(char* to, size_t size) {
  const auto left = static_cast<size_t>(state_->tmp_out_valid - state_->tmp_out_processed);
  const size_t taken = std::min(size, left);
  std::memcpy(to, state_->tmp_out_buffer + state_->tmp_out_processed, taken);
  state_->tmp_out_processed += static_cast<int32_t>(taken);
  if (taken == left) failure_ = std::move(failure_behind_);
  return taken;
}

// After a member: another one, padding with zeros, or the end.
bool GzipStream::BeginMember() {
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
  bytes_before_ = 0;
  between_members_ = false;
  return true;
}

// isa-l reads up to 64 bits ahead of the end of the data.
void GzipStream::ReadTrailer() {
  if (trailer_bytes_ == 0) {
    state_->read_in >>= state_->read_in_length % 8;
    trailer_bytes_ = state_->read_in_length / 8;
    trailer_bits_ = trailer_bytes_ == 0 ? 0 : state_->read_in & (~uint64_t{0} >> (64 - 8 * trailer_bytes_));
    state_->read_in_length = 0;
  }
  for (; trailer_bytes_ < kTrailerBytes && state_->avail_in > 0; ++state_->next_in, --state_->avail_in)
    trailer_bits_ |= static_cast<uint64_t>(*state_->next_in) << (8 * trailer_bytes_++);
  if (trailer_bytes_ < kTrailerBytes) {
    if (input_ended_) failure_ = "gzip data ends in the middle";
    return;
  }
  trailer_ = {static_cast<uint32_t>(trailer_bits_), static_cast<uint32_t>(trailer_bits_ >> 32)};
  trailer_bytes_ = 0;
  in_trailer_ = has_resumed_ = false;
  between_members_ = true;
}

std::unique_ptr<ByteStream> NewGzipStream(std::unique_ptr<ByteStream> encoded, std::string name, bool behind_members) {
  return std::make_unique<GzipStream>(std::move(encoded), std::move(name), behind_members);
}

}  // namespace quarry
