// External entry: OpenChunkDecoder.
#include "readers/codec/chunk_decoder.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "readers/codec/ahead_decoder.h"
#include "readers/codec/byte_stream.h"
#include "readers/codec/isal_library.h"
#include "readers/codec/open_file.h"
#include "readers/codec/part_decoders.h"
#include "readers/codec/staged_reader.h"

namespace quarry {

namespace {
// One chunk at a time.
class SerialDecoder final : public ChunkDecoder {
 public:
  SerialDecoder(std::unique_ptr<ByteStream> stream, size_t chunk_bytes)
      : stream_(std::move(stream)), chunk_bytes_(chunk_bytes) {}

  bool Begin(Task& task) override {
    if (busy_.load(std::memory_order_acquire)) return false;
    busy_.store(true, std::memory_order_relaxed);
    task = {};
    task.most_bytes = chunk_bytes_;
    return true;
  }

  // A chunk ends early where the input has no more yet.
  Outcome Run(const Task& task, char* to) override {
    Outcome outcome;
    while (outcome.bytes < task.most_bytes) {
      if (outcome.bytes > 0 && stream_->WouldWait(0)) break;
      const Result<std::string_view> got =
          reader_.Read(*stream_, to + outcome.bytes, task.most_bytes - outcome.bytes, task.for_others);
      if (!got) outcome.failure = got.error().message;
      outcome.at_end = !got || got->empty();
      if (outcome.at_end) break;
      outcome.bytes += got->size();
    }
    outcome.frame_ends = stream_->TakeFrameEnds();
    for (ByteStream::FrameEnd& end : outcome.frame_ends) end.at -= decoded_;
    decoded_ += outcome.bytes;
    outcome.disk_bytes = stream_->bytes_read() - reported_;
    reported_ += outcome.disk_bytes;
    if (!outcome.at_end) busy_.store(false, std::memory_order_release);
    return outcome;
  }
  bool is_parallel() const override { return false; }

 private:
  std::unique_ptr<ByteStream> stream_;
  StagedReader reader_;
  const size_t chunk_bytes_;
  uint64_t reported_ = 0, decoded_ = 0;
  std::atomic<bool> busy_{false};  // for ever at the end
};

// Parts as long as there are some, then the rest front to back.
class PartsDecoder final : public ChunkDecoder {
 public:
  PartsDecoder(OpenFile file, std::string name, Codec codec, size_t chunk_bytes)
      : file_(std::move(file)),
        name_(std::move(name)),
        codec_(codec),
        chunk_bytes_(chunk_bytes),
        finder_(FindParts(file_, codec)) {}

  bool has_parts() const { return finder_ != nullptr; }
  OpenFile TakeFile() { return std::move(file_); }

  bool Begin(Task& task) override {
    if (rest_) return rest_->Begin(task);
    PackedPart part;
    if (finder_->Next(part)) {
      task = {};
      task.is_part = true;
      task.part = part;
      task.most_bytes = static_cast<size_t>(part.most_bytes);
      return true;
    }
    rest_ = std::make_unique<SerialDecoder>(OpenRest(file_, finder_->rest(), codec_, name_), chunk_bytes_);
    return rest_->Begin(task);
  }

  Outcome Run(const Task& task, char* to) override {
    if (!task.is_part) return rest_->Run(task, to);
    Outcome outcome;
    outcome.bytes = DecodePart(file_, task.part, codec_, name_, to, &outcome.failure);
    outcome.disk_bytes = task.part.packed_bytes;
    outcome.at_end = !outcome.failure.empty();
    return outcome;
  }
  bool is_parallel() const override { return rest_ == nullptr; }

 private:
  OpenFile file_;
  std::string name_;
  Codec codec_;
  size_t chunk_bytes_;
  std::unique_ptr<PartFinder> finder_;
  std::unique_ptr<SerialDecoder> rest_;
};
}  // namespace

Result<std::unique_ptr<ChunkDecoder>> OpenChunkDecoder(const InputFile& input, size_t chunk_bytes,
                                                       bool leaves_checksums, const AheadShape& shape) {
  if (!input.read_once && (input.codec == Codec::kGzip || input.codec == Codec::kZstd)) {
    Result<OpenFile> file = OpenFile::Open(input.path);
    if (!file) return file.error();
    auto parts = std::make_unique<PartsDecoder>(std::move(*file), input.path, input.codec, chunk_bytes);
    if (parts->has_parts()) return std::unique_ptr<ChunkDecoder>(std::move(parts));
    OpenFile whole = parts->TakeFile();
    if (input.codec == Codec::kGzip && leaves_checksums && whole.size() >= shape.least_bytes) {
      if (const Result<void> loaded = LoadIsal(); !loaded) return Error{input.path + ": " + loaded.error().message};
      return NewAheadDecoder(std::move(whole), input.path, chunk_bytes, shape);
    }
  }
  Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(input);
  if (!stream) return stream.error();
  if (leaves_checksums) (*stream)->LeaveChecksums();
  return std::unique_ptr<ChunkDecoder>(std::make_unique<SerialDecoder>(std::move(*stream), chunk_bytes));
}

}  // namespace quarry
