// Reader of Windows event logs (.evtx). Work is handed out by chunk: each is self-contained, so all workers can
// share one file; with a side index those are left out in which no event can pass. Record numbers are the log's own
// EventRecordIDs.
// Format: [MS-EVEN6] BinXml and the published descriptions of the file and chunk headers.
#include <algorithm>
#include <atomic>
#include <optional>

#include "readers/codec/byte_stream.h"
#include "readers/codec/decode_limit.h"
#include "readers/codec/open_file.h"
#include "readers/codec/spool.h"
#include "readers/formats/evtx/chunk.h"
#include "readers/formats/evtx/columns.h"
#include "readers/index/use_index.h"
#include "readers/reader.h"
#include "scan/counters.h"

namespace quarry {

namespace evtx {
namespace {

// What a compressed log decodes to, as far as it may.
class DecodedLog final : public SpoolInput {
 public:
  explicit DecodedLog(InputFile file) : file_(std::move(file)), limit_(file_) {}
  Result<size_t> Read(char* to, size_t size) override {
    if (!stream_) {
      Result<std::unique_ptr<ByteStream>> opened = OpenByteStream(file_);
      if (!opened) return opened.error();
      stream_ = std::move(*opened);
    }
    if (is_cut_) return Error{limit_.Describe(stream_->bytes_read())};
    Result<size_t> got = stream_->Read(to, size);
    if (!got) return got;
    const uint64_t left = limit_.Most(stream_->bytes_read()) - decoded_;
    is_cut_ = *got > left;
    if (is_cut_) got = static_cast<size_t>(left);
    if (is_cut_ && left == 0) return Read(to, size);
    decoded_ += *got;
    return got;
  }

 private:
  const InputFile file_;
  const DecodeLimit limit_;
  std::unique_ptr<ByteStream> stream_;
  uint64_t decoded_ = 0;
  bool is_cut_ = false;
};

// The log itself: compressed ones are decoded to a copy first, because chunks are read from several threads. Of one
// that is damaged, or decodes to more than it may, there is what precedes that; `*ended_by` says so.
Result<OpenFile> OpenLog(const InputFile& file, std::string* ended_by) {
  if (file.codec == Codec::kPlain) return OpenFile::Open(file.path);
  const Result<std::shared_ptr<Spool>> spool = Spool::Of(file.path + ", decoded", std::make_unique<DecodedLog>(file));
  if (!spool) return spool.error();
  Result<std::string> copy = (*spool)->WholeCopy(ended_by);
  if (!copy) return copy.error();
  return OpenFile::Open(*copy);
}

// One stretch of work: the chunk at `offset` of file `file`.
struct Unit {
  uint32_t file;
  uint64_t offset;
  const ReadPlan::Extent* proof;  // it is left out if it has these bytes; nullptr: it is read
};

// What a side index has to know of logs.
const BlockShape kIndexedShape{
    .kind = BlockShape::Kind::kFixed, .indexed_as = IndexedFormat::kEvtx, .block_bytes = kChunkSize};

class EvtxScan final : public Scan {
 public:
  EvtxScan(std::vector<InputFile> files, ScanSpec spec) : files_(std::move(files)), spec_(std::move(spec)) {
    plans_.resize(files_.size());
    for (uint32_t i = 0; i < files_.size(); ++i) {
      counters_.bytes_total += files_[i].bytes;
      if (IsWhollyLeftOut(files_[i], &spec_, kIndexedShape, counters_)) continue;
      counters_.files += 1;
      OpenFileOf(i);
    }
  }

  std::unique_ptr<ScanWorker> NewWorker() override;
  int max_workers() const override { return static_cast<int>(std::min<size_t>(units_.size() / 4 + 1, 256)); }
  ScanStatistics statistics() const override {
    ScanStatistics out = counters_.Snapshot();
    if (out.index_blocks > 0) out.ways.push_back("every record; index: " + DescribeIndexUse(out));
    return out;
  }
  void Cancel() override { cancelled_ = true; }

  const ScanSpec& spec() const { return spec_; }
  const InputFile& file(uint32_t i) const { return files_[i]; }
  bool NextUnit(Unit& unit) {
    if (cancelled_) return false;
    const size_t i = next_.fetch_add(1);
    if (i >= units_.size()) return false;
    unit = units_[i];
    return true;
  }
  ScanCounters& counters() { return counters_; }

 private:
  // Makes units of the chunks of a log, which begin behind the file header, or at 0 in a file of bare chunks. What is
  // neither is a problem.
  void OpenFileOf(uint32_t i) {
    const InputFile& file = files_[i];
    std::string ended_by;
    Result<OpenFile> log = OpenLog(file, &ended_by);
    if (!log) return counters_.AddFailure(file.path, log.error().message);
    const uint64_t size = log->size();
    const bool reached_limit = size == DecodeLimit(file).Most(file.bytes);
    if (!ended_by.empty()) counters_.AddFailure(file.path, ended_by, reached_limit ? size : 0);
    if (size == 0) return counters_.AddFailure(file.path, file.path + ": empty file");
    char head[8] = {};
    const Result<size_t> got = log->ReadAt(0, head, sizeof head);
    if (!got) return counters_.AddFailure(file.path, got.error().message);
    const bool is_bare = std::string_view(head, 8) == kChunkMagic;
    if (!is_bare && std::string_view(head, 8) != kFileMagic)
      return counters_.AddFailure(file.path, file.path + ": no EVTX file header");
    if (!is_bare && size <= kFileHeaderSize)
      counters_.AddFailure(file.path, file.path + ": cut within its header, no events");
    if (file.codec == Codec::kPlain)
      plans_[i] = PlanByIndex(file, log->descriptor(), size, &spec_, kIndexedShape, counters_);
    AddUnits(i, is_bare ? 0 : kFileHeaderSize, size);
  }

  void AddUnits(uint32_t file, uint64_t first_chunk, uint64_t size) {
    size_t part = 0;
    for (uint64_t at = first_chunk; at < size; at += kChunkSize) {
      Unit unit{file, at, nullptr};
      if (plans_[file]) {
        const std::vector<ReadPlan::Extent>& parts = plans_[file]->extents;
        const uint64_t end = std::min(at + kChunkSize, size);
        while (part < parts.size() && parts[part].end <= at) ++part;
        if (part == parts.size() || parts[part].begin >= end) continue;
        if (parts[part].proof && parts[part].begin == at && parts[part].end == end) unit.proof = &parts[part];
      }
      units_.push_back(unit);
    }
  }

  std::vector<InputFile> files_;
  ScanSpec spec_;
  std::vector<std::optional<ReadPlan>> plans_;  // by file; with a side index
  std::vector<Unit> units_;
  std::atomic<size_t> next_{0};
  std::atomic<bool> cancelled_{false};
  ScanCounters counters_;
};

class EvtxWorker final : public ScanWorker {
 public:
  explicit EvtxWorker(EvtxScan& scan) : scan_(scan), filler_(scan.spec()), buffer_(kChunkSize, '\0') {}

  bool Next(Batch& out) override {
    out.Clear();
    arena_.Reset();
    while (out.rows < kBatchRows) {
      if (!in_chunk_ && !StartChunk()) break;
      RecordView record;
      if (!reader_.Next(record)) {
        FinishChunk();
        continue;
      }
      ++seen_;
      Instance event;
      if (!decoder_.DecodeRecord(record.body, record.end, event)) {
        ++skipped_;
        scan_.counters().AddProblem(Place() + ": record " + std::to_string(record.id) + " is broken and was left out");
        continue;
      }
      // A torn write leaves the head of an event: what stands before the damage is evidence.
      if (!flattener_.Flatten(event, decoder_)) {
        const bool usable = flattener_.Find("EventID") != nullptr;
        scan_.counters().AddProblem(
            Place() + ": record " + std::to_string(record.id) +
            (usable ? " is damaged; its fields before the damage are kept" : " is broken and was left out"));
        if (!usable) {
          ++skipped_;
          continue;
        }
      }
      ++kept_;
      filler_.Fill(flattener_, static_cast<int64_t>(record.id), scan_.file(unit_.file).path, arena_, out, out.rows);
      ++out.rows;
    }
    return out.rows > 0;
  }

 private:
  std::string Place() const { return scan_.file(unit_.file).path + ": chunk at byte " + std::to_string(unit_.offset); }

  bool StartChunk() {
    while (scan_.NextUnit(unit_)) {
      if (!log_ || open_file_ != unit_.file) {
        log_.reset();
        std::string ended_by;  // said when the scan was opened
        Result<OpenFile> opened = OpenLog(scan_.file(unit_.file), &ended_by);
        if (!opened) {
          scan_.counters().AddFailure(scan_.file(unit_.file).path, opened.error().message);
          continue;
        }
        log_.emplace(std::move(*opened));
        open_file_ = unit_.file;
      }
      const Result<size_t> got = log_->ReadAt(unit_.offset, buffer_.data(), kChunkSize);
      if (!got) {
        scan_.counters().AddFailure(scan_.file(unit_.file).path, Place() + ": " + got.error().message);
        continue;
      }
      const std::string_view chunk(buffer_.data(), *got);
      if (unit_.proof != nullptr && IsProven(*unit_.proof, chunk)) {
        Count(0, unit_.proof->lines, 0, 0);
        continue;
      }
      if (chunk.substr(0, 8) != kChunkMagic) {
        Count(chunk.size(), 0, 0, 0);
        // Logs are preallocated: chunks not used yet are zero.
        if (chunk.find_first_not_of('\0') != std::string_view::npos) {
          Count(0, 0, 0, 1);
          scan_.counters().AddProblem(Place() + ": no chunk header, left out");
        }
        continue;
      }
      decoder_.Reset(chunk);
      reader_ = ChunkReader(chunk);
      in_chunk_ = true;
      chunk_bytes_ = chunk.size();
      if (chunk.size() < kChunkSize)
        scan_.counters().AddFailure(scan_.file(unit_.file).path,
                                    Place() + ": cut after " + std::to_string(chunk.size()) + " bytes");
      return true;
    }
    return false;
  }

  void FinishChunk() {
    in_chunk_ = false;
    if (reader_.lost() > 0)
      scan_.counters().AddProblem(Place() + ": " + std::to_string(reader_.lost()) +
                                  " damaged stretch(es) between records");
    Count(chunk_bytes_, seen_ + reader_.lost(), kept_, skipped_ + reader_.lost());
    seen_ = kept_ = skipped_ = 0;
  }

  void Count(uint64_t bytes, uint64_t seen, uint64_t kept, uint64_t skipped) {
    ScanCounters& counters = scan_.counters();
    counters.bytes_read += bytes;
    counters.bytes_decoded += bytes;
    counters.records_seen += seen;
    counters.records_kept += kept;
    counters.records_skipped += skipped;
  }

  EvtxScan& scan_;
  ColumnFiller filler_;
  std::string buffer_;
  Arena arena_;
  BinXmlDecoder decoder_;
  ChunkReader reader_{std::string_view()};
  Flattener flattener_;
  Unit unit_{};
  bool in_chunk_ = false;
  std::optional<OpenFile> log_;
  uint32_t open_file_ = 0;
  size_t chunk_bytes_ = 0;
  uint64_t seen_ = 0, kept_ = 0, skipped_ = 0;
};

std::unique_ptr<ScanWorker> EvtxScan::NewWorker() {
  return std::make_unique<EvtxWorker>(*this);
}

class EvtxSource final : public Source {
 public:
  explicit EvtxSource(std::vector<InputFile> files) : files_(std::move(files)) {}
  std::string Describe() const override {
    std::string out = "evtx " + files_.front().path;
    if (files_.size() > 1) out += " and " + std::to_string(files_.size() - 1) + " more";
    return out;
  }
  uint64_t estimated_bytes() const override {
    uint64_t sum = 0;
    for (const InputFile& file : files_) sum += file.bytes;
    return sum;
  }
  Result<std::unique_ptr<Scan>> Open(const ScanSpec& spec) const override {
    return std::unique_ptr<Scan>(std::make_unique<EvtxScan>(files_, spec));
  }
  std::string ExplainWay(const ScanSpec& spec) const override {
    ScanCounters counters;
    for (const InputFile& file : files_) ConsultIndex(file, spec, kIndexedShape, counters);
    const ScanStatistics consulted = counters.Snapshot();
    return consulted.index_blocks > 0 ? "every record; index: " + DescribeIndexUse(consulted) : std::string();
  }

 private:
  std::vector<InputFile> files_;
};

int Sniff(const SniffInput& input) {
  return input.head.substr(0, 8) == kFileMagic || input.head.substr(0, 8) == kChunkMagic ? 100 : 0;
}

std::shared_ptr<const Source> OpenEvtx(std::vector<InputFile> files) {
  return std::make_shared<EvtxSource>(std::move(files));
}

}  // namespace
}  // namespace evtx

QUARRY_DEFINE(ReaderDef, kEvtxReader) = {
    .name = "evtx",
    .doc = "Windows event logs, with System, EventData and UserData as flat fields.",
    .extensions = "evtx",
    .sniff = evtx::Sniff,
    .open = evtx::OpenEvtx,
};

}  // namespace quarry
