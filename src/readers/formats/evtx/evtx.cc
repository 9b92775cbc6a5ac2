// Reader of Windows event logs (.evtx). Work is handed out by chunk: each is self-contained, so all workers can
// share one file. Record numbers are the log's own EventRecordIDs.
// Format: [MS-EVEN6] BinXml and the published descriptions of the file and chunk headers.
#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

#include "readers/codec/byte_stream.h"
#include "readers/codec/decode_limit.h"
#include "readers/codec/open_file.h"
#include "readers/codec/spool.h"
#include "readers/formats/evtx/chunk.h"
#include "readers/formats/evtx/columns.h"
#include "readers/reader.h"
#include "scan/counters.h"

namespace quarry {

namespace evtx {
namespace {

constexpr size_t kMaxProblems = 20;

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

// One stretch of work: chunk `index` of file `file`.
struct Unit {
  uint32_t file;
  uint64_t offset;
};

class EvtxScan final : public Scan {
 public:
  EvtxScan(std::vector<InputFile> files, ScanSpec spec) : files_(std::move(files)), spec_(std::move(spec)) {
    statistics_.files = files_.size();
    for (uint32_t i = 0; i < files_.size(); ++i) {
      statistics_.bytes_total += files_[i].bytes;
      uint64_t size = 0;
      for (uint64_t at = FirstChunk(i, size); at < size; at += kChunkSize) units_.push_back({i, at});
    }
  }

  std::unique_ptr<ScanWorker> NewWorker() override;
  int max_workers() const override { return static_cast<int>(std::min<size_t>(units_.size() / 4 + 1, 256)); }
  ScanStatistics statistics() const override {
    std::lock_guard lock(mutex_);
    return statistics_;
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
  void AddProblem(std::string text) {
    std::lock_guard lock(mutex_);
    if (statistics_.problems.size() < kMaxProblems) statistics_.problems.push_back(std::move(text));
  }
  // Of a log that is not read to its end.
  void AddFailure(const std::string& path, const std::string& text, uint64_t most_decoded = 0) {
    std::lock_guard lock(mutex_);
    IncompleteInput failure = MakeIncomplete(path, text, most_decoded);
    if (std::find(statistics_.incomplete.begin(), statistics_.incomplete.end(), failure) !=
        statistics_.incomplete.end())
      return;
    statistics_.problems.push_back(text);
    statistics_.incomplete.push_back(std::move(failure));
  }
  void Count(uint64_t bytes, uint64_t seen, uint64_t kept, uint64_t skipped) {
    std::lock_guard lock(mutex_);
    statistics_.bytes_read += bytes;
    statistics_.bytes_decoded += bytes;
    statistics_.records_seen += seen;
    statistics_.records_kept += kept;
    statistics_.records_skipped += skipped;
  }

 private:
  // Where chunks begin: behind the file header, or at 0 in a file of bare chunks. Files that are neither are a problem.
  // `size` is of the decoded file, 0 when there is nothing to read.
  uint64_t FirstChunk(uint32_t i, uint64_t& size) {
    const InputFile& file = files_[i];
    const auto problem = [&](const std::string& text) {
      AddFailure(file.path, text);
      size = 0;
      return 0;
    };
    std::string ended_by;
    Result<OpenFile> log = OpenLog(file, &ended_by);
    if (!log) return problem(log.error().message);
    size = log->size();
    const bool reached_limit = size == DecodeLimit(file).Most(file.bytes);
    if (!ended_by.empty()) AddFailure(file.path, ended_by, reached_limit ? size : 0);
    if (size == 0) return problem(file.path + ": empty file");
    char head[8] = {};
    const Result<size_t> got = log->ReadAt(0, head, sizeof head);
    if (!got) return problem(got.error().message);
    if (std::string_view(head, 8) == kChunkMagic) return 0;
    if (std::string_view(head, 8) != kFileMagic) return problem(file.path + ": no EVTX file header");
    if (size <= kFileHeaderSize) AddFailure(file.path, file.path + ": cut within its header, no events");
    return kFileHeaderSize;
  }

  std::vector<InputFile> files_;
  ScanSpec spec_;
  std::vector<Unit> units_;
  std::atomic<size_t> next_{0};
  std::atomic<bool> cancelled_{false};
  mutable std::mutex mutex_;
  ScanStatistics statistics_;
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
        scan_.AddProblem(Place() + ": record " + std::to_string(record.id) + " is broken and was left out");
        continue;
      }
      // A torn write leaves the head of an event: what stands before the damage is evidence.
      if (!flattener_.Flatten(event, decoder_)) {
        const bool usable = flattener_.Find("EventID") != nullptr;
        scan_.AddProblem(
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
          scan_.AddFailure(scan_.file(unit_.file).path, opened.error().message);
          continue;
        }
        log_.emplace(std::move(*opened));
        open_file_ = unit_.file;
      }
      const Result<size_t> got = log_->ReadAt(unit_.offset, buffer_.data(), kChunkSize);
      if (!got) {
        scan_.AddFailure(scan_.file(unit_.file).path, Place() + ": " + got.error().message);
        continue;
      }
      const std::string_view chunk(buffer_.data(), *got);
      if (chunk.substr(0, 8) != kChunkMagic) {
        scan_.Count(chunk.size(), 0, 0, 0);
        // Logs are preallocated: chunks not used yet are zero.
        if (chunk.find_first_not_of('\0') != std::string_view::npos) {
          scan_.Count(0, 0, 0, 1);
          scan_.AddProblem(Place() + ": no chunk header, left out");
        }
        continue;
      }
      decoder_.Reset(chunk);
      reader_ = ChunkReader(chunk);
      in_chunk_ = true;
      chunk_bytes_ = chunk.size();
      if (chunk.size() < kChunkSize)
        scan_.AddFailure(scan_.file(unit_.file).path,
                         Place() + ": cut after " + std::to_string(chunk.size()) + " bytes");
      return true;
    }
    return false;
  }

  void FinishChunk() {
    in_chunk_ = false;
    if (reader_.lost() > 0)
      scan_.AddProblem(Place() + ": " + std::to_string(reader_.lost()) + " damaged stretch(es) between records");
    scan_.Count(chunk_bytes_, seen_ + reader_.lost(), kept_, skipped_ + reader_.lost());
    seen_ = kept_ = skipped_ = 0;
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
