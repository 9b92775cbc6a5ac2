// Hands out blocks of files. External entries: BlockQueue::Next and FirstRecord.
//
// A file of lines that can be read at any place is cut at multiples of block_bytes; a block holds the lines that
// start inside its range, so it drops what precedes the first line end and reads on to the end of its last line.
#include "readers/file_blocks.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "readers/codec/chunk_decoder.h"
#include "readers/codec/open_file.h"
#include "readers/index/use_index.h"
#include "readers/line_splitter.h"
#include "readers/stream_blocks.h"
#include "scan/kernels/kernels.h"

namespace quarry {

namespace {
// Read in front of a block's range, of which one byte tells whether a line starts with the range, is as much, at most,
// as makes file and buffer equally aligned: the kernel copies a third slower between places that are not.
constexpr uint64_t kLookBehind = BlockBuffer::kAlignment;
// Read beyond a block's range at once, to find the end of its last line.
constexpr size_t kLookAhead = 8 << 10;
// Smaller files are read: a mapping costs more than it saves.
constexpr uint64_t kWorthMapping = 4 << 20;
// Unmapping interrupts the other cores: what has been searched is unmapped so many blocks at a time.
constexpr uint64_t kReleasedBlocks = 8;
// Decoded at once. A chunk goes from one core to another, which costs some microseconds each time.
constexpr size_t kChunkBytes = 512 << 10;
// Smaller files of records are read front to back.
constexpr uint64_t kWorthCutting = 4;  // blocks

uint64_t CountLines(const char* data, size_t size) {
  return Kernels().count_byte(data, size, '\n');
}

bool HasSmallParts(const ReadPlan& plan, size_t block_bytes) {
  uint64_t bytes = 0;
  for (const ReadPlan::Extent& extent : plan.extents) bytes += extent.end - extent.begin;
  return bytes < plan.extents.size() * (block_bytes / 2);
}

std::string TooLong(size_t limit) {
  return "longer than " + std::to_string(limit >> 20) + " MiB, left out";
}
}  // namespace

struct BlockQueue::FileState {
  size_t number = 0;
  enum class Phase : uint8_t { kNew, kOpening, kReady, kFinished } phase = Phase::kNew;
  bool at_any_place = false;

  // Read at any place.
  std::optional<OpenFile> file;
  std::unique_ptr<MappedFile> mapping;  // made when a search first asks for it
  bool tried_mapping = false;
  bool has_small_parts = false;  // by its plan: mapping and unmapping them costs more than reading
  bool reported_loss = false;
  uint64_t blocks = 0;
  std::optional<ReadPlan> plan;  // with a side index: its extents are the blocks
  uint64_t next_block = 0;
  std::vector<uint64_t> line_counts;  // of blocks; kUncounted until published
  uint64_t counted_blocks = 0;        // line_counts[0 .. counted_blocks) are sums of the lines before the block
  uint64_t counted_lines = 0;
  uint64_t released_blocks = 0;  // of the mapping
  static constexpr uint64_t kUncounted = ~uint64_t{0};

  std::unique_ptr<RangeCutter> cutter;  // kRecords

  // Decoded and cut in order; stays when it is finished: blocks refer to its splitter's context.
  std::unique_ptr<StreamBlocks> stream;
};

struct BlockQueue::Claim {
  FileState* file = nullptr;
  uint64_t index = 0;  // of the block, for files read at any place
  StreamBlocks::Step step = StreamBlocks::Step::kWait;
  StreamBlocks::Chunk* chunk = nullptr;  // to decode
  ChunkDecoder::Task ahead;              // to decode ahead
};

void BlockBuffer::Reserve(size_t size, size_t kept) {
  const size_t wanted = size + kBlockPadding;
  const bool wasteful = kept == 0 && capacity_ > (4 << 20) && wanted < capacity_ / 4;
  if (wanted <= capacity_ && !wasteful) return;
  std::unique_ptr<char[], AlignedDelete> bytes(
      static_cast<char*>(::operator new(wanted, std::align_val_t(kAlignment))));
  if (kept > 0) std::memcpy(bytes.get(), bytes_.get(), kept);
  bytes_ = std::move(bytes);
  capacity_ = wanted;
}

BlockQueue::BlockQueue(std::vector<InputFile> files, const BlockShape& shape, ScanCounters& counters,
                       const ScanSpec* asked, std::optional<ReadPlan> plan)
    : files_(std::move(files)), shape_(shape), counters_(counters), asked_(asked), plan_(std::move(plan)) {
  for (size_t i = 0; i < files_.size(); ++i) {
    auto state = std::make_unique<FileState>();
    state->number = i;
    states_.push_back(std::move(state));
    if (!files_[i].open_ended) counters_.bytes_total += files_[i].bytes;
    const bool parallel = files_[i].codec == Codec::kPlain && !files_[i].read_once &&
                          (shape_.kind != BlockShape::Kind::kRecords || shape_.new_range_cutter != nullptr);
    // What is read front to back keeps few workers busy: one decodes, the others scan. In parts it may be more; large
    // gzip files are decoded by all.
    constexpr uint64_t kMostForStreams = 6;
    const uint64_t streamed = files_[i].read_once               ? kMostForStreams
                              : files_[i].codec == Codec::kGzip ? files_[i].bytes >> 20
                                                                : std::min(files_[i].bytes >> 22, kMostForStreams);
    approximate_blocks_ += parallel ? static_cast<size_t>(files_[i].bytes / shape_.block_bytes) + 1 : 2 + streamed;
  }
}

BlockQueue::~BlockQueue() = default;

void BlockQueue::Cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  changed_.notify_all();
}

// How far a stream is decoded ahead of its scanning. With a file for each worker, each scans what it has just decoded;
// with fewer files some decode while the others scan.
// REQUIRES: mutex_ is held.
size_t BlockQueue::ChunksAhead(const FileState& file) const {
  constexpr size_t kAheadOfOthers = 3;
  // The front of a file that is also decoded ahead goes on while others make bytes of parts and scan them.
  constexpr size_t kAheadOfParts = 4;
  if (open_streams_ >= workers_) return 1;
  if (file.stream->decodes_ahead()) return workers_ + kAheadOfParts;
  return file.stream->is_parallel() ? workers_ + 1 : kAheadOfOthers;
}

// Work on one open file: its next block when it is read at any place, or the next step of a stream. A block that only
// has to be taken is taken here.
// REQUIRES: mutex_ is held.
bool BlockQueue::TryFile(FileState& file, BlockBuffer& buffer, Block& block, Claim& claim) {
  if (file.phase != FileState::Phase::kReady) return false;
  claim.file = &file;
  if (file.at_any_place) {
    claim.index = file.next_block++;
    if (file.next_block == file.blocks) file.phase = FileState::Phase::kFinished;
    return true;
  }
  const size_t chunks_ahead = ChunksAhead(file);
  claim.step = file.stream->Begin(&buffer, chunks_ahead, chunks_ahead > 1 ? workers_ : 1, &claim.chunk, &claim.ahead);
  switch (claim.step) {
    case StreamBlocks::Step::kWait:
      return false;
    case StreamBlocks::Step::kFinished:
      file.phase = FileState::Phase::kFinished;
      --open_streams_;
      changed_.notify_all();
      return false;
    case StreamBlocks::Step::kTake:
      file.stream->Take(buffer, block);
      break;
    case StreamBlocks::Step::kDecode:
    case StreamBlocks::Step::kDecodeAhead:
    case StreamBlocks::Step::kCut:
      break;
  }
  buffer.home_ = file.number;
  return true;
}

// Finds work: on the worker's own file, on one that is open, or on a new one.
bool BlockQueue::TakeClaim(BlockBuffer& buffer, Block& block, Claim& claim) {
  std::unique_lock lock(mutex_);
  if (!std::exchange(buffer.is_known_, true)) ++workers_;
  while (!cancelled_) {
    if (buffer.home_ != BlockBuffer::kNoFile && TryFile(*states_[buffer.home_], buffer, block, claim)) return true;
    bool look_again = false;
    size_t i = first_open_;
    for (; i < states_.size() && states_[i]->phase != FileState::Phase::kNew; ++i) {
      if (TryFile(*states_[i], buffer, block, claim)) return true;
      if (states_[i]->phase == FileState::Phase::kFinished && i == first_open_) ++first_open_;
    }
    if (i < states_.size()) {  // files are opened in their order
      FileState& file = *states_[i];
      file.phase = FileState::Phase::kOpening;
      lock.unlock();
      const bool opened = OpenFileOf(file);
      lock.lock();
      file.phase = opened ? FileState::Phase::kReady : FileState::Phase::kFinished;
      if (opened && !file.at_any_place) {
        ++open_streams_;
        buffer.home_ = file.number;
      }
      changed_.notify_all();
      look_again = true;
    }
    if (first_open_ == states_.size()) return false;
    if (!look_again) changed_.wait(lock);
  }
  return false;
}

std::optional<ReadPlan> BlockQueue::PlanOf(const InputFile& file, const OpenFile& opened) {
  if (plan_) return std::exchange(plan_, std::nullopt);
  return PlanByIndex(file, opened.descriptor(), opened.size(), asked_, shape_, counters_);
}

// A plain file of records that is read at any place: parts that its index names, and ranges of what is large.
bool BlockQueue::OpenRecords(FileState& file) {
  const InputFile& input = files_[file.number];
  if (shape_.new_range_cutter == nullptr) return false;
  const bool is_large = input.bytes >= kWorthCutting * shape_.block_bytes;
  if (!is_large && !plan_ && input.index.empty()) return false;
  Result<OpenFile> opened = OpenFile::Open(input.path);
  if (!opened) return false;  // reading front to back says why
  file.plan = PlanOf(input, *opened);
  if (!file.plan && !is_large) return false;
  const RangeCutter::Start rest{file.plan ? file.plan->rest : 0, file.plan ? file.plan->rest_record : 0};
  file.cutter = shape_.new_range_cutter(*opened, input.path, counters_, file.plan ? &rest : nullptr);
  if (!file.cutter) {
    file.plan.reset();
    return false;
  }
  const uint64_t left = opened->size() - std::min(opened->size(), rest.offset);
  file.blocks = (left + shape_.block_bytes - 1) / shape_.block_bytes;
  if (file.plan) file.blocks += file.plan->extents.size();
  counters_.files += 1;
  file.at_any_place = true;
  file.file.emplace(std::move(*opened));
  return true;
}

bool BlockQueue::OpenFileOf(FileState& file) {
  const InputFile& input = files_[file.number];
  const bool records = shape_.kind == BlockShape::Kind::kRecords;
  if (input.codec == Codec::kPlain && !input.read_once && records && OpenRecords(file)) return file.blocks > 0;
  if (input.codec == Codec::kPlain && !input.read_once && !records) {
    Result<OpenFile> opened = OpenFile::Open(input.path);
    if (!opened) {
      counters_.AddFailure(input.path, opened.error().message);
      return false;
    }
    const uint64_t body = opened->size() - std::min<uint64_t>(opened->size(), shape_.header_bytes);
    file.blocks = (body + shape_.block_bytes - 1) / shape_.block_bytes;
    counters_.files += 1;
    file.plan = PlanOf(input, *opened);
    if (file.plan) {
      file.blocks = file.plan->extents.size();
      file.has_small_parts = HasSmallParts(*file.plan, shape_.block_bytes);
    }
    if (file.blocks == 0) return false;
    file.at_any_place = true;
    file.file.emplace(std::move(*opened));
    if (shape_.kind == BlockShape::Kind::kLines) file.line_counts.assign(file.blocks, FileState::kUncounted);
    return true;
  }
  if (IsWhollyLeftOut(input, asked_, shape_, counters_)) return false;
  Result<std::unique_ptr<ChunkDecoder>> decoder =
      OpenChunkDecoder(input, std::max(shape_.block_bytes, kChunkBytes), /*leaves_checksums=*/true);
  if (!decoder) {
    counters_.AddFailure(input.path, decoder.error().message);
    return false;
  }
  counters_.files += 1;
  std::unique_ptr<RecordSplitter> splitter = shape_.kind == BlockShape::Kind::kLines ? NewLineSplitter()
                                             : shape_.kind == BlockShape::Kind::kRecords
                                                 ? shape_.new_splitter()
                                                 : NewFixedSplitter(shape_.header_bytes, shape_.block_bytes);
  file.stream =
      std::make_unique<StreamBlocks>(file.number, input, std::move(*decoder), std::move(splitter), shape_, counters_);
  return true;
}

const MappedFile* BlockQueue::MappingOf(FileState& file) {
  if (file.file->size() < kWorthMapping || file.has_small_parts) return nullptr;
  const std::lock_guard lock(mutex_);
  if (!file.tried_mapping) file.mapping = MappedFile::Map(file.file->descriptor(), file.file->size());
  file.tried_mapping = true;
  return file.mapping.get();
}

uint64_t BlockQueue::BeginOf(const FileState& file, uint64_t index) const {
  return file.plan ? file.plan->extents[index].begin : shape_.header_bytes + index * shape_.block_bytes;
}
uint64_t BlockQueue::EndOf(const FileState& file, uint64_t index) const {
  return std::min<uint64_t>(file.plan ? file.plan->extents[index].end : BeginOf(file, index) + shape_.block_bytes,
                            file.file->size());
}

// Whether the index can leave the block out although the file is not proven to be the one that was indexed: its bytes
// are the same.
bool BlockQueue::IsLeftOut(FileState& file, uint64_t index, BlockBuffer& buffer) {
  // Of files of records it is known when they are opened, and ranges follow their parts.
  if (!file.plan || file.cutter || !file.plan->extents[index].proof) return false;
  const ReadPlan::Extent& extent = file.plan->extents[index];
  buffer.Reserve(extent.end - extent.begin);
  const Result<size_t> got = file.file->ReadAt(extent.begin, buffer.data(), extent.end - extent.begin);
  if (!got || !IsProven(extent, {buffer.data(), *got})) return false;
  PublishLines(file, index, extent.lines);
  counters_.records_seen += extent.lines;
  counters_.records_skipped += extent.broken;
  return true;
}

// Those that end in the block's range, as in files that are read.
uint64_t BlockQueue::LinesOfMapped(const FileState& file, uint64_t index) const {
  const uint64_t begin = BeginOf(file, index), end = EndOf(file, index);
  return CountLines(file.mapping->data() + begin, end - begin);
}

uint64_t BlockQueue::CountMapped(FileState& file, uint64_t index) {
  const uint64_t lines = LinesOfMapped(file, index);
  PublishLines(file, index, lines);
  const uint64_t end = EndOf(file, index);
  const bool ends_open = end == file.mapping->size() && file.mapping->data()[end - 1] != '\n';
  counters_.records_seen += lines + (ends_open ? 1 : 0);
  return lines;
}

// Unmaps blocks that nobody searches any more: all up to some place are counted, and `index`.
void BlockQueue::ReleaseCounted(FileState& file, uint64_t index) {
  uint64_t from = index, to = index + 1;
  {
    const std::lock_guard lock(mutex_);
    const uint64_t counted = file.counted_blocks;
    if (counted >= file.released_blocks + kReleasedBlocks || counted == file.blocks) {
      // Looking at a byte maps the pages around it as well: the block before may have some again.
      from = file.released_blocks == 0 ? 0 : file.released_blocks - 1;
      to = file.released_blocks = counted;
    } else if (index < file.released_blocks + 2 * kReleasedBlocks) {
      return;
    }  // Else who searches the blocks between has lost its core: the others do not pile up theirs meanwhile.
  }
  if (from < to) file.mapping->Release(BeginOf(file, from), EndOf(file, to - 1));
}

uint64_t BlockQueue::Release(const Block& block) {
  if (!block.mapped) return block.records;
  FileState& file = *states_[block.file];
  const uint64_t lines = CountMapped(file, block.index);
  if (file.mapping->has_lost_bytes()) {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(file.reported_loss, true))
      counters_.AddFailure(files_[block.file].path, files_[block.file].path + ": became shorter while it was read");
  }
  ReleaseCounted(file, block.index);
  return lines;
}

bool BlockQueue::Next(BlockBuffer& buffer, Block& block, bool may_map) {
  Claim claim;
  while (TakeClaim(buffer, block, claim)) {
    FileState& file = *claim.file;
    if (file.at_any_place) {
      const bool lines = shape_.kind == BlockShape::Kind::kLines;
      if (IsLeftOut(file, claim.index, buffer)) continue;
      const bool has_text = lines         ? ReadLinesBlock(claim, may_map ? MappingOf(file) : nullptr, buffer, block)
                            : file.cutter ? ReadRecords(claim, buffer, block)
                                          : ReadFixedBlock(claim, buffer, block);
      if (has_text) return true;
      continue;
    }
    if (claim.step == StreamBlocks::Step::kTake) return true;
    StreamBlocks& stream = *file.stream;
    const StreamBlocks::Step step = claim.step;
    if (step == StreamBlocks::Step::kDecode)
      stream.Decode(*claim.chunk);
    else if (step == StreamBlocks::Step::kDecodeAhead)
      stream.DecodeAhead(claim.ahead);
    else
      stream.Cut();
    const std::lock_guard lock(mutex_);
    if (step == StreamBlocks::Step::kDecode)
      stream.EndDecode(*claim.chunk);
    else if (step == StreamBlocks::Step::kCut)
      stream.EndCut();
    changed_.notify_all();
  }
  return false;
}

// A part that the index names, or a range behind all of them.
bool BlockQueue::ReadRecords(const Claim& claim, BlockBuffer& buffer, Block& block) {
  FileState& file = *claim.file;
  const size_t extents = file.plan ? file.plan->extents.size() : 0;
  if (claim.index >= extents) {
    const uint64_t index = claim.index - extents, from = file.plan ? file.plan->rest : 0;
    const uint64_t begin = from + index * shape_.block_bytes;
    const uint64_t end = std::min<uint64_t>(begin + shape_.block_bytes, file.file->size());
    if (!file.cutter->Cut(*file.file, {index, begin, end}, buffer, block)) return false;
    block.index = claim.index;
    block.file = file.number;
    return true;
  }
  const ReadPlan::Extent& extent = file.plan->extents[claim.index];
  const size_t size = extent.end - extent.begin;
  buffer.Reserve(size);
  const Result<size_t> got = file.file->ReadAt(extent.begin, buffer.data(), size);
  if (!got || *got < size) {
    counters_.AddFailure(files_[file.number].path,
                         got ? files_[file.number].path + ": became shorter while it was read" : got.error().message);
    return false;
  }
  counters_.bytes_read += size;
  counters_.bytes_decoded += size;
  block = {};
  block.file = file.number;
  block.index = claim.index;
  block.offset = extent.begin;
  block.text = {buffer.data(), size};
  block.context = file.cutter->context();
  block.first_record = extent.first_record;
  block.records = extent.records;
  return true;
}

bool BlockQueue::ReadFixedBlock(const Claim& claim, BlockBuffer& buffer, Block& block) {
  FileState& file = *claim.file;
  const uint64_t begin = BeginOf(file, claim.index), size = EndOf(file, claim.index) - begin;
  buffer.Reserve(size);
  const Result<size_t> got = file.file->ReadAt(begin, buffer.data(), size);
  if (!got || *got == 0) {
    counters_.AddFailure(files_[file.number].path,
                         got ? files_[file.number].path + ": became shorter while it was read" : got.error().message);
    return false;
  }
  counters_.bytes_read += *got;
  counters_.bytes_decoded += *got;
  block = {file.number, claim.index, begin, {buffer.data(), *got}, nullptr, claim.index + 1, 1};
  return true;
}

// Whether a line starts at `begin`, which is not the file's; `text` is what stands there. `in_memory`: so is the byte
// before.
bool BlockQueue::StartsLine(const FileState& file, uint64_t begin, const char* text, bool in_memory) {
  char before;
  if (!in_memory) {
    const Result<size_t> got = file.file->ReadAt(begin - 1, &before, 1);
    if (got && *got == 1) return before == '\n';
  }
  return text[-1] == '\n';
}

bool BlockQueue::ReadLinesBlock(const Claim& claim, const MappedFile* mapping, BlockBuffer& buffer, Block& block) {
  FileState& file = *claim.file;
  const uint64_t begin = BeginOf(file, claim.index), end = EndOf(file, claim.index);
  // Of a mapped block, none: the page in front of it, and those around that, are not worth a byte.
  const uint64_t from = mapping != nullptr || begin == 0 ? begin : (begin - 1) / kLookBehind * kLookBehind;
  // Where it ends and how many lines it has may be known.
  const ReadPlan::Extent* const part = file.plan ? &file.plan->extents[claim.index] : nullptr;
  const bool is_known = part != nullptr && part->whole && mapping == nullptr;
  const size_t look_ahead = is_known ? 0 : kLookAhead;
  const size_t before = static_cast<size_t>(begin - from);
  const size_t range = static_cast<size_t>(end - from);
  const char* data;
  size_t got;
  if (mapping != nullptr) {
    data = mapping->data() + from;
    got = static_cast<size_t>(std::min<uint64_t>(mapping->size() - from, range + look_ahead));
  } else {
    buffer.Reserve(range + look_ahead);
    const Result<size_t> first = file.file->ReadAt(from, buffer.data(), range + look_ahead);
    data = buffer.data();
    got = first ? *first : 0;
    if (got < range) {
      counters_.AddFailure(
          files_[file.number].path,
          first ? files_[file.number].path + ": became shorter while it was read" : first.error().message);
    }
  }
  const size_t in_range = std::min(got, range);
  if (in_range <= before) {
    PublishLines(file, claim.index, 0);
    return false;
  }
  counters_.bytes_read += in_range - before;
  counters_.bytes_decoded += in_range - before;
  // Lines of a mapped block are counted when it has been searched: the search is then what waits for memory.
  uint64_t lines = 0;
  if (mapping == nullptr) {
    const bool ends_open = claim.index + 1 == file.blocks && data[in_range - 1] != '\n';
    lines = is_known ? part->lines - (ends_open ? 1 : 0) : CountLines(data + before, in_range - before);
    PublishLines(file, claim.index, lines);
    counters_.records_seen += lines + (ends_open ? 1 : 0);
  }

  // The first line that starts in the range.
  size_t start = before;
  if (begin != 0 && !StartsLine(file, begin, data + before, before != 0)) {
    const void* const line_end = std::memchr(data + before, '\n', in_range - before);
    start = line_end == nullptr ? in_range : static_cast<size_t>(static_cast<const char*>(line_end) - data) + 1;
    if (start >= in_range) {
      if (mapping != nullptr) CountMapped(file, claim.index);
      return false;
    }
  }
  // The end of the last line that starts in the range.
  size_t stop = in_range;
  if (got > range && data[range - 1] != '\n') {
    size_t searched = range;
    while (true) {
      const void* const line_end = std::memchr(data + searched, '\n', got - searched);
      if (line_end != nullptr) {
        stop = static_cast<size_t>(static_cast<const char*>(line_end) - data) + 1;
        break;
      }
      searched = got;
      const void* const last = ::memrchr(data + start, '\n', range - start);
      const size_t last_start = last ? static_cast<size_t>(static_cast<const char*>(last) - data) + 1 : start;
      if (got - last_start > shape_.record_limit) {
        counters_.records_skipped += 1;
        if (counters_.wants_problems()) {
          counters_.AddProblem(files_[file.number].path + ": line at byte " + std::to_string(from + last_start) + ": " +
                               TooLong(shape_.record_limit));
        }
        stop = last_start;
        break;
      }
      // No further than it takes to see that the line is too long.
      const size_t most = last_start + shape_.record_limit + kLookAhead - got;
      const size_t more = std::min(std::max<size_t>(got, 64 << 10), most);
      size_t next;
      if (mapping != nullptr) {
        next = static_cast<size_t>(std::min<uint64_t>(mapping->size() - from - got, more));
      } else {
        buffer.Reserve(got + more, got);
        const Result<size_t> read = file.file->ReadAt(from + got, buffer.data() + got, more);
        if (!read) counters_.AddFailure(files_[file.number].path, read.error().message);
        next = read ? *read : 0;
        data = buffer.data();
      }
      if (next == 0) {
        stop = got;
        break;
      }
      got += next;
    }
  }
  if (stop <= start) {
    if (mapping != nullptr) CountMapped(file, claim.index);
    return false;
  }
  block = {file.number, claim.index, from + start, {data + start, stop - start}, nullptr, 0, lines, mapping != nullptr};
  return true;
}

void BlockQueue::PublishLines(FileState& file, uint64_t index, uint64_t lines) {
  const std::lock_guard lock(mutex_);
  if (index < file.counted_blocks) return;  // somebody needed it earlier
  file.line_counts[index] = lines;
  while (file.counted_blocks < file.blocks && file.line_counts[file.counted_blocks] != FileState::kUncounted) {
    const uint64_t own = file.line_counts[file.counted_blocks];
    if (file.plan) file.counted_lines += file.plan->extents[file.counted_blocks].lines_left_out;
    file.line_counts[file.counted_blocks++] = file.counted_lines;
    file.counted_lines += own;
  }
  changed_.notify_all();
}

uint64_t BlockQueue::FirstRecord(const Block& block) {
  FileState& file = *states_[block.file];
  if (!file.at_any_place || shape_.kind != BlockShape::Kind::kLines) return block.first_record;
  std::unique_lock lock(mutex_);
  if (block.mapped) {
    // Who works on the blocks before may be at rest; they can be counted from here.
    while (file.counted_blocks <= block.index) {
      const uint64_t index = file.counted_blocks;
      lock.unlock();
      const uint64_t lines = LinesOfMapped(file, index);
      PublishLines(file, index, lines);
      lock.lock();
    }
  }
  changed_.wait(lock, [&] { return file.counted_blocks > block.index; });
  // A block that does not start with its range starts after the first line end in it.
  const bool starts_with_range = block.offset == BeginOf(file, block.index);
  return file.line_counts[block.index] + (starts_with_range ? 1 : 2);
}

}  // namespace quarry
