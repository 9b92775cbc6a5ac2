#include "readers/index/build_index.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

#include "index/copy_blocks.h"
#include "readers/codec/byte_stream.h"
#include "readers/codec/open_file.h"
#include "readers/codec/zip_archive.h"
#include "readers/file_blocks.h"
#include "readers/formats/csv/csv_ranges.h"
#include "readers/formats/evtx/chunk.h"
#include "readers/index/csv_summary.h"
#include "readers/index/evtx_summary.h"
#include "readers/index/ndjson_summary.h"
#include "readers/index/sound_blocks.h"

namespace quarry {

namespace {
// Read at once; a block of the index never spans two of these.
constexpr size_t kReadBytes = 1 << 20;
// Times of files advance in steps of a few milliseconds: what was written so shortly before may be written again
// without its time showing.
constexpr int64_t kSettled = 50'000'000;

int64_t NowNanoseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

bool SameTimes(const DataIdentity& a, const DataIdentity& b) {
  return a.size == b.size && a.modified == b.modified && a.changed == b.changed && a.inode == b.inode &&
         a.device == b.device;
}

// Where the chunks of a log begin. Error: it is none.
Result<size_t> LogHeaderBytes(const InputFile& file) {
  const Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(file);
  if (!stream) return stream.error();
  char head[8] = {};
  std::string failure;
  const size_t got = ReadFully(**stream, head, sizeof(head), &failure);
  if (!failure.empty()) return Error{failure};
  const std::string_view magic(head, got);
  if (magic == evtx::kChunkMagic) return size_t{0};
  if (magic != evtx::kFileMagic) return Error{file.path + ": no EVTX file header"};
  return evtx::kFileHeaderSize;
}

Result<BlockShape> ShapeOf(const IndexBuild& build) {
  if (build.format == IndexedFormat::kEvtx) {
    const Result<size_t> header_bytes = LogHeaderBytes(build.file);
    if (!header_bytes) return header_bytes.error();
    BlockShape shape;
    shape.kind = BlockShape::Kind::kFixed;
    shape.header_bytes = *header_bytes;
    shape.block_bytes = evtx::kChunkSize;
    return shape;
  }
  const size_t bytes = std::max<size_t>(kReadBytes, build.block_bytes);
  if (build.format == IndexedFormat::kCsv) return CsvBlocks(bytes);
  BlockShape shape;
  shape.json_lines = true;
  shape.block_bytes = bytes;
  return shape;
}

std::unique_ptr<BlockSummarizer> NewSummarizer(const IndexBuild& build, IndexWriter& writer) {
  if (build.format == IndexedFormat::kCsv)
    return std::make_unique<CsvSummary>(writer.paths(), writer.common(), build.block_bytes);
  if (build.format == IndexedFormat::kEvtx) return std::make_unique<EvtxSummary>(writer.paths(), writer.common());
  return std::make_unique<NdjsonSummary>(writer.paths(), writer.common(), build.block_bytes);
}

// Builds on `threads` threads; false when it was cancelled.
bool Summarize(BlockQueue& queue, IndexWriter& writer, const IndexBuild& build, int threads,
               std::atomic<uint64_t>& decoded) {
  std::atomic<bool> stopped{false};
  const auto work = [&] {
    const std::unique_ptr<BlockSummarizer> summarizer = NewSummarizer(build, writer);
    BlockBuffer buffer;
    Block block;
    while (queue.Next(buffer, block)) {
      summarizer->Add(block, [&](BlockSummary made) { writer.Add(std::move(made)); });
      uint64_t end = block.offset + block.text.size(), known = decoded.load();
      while (known < end && !decoded.compare_exchange_weak(known, end)) {
      }
      queue.Release(block);
      if (build.cancelled != nullptr && build.cancelled->load()) {
        stopped = true;
        queue.Cancel();
        return;
      }
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  return !stopped;
}

// What most of the file's blocks have, judged by some: of a plain file by such that lie all over it, because what the
// first ones share may be the name of a host; of a compressed one, which is left out as a whole or not at all, by the
// first ones. Small files have too few blocks to tell.
Result<CommonGrams> SampleCommonGrams(const IndexBuild& build) {
  if (build.format == IndexedFormat::kEvtx) return CommonGrams();  // its text would have to be decoded
  constexpr uint64_t kSamples = 64;
  GramCensus census;
  GramSet grams;
  std::string text(build.block_bytes, '\0');
  if (build.file.codec == Codec::kPlain) {
    const Result<OpenFile> file = OpenFile::Open(build.file.path);
    if (!file) return file.error();
    const uint64_t distance = file->size() / kSamples;
    if (distance < text.size()) return CommonGrams();
    for (uint64_t i = 0; i < kSamples; ++i) {
      const Result<size_t> got = file->ReadAt(i * distance, text.data(), text.size());
      if (!got) return got.error();
      grams.Add(std::string_view(text).substr(0, *got));
      census.Add(grams);
    }
    return census.Common();
  }
  Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(build.file);
  if (!stream) return stream.error();
  std::string failure;
  while (census.texts() < kSamples) {
    // What is damaged is said by whoever reads all of it.
    if (ReadFully(**stream, text.data(), text.size(), &failure) < text.size()) return CommonGrams();
    grams.Add(text);
    census.Add(grams);
  }
  return census.Common();
}

// "." and a hash of some bytes, for names.
std::string HashSuffix(const char* bytes, size_t size) {
  char hash[18];
  std::snprintf(hash, sizeof(hash), ".%016llx", static_cast<unsigned long long>(XXH3_64bits(bytes, size)));
  return hash;
}

// The hash of what precedes the first block of a file of records.
Result<uint64_t> HeadHashOf(const InputFile& file, uint64_t size) {
  Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(file);
  if (!stream) return stream.error();
  std::string head(size, '\0');
  std::string failure;
  if (ReadFully(**stream, head.data(), head.size(), &failure) < size)
    return Error{failure.empty() ? file.path + ": became shorter while it was read" : failure};
  return XXH3_64bits(head.data(), head.size());
}
}  // namespace

std::string IdentifiedFile(const InputFile& data) {
  const std::optional<ZipPath> member = data.codec == Codec::kZip ? SplitZipPath(data.path) : std::nullopt;
  return member ? member->archive : data.path;
}

Result<std::string> IndexPathOf(const InputFile& data, const std::string& folder) {
  const std::string path = IdentifiedFile(data);
  std::string suffix;
  if (path.size() < data.path.size())
    suffix = HashSuffix(data.path.data() + path.size(), data.path.size() - path.size());
  if (folder.empty()) return path + suffix + kIndexSuffix;
  Result<OpenFile> file = OpenFile::Open(path);
  if (!file) return file.error();
  std::vector<char> head(kIdentityBytes);
  const Result<size_t> got = file->ReadAt(0, head.data(), head.size());
  if (!got) return got.error();
  const size_t slash = path.find_last_of('/');
  const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
  return folder + (folder.ends_with('/') ? "" : "/") + name + HashSuffix(head.data(), *got) + suffix + kIndexSuffix;
}

std::string WhyNotIndexed(std::string_view reader, const InputFile& file) {
  if (file.path == "-") return "standard input is not indexed";
  if (file.read_once) return "pipes are not indexed";
  if (!IndexedFormatOf(reader)) return "files of the " + std::string(reader) + " reader are not indexed";
  return {};
}

std::optional<IndexedFormat> IndexedFormatOf(std::string_view reader) {
  if (reader == "ndjson") return IndexedFormat::kNdjson;
  if (reader == "csv") return IndexedFormat::kCsv;
  if (reader == "evtx") return IndexedFormat::kEvtx;
  return std::nullopt;
}

namespace {
// Begins the new index with what it may take over, and says where the rest of the file is.
struct Beginning {
  std::unique_ptr<IndexWriter> writer;
  uint64_t kept = 0;  // blocks
  std::optional<ReadPlan> rest;
};

Result<Beginning> Begin(const IndexBuild& build, const OpenFile& data, uint64_t extent_bytes) {
  Beginning beginning;
  const SideIndex* const old = build.keep.get();
  const bool fits = old != nullptr && build.file.codec == Codec::kPlain &&
                    old->header().codec == static_cast<uint32_t>(Codec::kPlain) &&
                    old->header().block_bytes == build.block_bytes &&
                    old->header().format == static_cast<uint32_t>(build.format);
  const Result<uint64_t> sound = fits ? SoundBlocks(*old, data) : Result<uint64_t>(uint64_t{0});
  // One that is damaged after all is not used.
  for (const bool keeps : {true, false}) {
    if (keeps && (!sound || *sound == 0)) continue;
    // Blocks that are kept have filters without the grams that were common then.
    Result<CommonGrams> common = keeps ? old->Common() : SampleCommonGrams(build);
    if (!common && keeps) continue;
    if (!common) return common.error();
    Result<std::unique_ptr<IndexWriter>> writer = IndexWriter::Create(build.index_path, std::move(*common));
    if (!writer) return writer.error();
    beginning.writer = std::move(*writer);
    if (!keeps) break;
    Result<ReadPlan> rest = PlanReadBehind(*old, *sound, data.size(), extent_bytes);
    if (!rest || !CopyBlocks(*old, *sound, *beginning.writer)) continue;
    beginning.kept = *sound;
    beginning.rest = std::move(*rest);
    break;
  }
  return beginning;
}
}  // namespace

Result<IndexReport> BuildIndex(const IndexBuild& asked) {
  IndexBuild build = asked;
  if (build.format == IndexedFormat::kEvtx) build.block_bytes = evtx::kChunkSize;
  Result<OpenFile> data = OpenFile::Open(IdentifiedFile(build.file));
  if (!data) return data.error();
  const Result<DataIdentity> before = IdentityOfData(data->descriptor());
  if (!before) return Error{build.file.path + ": " + before.error().message};
  const Result<BlockShape> shape = ShapeOf(build);
  if (!shape) return shape.error();
  Result<Beginning> beginning = Begin(build, *data, shape->block_bytes);
  if (!beginning) return beginning.error();
  IndexWriter& writer = *beginning->writer;

  ScanCounters counters;
  BlockQueue queue({build.file}, *shape, counters, nullptr, std::move(beginning->rest));
  const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  std::atomic<uint64_t> decoded{0};
  if (!Summarize(queue, writer, build, build.threads > 0 ? build.threads : cores, decoded))
    return Error{build.file.path + ": interrupted"};
  // Lines that are too long are left to each scan; not all of the file was seen when it could not be read to its end.
  if (std::string failure = counters.FirstFailure(); !failure.empty()) return Error{std::move(failure)};
  const bool is_csv = build.format == IndexedFormat::kCsv;
  // Of records the index has to know all, because where one starts is known from those before it.
  if (const ScanStatistics read = counters.Snapshot(); is_csv && !read.problems.empty())
    return Error{read.problems.front() + "; a file with such a record is not indexed"};

  const int64_t age = NowNanoseconds() - before->modified;
  if (age < kSettled) std::this_thread::sleep_for(std::chrono::nanoseconds(kSettled - std::max<int64_t>(age, 0)));
  const Result<DataIdentity> after = IdentityOfData(data->descriptor());
  if (!after) return Error{build.file.path + ": " + after.error().message};
  if (!SameTimes(*before, *after)) return Error{build.file.path + ": was written to while it was indexed"};

  IndexWriter::About about;
  about.data = *after;
  about.format = build.format;
  if (is_csv) {
    const Result<uint64_t> head = HeadHashOf(build.file, writer.first_begin().value_or(0));
    if (!head) return head.error();
    about.head_hash = *head;
  }
  about.codec = static_cast<uint32_t>(build.file.codec);
  about.block_bytes = build.block_bytes;
  about.decoded_bytes = build.file.codec == Codec::kPlain ? after->size : decoded.load();
  about.now = NowNanoseconds();
  about.version = build.version;
  about.data_path = build.file.path;
  if (Result<void> done = writer.Finish(about); !done) return done.error();
  const Result<std::shared_ptr<const SideIndex>> made = SideIndex::Open(build.index_path);
  if (!made) return made.error();
  IndexReport report;
  report.data_bytes = about.decoded_bytes;
  report.index_bytes = (*made)->size();
  report.lines = (*made)->header().lines;
  report.broken_lines = (*made)->header().broken_lines;
  report.blocks = (*made)->header().blocks;
  report.kept_blocks = beginning->kept;
  return report;
}

FoundIndex FindIndex(const std::string& index_path, int descriptor, Codec codec, IndexedFormat format) {
  FoundIndex found;
  struct stat status{};
  if (::stat(index_path.c_str(), &status) != 0) {
    // None is the usual case; one that cannot be reached is worth a word.
    if (errno != ENOENT && errno != ENOTDIR) found.why_not = index_path + ": " + std::strerror(errno);
    return found;
  }
  Result<std::shared_ptr<const SideIndex>> index = SideIndex::Open(index_path);
  if (!index) {
    found.why_not = index.error().message;
    return found;
  }
  const Result<DataIdentity> now = IdentityOfData(descriptor);
  if (!now) {
    found.why_not = index_path + ": " + now.error().message;
    return found;
  }
  found.match = CompareIdentity((*index)->header().data, *now);
  // Parts of a compressed file cannot be compared without decoding all of it.
  const bool whole = codec != Codec::kPlain;
  const bool is_read_otherwise = (*index)->header().codec != static_cast<uint32_t>(codec) ||
                                 (*index)->header().format != static_cast<uint32_t>(format);
  if (found.match == DataMatch::kOther || is_read_otherwise || (whole && found.match != DataMatch::kSame)) {
    found.why_not = index_path + ": " + DescribeMatch(is_read_otherwise ? DataMatch::kOther : found.match);
    return found;
  }
  found.index = std::move(*index);
  return found;
}

Result<std::string> CheckIndex(const SideIndex& index, const InputFile& file) {
  if (Result<void> sound = index.Check(); !sound) return sound.error().message;
  const Result<std::vector<IndexedBlock>> blocks = index.Blocks();
  if (!blocks) return blocks.error().message;
  if (index.header().format == static_cast<uint32_t>(IndexedFormat::kCsv)) {
    const Result<uint64_t> head = index.HeadHash();
    if (!head) return head.error().message;
    const Result<uint64_t> now = HeadHashOf(file, blocks->empty() ? 0 : blocks->front().begin);
    if (!now) return now.error();
    if (*now != *head) return file.path + ": its header differs from what was indexed";
  }
  Result<std::unique_ptr<ByteStream>> stream = OpenByteStream(file);
  if (!stream) return stream.error();
  std::vector<char> bytes;
  uint64_t at = 0;
  for (const IndexedBlock& block : *blocks) {
    for (; at < block.begin;) {  // what is not indexed
      bytes.resize(std::min<uint64_t>(block.begin - at, kReadBytes));
      std::string failure;
      const size_t got = ReadFully(**stream, bytes.data(), bytes.size(), &failure);
      if (got == 0) return failure.empty() ? file.path + ": shorter than when it was indexed" : failure;
      at += got;
    }
    bytes.resize(block.size);
    std::string failure;
    const size_t got = ReadFully(**stream, bytes.data(), bytes.size(), &failure);
    if (got < bytes.size()) return failure.empty() ? file.path + ": shorter than when it was indexed" : failure;
    at = block.end();
    if (XXH3_64bits(bytes.data(), bytes.size()) != block.hash)
      return file.path + ": bytes " + std::to_string(block.begin) + " to " + std::to_string(block.end()) +
             " differ from what was indexed";
  }
  return std::string();
}

}  // namespace quarry
