// StreamBlocks: the blocks of one file that is decoded front to back or in independent parts. The work on a file has
// three steps, which different workers may do at once:
//   decode  the next chunk into a buffer; several chunks at once when the file allows it; or something that makes later
//           chunks cheap (ChunkDecoder::BeginAhead);
//   cut     chunks, in their order, at the ends of records; what is left over goes in front of the next chunk;
//   take    a block for scanning, with the buffer that holds it.
// A file has a bounded number of chunks in work, and their buffers go round, so memory does not grow with the file.
// Thread rule: the members that say so are called under one lock of the owner; Decode and Cut run without it.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "readers/block_buffer.h"
#include "readers/codec/chunk_decoder.h"
#include "readers/codec/decode_limit.h"
#include "readers/codec/frame_checks.h"
#include "readers/codec/member_checks.h"
#include "readers/file_blocks.h"

namespace quarry {

class StreamBlocks {
 public:
  // One decoded or to be decoded chunk. Its bytes stand behind kHeadroom bytes for what the chunk before leaves over.
  struct Chunk {
    static constexpr size_t kHeadroom = 16u << 10;
    ChunkDecoder::Task task;
    ChunkDecoder::Outcome outcome;
    BlockBuffer buffer;
    bool is_begun = false, is_decoded = false;
  };
  enum class Step : uint8_t { kWait, kDecode, kDecodeAhead, kCut, kTake, kFinished };

  StreamBlocks(size_t file, const InputFile& input, std::unique_ptr<ChunkDecoder> decoder,
               std::unique_ptr<RecordSplitter> splitter, const BlockShape& shape, ScanCounters& counters);

  // Under the lock: what `worker` (any address of its own) should do next. `chunks_ahead`: decode while fewer chunks
  // are in work than this. `workers`: so many may work on this file. kDecode has begun a chunk, *chunk, kDecodeAhead
  // *ahead, and kCut cutting: the caller has to go through with it.
  Step Begin(const void* worker, size_t chunks_ahead, size_t workers, Chunk** chunk, ChunkDecoder::Task* ahead);
  // Without the lock; then, under it, the end of the step.
  void Decode(Chunk& chunk);
  void EndDecode(Chunk& chunk);
  void DecodeAhead(const ChunkDecoder::Task& ahead) { decoder_->Run(ahead, nullptr); }
  void Cut();
  void EndCut();
  // Under the lock: whether several chunks can be decoded at once.
  bool is_parallel() const { return decoder_->is_parallel(); }
  bool decodes_ahead() const { return decoder_->decodes_ahead(); }
  // Under the lock, after kTake.
  void Take(BlockBuffer& buffer, Block& block);

 private:
  // Bytes that may be in work beyond the first chunk.
  static constexpr size_t kMostBytesAhead = 16u << 20;

  bool BeginDecode(const void* worker, size_t chunks_ahead, size_t workers, Chunk** chunk);
  Chunk* NextChunk(const void* worker, bool has_room);
  bool BeginCut();
  void CheckFrames(Chunk& chunk);
  void CheckMember(Chunk& chunk);
  void CheckLimit(ChunkDecoder::Outcome& outcome);
  std::string_view Join();
  void LeaveOutTorn(std::string_view data);
  void MakeBlock(std::string_view text, uint64_t offset, uint64_t records);
  void Recycle(std::unique_ptr<Chunk> chunk);
  void AddProblem(const char* place, uint64_t offset, const std::string& what, bool ends_the_input);

  const size_t file_;
  const std::string path_;
  const DecodeLimit limit_;
  const bool is_live_, is_open_ended_;
  const std::unique_ptr<ChunkDecoder> decoder_;
  const std::unique_ptr<RecordSplitter> splitter_;
  const BlockShape& shape_;
  ScanCounters& counters_;

  // Under the lock.
  std::deque<std::unique_ptr<Chunk>> chunks_;  // in their order, to be decoded, being decoded or decoded
  size_t waiting_ = 0;                         // of chunks_, that are to be decoded; they have no buffer
  size_t bytes_ahead_ = 0;                     // of the others, at most
  std::vector<std::unique_ptr<Chunk>> free_;
  std::unique_ptr<Chunk> block_chunk_;  // holds block_, which waits to be taken
  const void* last_decoder_ = nullptr;
  bool has_block_ = false;
  bool is_cutting_ = false;
  bool carry_pending_ = false;  // what is left over may hold whole records
  bool at_end_ = false;         // nothing more is decoded
  bool stopped_ = false;        // nothing more is cut

  // Of the one who cuts.
  FrameChecks checks_;
  MemberChecks member_checks_;
  std::unique_ptr<Chunk> cutting_;
  std::unique_ptr<Chunk> spare_;  // for text that is left over, when no chunk is at hand
  Block block_;
  bool made_block_ = false;
  bool stopped_here_ = false;
  std::string carry_;  // left over; in front of the next chunk
  bool carry_is_new_ = false;
  size_t wanted_ = 0;    // with less text than this it is not worth another attempt
  uint64_t offset_ = 0;  // of carry_ in the decoded file
  uint64_t next_index_ = 0;
  uint64_t next_record_ = 1;
  uint64_t decoded_ = 0, consumed_ = 0;  // of the input: decoded bytes, bytes on disk
  bool failed_ = false;                  // what is left over at the end is torn
  bool decoded_all_ = false;
};

}  // namespace quarry
