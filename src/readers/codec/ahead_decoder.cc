// External entry: NewAheadDecoder.
#include "readers/codec/ahead_decoder.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <deque>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "readers/codec/ahead_part.h"
#include "readers/codec/gzip_stream.h"
#include "readers/codec/part_decoders.h"
#include "readers/codec/staged_reader.h"

namespace quarry {

namespace {
struct Slot {
  explicit Slot(size_t most_bytes) : part(most_bytes) {}
  bool is_free() const { return !is_queued && part.state() == AheadPart::State::kDone && !part.has_pieces_left(); }
  AheadPart part;
  bool is_queued = false;  // ahead of the front, or being taken over
};

class AheadDecoder final : public ChunkDecoder {
 public:
  AheadDecoder(OpenFile file, std::string name, size_t chunk_bytes, const AheadShape& shape)
      : file_(std::move(file)),
        chunk_bytes_(chunk_bytes),
        shape_(shape),
        front_(OpenRange(file_, 0), std::move(name), /*behind_members=*/false) {}

  bool Begin(Task& task) override;
  bool BeginAhead(Task& task, size_t threads) override;
  Outcome Run(const Task& task, char* to) override;
  bool is_parallel() const override { return false; }
  bool decodes_ahead() const override { return fruitless_ < kMostFruitless; }

 private:
  // Parts that led to nothing in a row: then no more are decoded.
  static constexpr int kMostFruitless = 6;

  bool BeginFront(Task& task);
  bool BeginSlice(Task& task);
  bool HasWindow() const;
  void TakeOver(Slot& slot);
  void Drop(bool is_fruitless);
  Outcome RunFront(const Task& task, char* to);
  Outcome RunSlice(const Task& task, char* to);
  void KeepWindow(std::string_view text);

  const OpenFile file_;
  const size_t chunk_bytes_;
  const AheadShape shape_;
  std::atomic<bool> is_over_{false};                // the input has ended or failed: nothing is begun
  std::atomic<uint64_t> decoded_{0}, consumed_{0};  // up to the front: bytes, and bytes of the file

  // Under the caller's lock.
  std::vector<std::unique_ptr<Slot>> slots_;
  std::deque<Slot*> ahead_;  // in the order of the file
  bool waits_ = false;       // the front, for the first of them to end
  Slot* taken_ = nullptr;    // of which chunks are begun
  size_t next_slice_ = 0;
  std::optional<MemberSum> before_;  // goes with the next slice
  int fruitless_ = 0;

  // Of who decodes the front; when nobody does, under the caller's lock.
  std::atomic<bool> front_busy_{false};
  GzipStream front_;
  StagedReader reader_;
  uint64_t front_base_ = 0;            // where in the file front_ began
  uint64_t stop_ = 0;                  // where it stops
  std::optional<uint64_t> resume_at_;  // bit of the file
  uint64_t member_bytes_ = 0;          // up to there
  bool leaves_checksum_ = false;       // of the member
  std::vector<char> window_;           // the last kWindowBytes, or fewer
  uint64_t reported_ = 0;              // bytes of the file
};

bool AheadDecoder::Begin(Task& task) {
  if (is_over_.load(std::memory_order_acquire)) return false;
  task = {};
  if (BeginSlice(task)) return true;
  if (front_busy_.load(std::memory_order_acquire)) return false;
  return BeginFront(task);
}

bool AheadDecoder::BeginFront(Task& task) {
  uint64_t stop = std::numeric_limits<uint64_t>::max();
  // Where the next block starts, when that is known; else as far as the front has read.
  std::optional<uint64_t> at = resume_at_;
  if (!at && front_.is_stopped()) {
    at = front_.block_start();
    if (at) *at += front_base_ * 8;
  }
  const uint64_t read = resume_at_ ? *resume_at_ : (front_base_ + front_.bytes_read()) * 8;
  while (!ahead_.empty()) {
    AheadPart& part = ahead_.front()->part;
    const AheadPart::State state = part.state();
    if (state == AheadPart::State::kSearching) {
      if (part.from() * 8 > read) stop = part.from();  // by then it is known where it begins
      break;
    }
    if (state == AheadPart::State::kDone && part.bytes() == 0) {
      Drop(/*is_fruitless=*/!waits_);
    } else if (at == part.begin() && HasWindow()) {
      if (state == AheadPart::State::kDecoding) {
        if (!std::exchange(waits_, true)) part.Reach();
        return false;
      }
      TakeOver(*ahead_.front());
      return BeginSlice(task);
    } else if (const uint64_t byte = (part.begin() + 7) / 8;
               part.begin() > read || (!resume_at_ && stop_ == byte && !front_.is_stopped())) {
      stop = byte;
      break;
    } else {  // no block starts there; or the front was there before that was known
      Drop(/*is_fruitless=*/at || front_.is_stopped());
    }
  }
  stop_ = stop;
  front_busy_.store(true, std::memory_order_relaxed);
  task.most_bytes = chunk_bytes_;
  return true;
}

// Distances that go farther back than the member are damage, which a part does not see.
bool AheadDecoder::HasWindow() const {
  return window_.size() == kWindowBytes && (resume_at_ ? member_bytes_ : front_.member_bytes()) >= kWindowBytes;
}

void AheadDecoder::TakeOver(Slot& slot) {
  if (!resume_at_) member_bytes_ = front_.member_bytes();
  if (!std::exchange(leaves_checksum_, true)) before_ = {front_.TakeChecksum(), static_cast<uint32_t>(member_bytes_)};
  const size_t bytes = slot.part.bytes();
  slot.part.SetWindow(window_.data(), (bytes + chunk_bytes_ - 1) / chunk_bytes_);
  member_bytes_ += bytes;
  resume_at_ = slot.part.end();
  taken_ = &slot;
  waits_ = false;
  next_slice_ = 0;
  fruitless_ = 0;
  decoded_.fetch_add(bytes, std::memory_order_relaxed);
  consumed_.store(slot.part.end() / 8, std::memory_order_relaxed);
  ahead_.pop_front();
}

void AheadDecoder::Drop(bool is_fruitless) {
  Slot& slot = *ahead_.front();
  slot.part.Reach();
  slot.is_queued = false;
  waits_ = false;
  ahead_.pop_front();
  if (is_fruitless) ++fruitless_;
}

bool AheadDecoder::BeginSlice(Task& task) {
  if (taken_ == nullptr) return false;
  const AheadPart& part = taken_->part;
  task.may_wait = true;
  task.most_bytes = std::min(chunk_bytes_, part.bytes() - next_slice_);
  task.ahead = {&taken_->part, next_slice_, 0, std::exchange(before_, std::nullopt)};
  next_slice_ += task.most_bytes;
  const uint64_t packed = (part.end() - part.begin()) / 8;
  const uint64_t disk = part.begin() / 8 + packed * next_slice_ / part.bytes();
  task.ahead.disk_bytes = disk - std::min(disk, reported_);
  reported_ += task.ahead.disk_bytes;
  if (next_slice_ == part.bytes()) {
    taken_->is_queued = false;
    taken_ = nullptr;
  }
  return true;
}

bool AheadDecoder::BeginAhead(Task& task, size_t threads) {
  const uint64_t decoded = decoded_.load(std::memory_order_relaxed),
                 consumed = consumed_.load(std::memory_order_relaxed);
  if (is_over_.load(std::memory_order_relaxed) || decoded < shape_.first_bytes || fruitless_ >= kMostFruitless)
    return false;
  const auto ratio = std::max(1.0, static_cast<double>(decoded) / static_cast<double>(std::max<uint64_t>(consumed, 1)));
  const uint64_t packed =
      std::max(shape_.least_packed, static_cast<uint64_t>(static_cast<double>(shape_.part_bytes) / ratio));
  // Parts that are done, or that the front waits for, are as good as behind it.
  uint64_t front = consumed;
  auto open = ahead_.begin();
  for (bool is_waited_for = waits_; open != ahead_.end(); ++open, is_waited_for = false) {
    const AheadPart& part = (*open)->part;
    if (!is_waited_for && part.state() != AheadPart::State::kDone) break;
    front = std::max(front, part.to());
  }
  uint64_t from = front + packed;
  if (open != ahead_.end()) from = std::max(from, ahead_.back()->part.to());
  if (from + shape_.least_packed > file_.size()) return false;
  auto free = std::find_if(slots_.begin(), slots_.end(), [](const auto& slot) { return slot->is_free(); });
  if (free == slots_.end()) {
    if (slots_.size() >= threads) return false;
    slots_.push_back(std::make_unique<Slot>(shape_.most_bytes));
    free = slots_.end() - 1;
  }
  Slot& slot = **free;
  slot.part.Start(from, from + packed);
  slot.is_queued = true;
  ahead_.push_back(&slot);
  task = {};
  task.ahead.part = &slot.part;
  return true;
}

ChunkDecoder::Outcome AheadDecoder::Run(const Task& task, char* to) {
  if (task.ahead.part == nullptr) return RunFront(task, to);
  if (task.most_bytes > 0) return RunSlice(task, to);
  task.ahead.part->Decode(file_, is_over_);
  return {};
}

ChunkDecoder::Outcome AheadDecoder::RunSlice(const Task& task, char* to) {
  Outcome outcome;
  outcome.bytes = task.most_bytes;
  outcome.disk_bytes = task.ahead.disk_bytes;
  const uint32_t checksum = task.ahead.part->Resolve(task.ahead.from, task.most_bytes, to, task.for_others);
  outcome.member = {task.ahead.before, task.most_bytes, checksum, std::nullopt};
  return outcome;
}

ChunkDecoder::Outcome AheadDecoder::RunFront(const Task& task, char* to) {
  Outcome outcome;
  const auto end_piece = [&](std::optional<MemberSum> stated) {
    if (leaves_checksum_) outcome.member = {std::nullopt, outcome.bytes, front_.TakeChecksum(), stated};
    if (stated) leaves_checksum_ = false;
  };
  if (resume_at_) {
    const uint64_t bit = *std::exchange(resume_at_, std::nullopt);
    front_base_ = bit / 8;
    front_.Resume(OpenRange(file_, front_base_), static_cast<int>(bit % 8), {window_.data(), window_.size()},
                  member_bytes_);
  }
  front_.StopAt(stop_ - std::min(stop_, front_base_));
  while (outcome.bytes < task.most_bytes && !front_.is_stopped()) {
    const Result<std::string_view> got =
        reader_.Read(front_, to + outcome.bytes, task.most_bytes - outcome.bytes, task.for_others);
    if (got) {
      outcome.bytes += got->size();
      KeepWindow(*got);
      if (const std::optional<MemberSum> stated = front_.TakeTrailer()) {
        end_piece(stated);
        continue;
      }
      if (!got->empty() || front_.is_stopped()) continue;
    } else {
      outcome.failure = got.error().message;
    }
    outcome.at_end = true;
    break;
  }
  end_piece(std::nullopt);
  const uint64_t consumed = front_base_ + front_.bytes_read();
  outcome.disk_bytes = consumed - std::min(consumed, reported_);
  reported_ += outcome.disk_bytes;
  decoded_.fetch_add(outcome.bytes, std::memory_order_relaxed);
  consumed_.store(consumed, std::memory_order_relaxed);
  if (outcome.at_end) is_over_.store(true, std::memory_order_release);
  front_busy_.store(false, std::memory_order_release);
  return outcome;
}

void AheadDecoder::KeepWindow(std::string_view text) {
  if (text.size() > kWindowBytes) text.remove_prefix(text.size() - kWindowBytes);
  const size_t kept = std::min(window_.size(), kWindowBytes - text.size());
  if (kept > 0) std::memmove(window_.data(), window_.data() + window_.size() - kept, kept);
  window_.resize(kept + text.size());
  if (!text.empty()) std::memcpy(window_.data() + kept, text.data(), text.size());
}
}  // namespace

std::unique_ptr<ChunkDecoder> NewAheadDecoder(OpenFile file, std::string name, size_t chunk_bytes,
                                              const AheadShape& shape) {
  return std::make_unique<AheadDecoder>(std::move(file), std::move(name), chunk_bytes, shape);
}

}  // namespace quarry
