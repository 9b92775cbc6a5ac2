// External entry: StreamBlocks.
#include "readers/stream_blocks.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace quarry {

StreamBlocks::StreamBlocks(size_t file, const InputFile& input, std::unique_ptr<ChunkDecoder> decoder,
                           std::unique_ptr<RecordSplitter> splitter, const BlockShape& shape, ScanCounters& counters)
    : file_(file),
      path_(input.path),
      limit_(input),
      is_live_(input.read_once),
      is_open_ended_(input.open_ended),
      decoder_(std::move(decoder)),
      splitter_(std::move(splitter)),
      shape_(shape),
      counters_(counters) {}

StreamBlocks::Step StreamBlocks::Begin(const void* worker, size_t chunks_ahead, size_t workers, Chunk** chunk,
                                       ChunkDecoder::Task* ahead) {
  if (stopped_) {
    // Chunks behind the end may still be in work.
    while (!chunks_.empty() && (chunks_.front()->is_decoded || !chunks_.front()->is_begun)) chunks_.pop_front();
    return has_block_ ? Step::kTake : chunks_.empty() ? Step::kFinished : Step::kWait;
  }
  // Who decoded last goes on decoding, so that the decoder's state stays in one core's caches; others scan first.
  const bool decodes_first = last_decoder_ == worker || decoder_->is_parallel();
  if (decodes_first && BeginDecode(worker, chunks_ahead, workers, chunk)) return Step::kDecode;
  if (has_block_) return Step::kTake;
  if (BeginCut()) return Step::kCut;
  if (!decodes_first && BeginDecode(worker, chunks_ahead, workers, chunk)) return Step::kDecode;
  return workers > 1 && !at_end_ && decoder_->BeginAhead(*ahead, workers) ? Step::kDecodeAhead : Step::kWait;
}

bool StreamBlocks::BeginDecode(const void* worker, size_t chunks_ahead, size_t workers, Chunk** chunk) {
  const size_t in_work = chunks_.size() - waiting_ + (is_cutting_ ? 1 : 0) + (has_block_ || carry_pending_ ? 1 : 0);
  const bool has_room = in_work < chunks_ahead && (in_work == 0 || bytes_ahead_ < kMostBytesAhead);
  // Chunks that wait are begun without room, too, one a worker: those behind them take it.
  if (!has_room && in_work >= chunks_ahead + workers) return false;
  Chunk* const next = NextChunk(worker, has_room);
  if (next == nullptr) return false;
  if (!next->task.may_wait)
    last_decoder_ = worker;
  else
    --waiting_;
  next->is_begun = true;
  next->task.for_others = chunks_ahead > 1;
  bytes_ahead_ += next->task.most_bytes;
  *chunk = next;
  return true;
}

// The next chunk for this worker. Who decoded last goes on, and leaves chunks that may wait to others.
StreamBlocks::Chunk* StreamBlocks::NextChunk(const void* worker, bool has_room) {
  while (has_room && !at_end_ && (waiting_ == 0 || last_decoder_ == worker)) {
    ChunkDecoder::Task task;
    if (!decoder_->Begin(task)) break;
    if (free_.empty()) free_.push_back(std::make_unique<Chunk>());
    chunks_.push_back(std::move(free_.back()));
    free_.pop_back();
    Chunk& chunk = *chunks_.back();
    chunk.task = task;
    chunk.is_begun = chunk.is_decoded = false;
    if (!task.may_wait) return &chunk;
    ++waiting_;
  }
  const auto waits = [](const std::unique_ptr<Chunk>& chunk) { return !chunk->is_begun; };
  const auto first = std::find_if(chunks_.begin(), chunks_.end(), waits);
  return first == chunks_.end() ? nullptr : first->get();
}

bool StreamBlocks::BeginCut() {
  if (is_cutting_) return false;
  if (!carry_pending_) {
    if (chunks_.empty() || !chunks_.front()->is_decoded) return false;
    cutting_ = std::move(chunks_.front());
    chunks_.pop_front();
    bytes_ahead_ -= cutting_->task.most_bytes;
  }
  is_cutting_ = true;
  return true;
}

void StreamBlocks::Decode(Chunk& chunk) {
  chunk.buffer.Reserve(Chunk::kHeadroom + chunk.task.most_bytes);
  chunk.outcome = decoder_->Run(chunk.task, chunk.buffer.data() + Chunk::kHeadroom);
  counters_.bytes_decoded += chunk.outcome.bytes;
  counters_.bytes_read += chunk.outcome.disk_bytes;
  if (is_open_ended_) counters_.bytes_total += chunk.outcome.disk_bytes;
}

void StreamBlocks::EndDecode(Chunk& chunk) {
  chunk.is_decoded = true;
  if (chunk.outcome.at_end) at_end_ = true;
}

// What there is to cut, in one piece: what was left over and the chunk behind it.
std::string_view StreamBlocks::Join() {
  if (cutting_ == nullptr) {
    cutting_ = std::move(spare_);
    if (cutting_ == nullptr) cutting_ = std::make_unique<Chunk>();
    cutting_->outcome = {};
  }
  Chunk& chunk = *cutting_;
  const size_t carried = carry_.size(), bytes = chunk.outcome.bytes;
  char* text;
  if (carried <= Chunk::kHeadroom && bytes > 0) {
    text = chunk.buffer.data() + Chunk::kHeadroom - carried;
  } else {
    BlockBuffer longer;
    longer.Reserve(carried + bytes);
    text = longer.data();
    if (bytes > 0) std::memcpy(text + carried, chunk.buffer.data() + Chunk::kHeadroom, bytes);
    chunk.buffer.Swap(longer);
  }
  std::memcpy(text, carry_.data(), carried);
  return {text, carried + bytes};
}

// The input is damaged where a frame is not what its checksum says, as if the decoder had noticed.
void StreamBlocks::CheckFrames(Chunk& chunk) {
  ChunkDecoder::Outcome& outcome = chunk.outcome;
  const char* const bytes = chunk.buffer.data() + Chunk::kHeadroom;
  const size_t sound = checks_.Add({bytes, outcome.bytes}, outcome.frame_ends);
  if (sound == std::string_view::npos) return;
  outcome.bytes = sound;
  outcome.at_end = true;
  outcome.failure = path_ + ": zstd data is damaged (Restored data doesn't match checksum)";
}

// The same for a gzip member.
void StreamBlocks::CheckMember(Chunk& chunk) {
  ChunkDecoder::Outcome& outcome = chunk.outcome;
  if (!outcome.member || member_checks_.Add(*outcome.member)) return;
  outcome.bytes = outcome.member->bytes;
  outcome.at_end = true;
  outcome.failure = path_ + ": gzip data has a wrong checksum";
}

// What is decoded beyond the limit is left out.
void StreamBlocks::CheckLimit(ChunkDecoder::Outcome& outcome) {
  decoded_ += outcome.bytes;
  consumed_ += outcome.disk_bytes;
  const uint64_t most = limit_.Most(consumed_);
  if (decoded_ <= most) return;
  outcome.bytes -= static_cast<size_t>(std::min<uint64_t>(decoded_ - most, outcome.bytes));
  outcome.at_end = true;
  failed_ = true;
  counters_.AddFailure(path_, limit_.Describe(consumed_), most);
  outcome.failure.clear();
}

void StreamBlocks::Cut() {
  if (cutting_ != nullptr) {
    ChunkDecoder::Outcome& outcome = cutting_->outcome;
    if (limit_.codec() == Codec::kZstd) CheckFrames(*cutting_);
    if (limit_.codec() == Codec::kGzip) CheckMember(*cutting_);
    CheckLimit(outcome);
    if (!outcome.failure.empty()) {
      failed_ = true;
      counters_.AddFailure(
          path_, outcome.failure + " (after " + std::to_string(offset_ + carry_.size() + outcome.bytes) + " bytes)");
    }
    decoded_all_ = outcome.at_end;
    if (!decoded_all_ && carry_.size() + outcome.bytes < wanted_) {
      carry_.append(cutting_->buffer.data() + Chunk::kHeadroom, outcome.bytes);
      return;
    }
  }
  std::string_view data = Join();
  carry_is_new_ = false;
  wanted_ = 0;
  bool cut_to_end = data.empty();
  while (!cut_to_end) {
    RecordSplitter::Piece piece = splitter_->Split(data, decoded_all_ && !failed_);
    if (piece.skip + piece.size == 0 && data.size() > shape_.record_limit) {
      piece = splitter_->SkipOversized(data);
      counters_.records_skipped += 1;
      AddProblem("record at byte ", offset_,
                 "longer than " + std::to_string(shape_.record_limit >> 20) + " MiB, left out", piece.stop);
    }
    const size_t used = piece.skip + piece.size;
    if (!piece.problem.empty()) {
      counters_.records_skipped += 1;
      AddProblem("at byte ", offset_ + used, piece.problem, piece.stop);
    }
    next_record_ += piece.skipped_records;
    stopped_here_ = piece.stop || (decoded_all_ && used == 0);
    if (stopped_here_ && failed_ && used == 0) LeaveOutTorn(data);
    if (piece.size > 0) MakeBlock(data.substr(piece.skip, piece.size), offset_ + piece.skip, piece.records);
    data.remove_prefix(used);
    offset_ += used;
    carry_is_new_ = piece.size > 0 && (failed_ || shape_.kind != BlockShape::Kind::kLines) && !data.empty();
    cut_to_end = piece.size > 0 || stopped_here_ || used == 0 || data.empty();
    // A record that goes on: the next attempt with twice as much, so that long ones cost no more than short ones.
    if (used == 0 && data.size() > shape_.block_bytes) wanted_ = std::min(2 * data.size(), shape_.record_limit + 1);
  }
  if (decoded_all_ && data.empty()) stopped_here_ = true;
  carry_.assign(data);
}

// The beginning of a record whose end was lost: read as a whole one it might pass for another.
void StreamBlocks::LeaveOutTorn(std::string_view data) {
  if (data.find_first_not_of("\r\n\t ") == std::string_view::npos) return;
  counters_.records_skipped += 1;
  if (shape_.kind == BlockShape::Kind::kLines) counters_.records_seen += 1;
}

void StreamBlocks::MakeBlock(std::string_view text, uint64_t offset, uint64_t records) {
  block_ = {file_, next_index_++, offset, text, splitter_->context(), next_record_, records};
  block_.is_live = is_live_;
  made_block_ = true;
  next_record_ += records;
  if (shape_.kind == BlockShape::Kind::kLines) counters_.records_seen += records + (text.ends_with('\n') ? 0 : 1);
}

void StreamBlocks::EndCut() {
  is_cutting_ = false;
  has_block_ = std::exchange(made_block_, false);
  carry_pending_ = carry_is_new_ && !stopped_here_;
  stopped_ = stopped_here_;
  at_end_ = at_end_ || decoded_all_;
  if (has_block_)
    block_chunk_ = std::move(cutting_);
  else
    Recycle(std::move(cutting_));
}

void StreamBlocks::Take(BlockBuffer& buffer, Block& block) {
  has_block_ = false;
  block = block_;
  buffer.Swap(block_chunk_->buffer);
  Recycle(std::move(block_chunk_));
}

void StreamBlocks::Recycle(std::unique_ptr<Chunk> chunk) {
  if (chunk == nullptr) return;
  if (spare_ == nullptr)
    spare_ = std::move(chunk);
  else
    free_.push_back(std::move(chunk));
}

void StreamBlocks::AddProblem(const char* place, uint64_t offset, const std::string& what, bool ends_the_input) {
  if (!ends_the_input && !counters_.wants_problems()) return;
  std::string text = path_ + ": " + place + std::to_string(offset) + ": " + what;
  if (ends_the_input)
    counters_.AddFailure(path_, std::move(text));
  else
    counters_.AddProblem(std::move(text));
}

}  // namespace quarry
