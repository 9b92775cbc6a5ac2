// External entry: SeparateInputs.
#include "import/separate_inputs.h"

#include <algorithm>
#include <map>
#include <utility>

namespace quarry {
namespace {

constexpr uint64_t kMostWaiting = 32 << 20;  // of all new spools together
constexpr int64_t kOthers = -1;

}  // namespace

Result<std::vector<SeparatedSpool>> SeparateInputs(std::unique_ptr<RecordSpool> spool, const std::vector<bool>& alone,
                                                   const std::string& path) {
  std::vector<SeparatedSpool> separated;
  if (std::find(alone.begin(), alone.end(), true) == alone.end()) {
    separated.push_back({std::nullopt, std::move(spool)});
    return separated;
  }
  Result<OpenFile> file = OpenFile::Open(spool->path());
  if (!file) return file.error();
  std::map<int64_t, std::unique_ptr<RecordSpool>> spools;
  std::atomic<uint64_t> waiting{0};
  const auto flush = [&]() -> Result<void> {
    for (auto& [number, to] : spools) {
      if (Result<void> flushed = to->Flush(waiting); !flushed) return flushed;
    }
    return {};
  };
  std::string bytes;
  for (const RecordSpool::Frame& frame : spool->frames()) {
    if (Result<void> read = ReadFrame(*file, frame, bytes); !read) return read.error();
    std::string_view left = bytes;
    SpooledRecord record;
    while (NextRecord(left, record)) {
      std::unique_ptr<RecordSpool>& to = spools[alone[record.file] ? int64_t{record.file} : kOthers];
      if (to == nullptr) to = std::make_unique<RecordSpool>(path + std::to_string(spools.size()));
      if (Result<void> added = to->Append(record, waiting); !added) return added.error();
    }
    if (waiting < kMostWaiting) continue;
    if (Result<void> flushed = flush(); !flushed) return flushed.error();
  }
  if (Result<void> flushed = flush(); !flushed) return flushed.error();
  for (auto& [number, to] : spools) {
    const std::optional<uint32_t> of =
        number == kOthers ? std::nullopt : std::optional<uint32_t>(static_cast<uint32_t>(number));
    separated.push_back({of, std::move(to)});
  }
  return separated;
}

}  // namespace quarry
