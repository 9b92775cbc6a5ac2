// Side indexes: any bytes as an index of a small file, and an index with bytes changed. Rows may not be lost.
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/check.h"
#include "evtx/writer.h"
#include "readers/index/build_index.h"
#include "readers/reader.h"
#include "target.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  // Places and values of changes to a good index; the second byte of each is the value.
  static constexpr std::string_view kSeeds[] = {std::string_view("\x00\x51\x00\x10", 4),
                                                std::string_view("\x01\xff\x02\x00\x03\x80\x09\x01\x20\x7f", 10),
                                                std::string_view("QIDX\r\n\x1a\n\x01\x00\x00\x00\x00\x00\x00\x00", 16)};
  return kSeeds;
}
}  // namespace quarry::fuzz

namespace {
using namespace quarry;

struct Files {
  const std::string reader;
  std::string folder, data, index, good;
  explicit Files(const std::string& format) : reader(format) {
    char path[] = "/tmp/quarry_index_fuzz_XXXXXX";
    QUARRY_CHECK(::mkdtemp(path) != nullptr);
    folder = path;
    data = folder + "/in." + reader;
    index = data + kIndexSuffix;
    std::ofstream(data, std::ios::binary) << Content();
    IndexBuild build;
    build.file.path = data;
    build.format = *IndexedFormatOf(reader);
    build.file.bytes = 1;
    build.index_path = index;
    build.block_bytes = 1 << 10;
    build.threads = 1;
    QUARRY_CHECK(static_cast<bool>(BuildIndex(build)));
    std::ifstream in(index, std::ios::binary);
    good.assign(std::istreambuf_iterator<char>(in), {});
  }
  std::string Content() const {
    const bool is_csv = reader == "csv";
    std::string text = is_csv ? "Time,Host,Text\n" : "";
    std::vector<evtx_test::Event> events;
    for (int i = 0; i < 400; ++i) {
      const std::string time = "2026-05-01T00:" + std::to_string(10 + i / 8) + ":00Z";
      const std::string host = (i == 333 ? "needle" : "straw") + std::to_string(i);
      if (is_csv)
        text += time + ",\"" + host + "\",\"two\nlines\"\n";
      else
        text += "{\"Time\":\"" + time + "\",\"Host\":\"" + host + "\"}\n";
      evtx_test::Event event;
      event.record_id = static_cast<uint64_t>(i);
      event.data = {{"Time", time}, {"Host", host}, {"Text", std::string(300, static_cast<char>('a' + i % 26))}};
      events.push_back(event);
    }
    return reader == "evtx" ? evtx_test::WriteEvtx(events) : text;
  }
  ~Files() {
    ::unlink(data.c_str());
    ::unlink(index.c_str());
    ::rmdir(folder.c_str());
  }
};

size_t Needles(const Files& files, const std::string& index) {
  std::ofstream(files.index, std::ios::binary | std::ios::trunc) << index;
  InputFile file;
  file.path = files.data;
  file.bytes = 1;
  file.index = files.index;
  ScanSpec spec;
  spec.columns.resize(1);
  spec.columns[0].paths = {{{false, 0, "Host"}}};
  spec.prefilter = LiteralFilter::Literal("needle", true);
  ScanRange range;
  range.paths = {{{false, 0, "Time"}}};
  range.min = Value::Integer(Type::kDateTime, 0);
  range.max = Value::Integer(Type::kDateTime, INT64_MAX);
  spec.ranges = {range};
  Result<std::unique_ptr<Scan>> scan = FindReader(files.reader)->open({file})->Open(spec);
  QUARRY_CHECK(static_cast<bool>(scan));
  const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
  Batch batch;
  batch.columns.emplace_back(Type::kString);
  size_t needles = 0;
  while (worker->Next(batch))
    for (size_t row = 0; row < batch.rows; ++row) needles += batch.columns[0].Get(row).text == "needle333";
  return needles;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Files lines("ndjson"), records("csv"), log("evtx");
  const Files& files = size % 3 == 0 ? lines : size % 3 == 1 ? records : log;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  QUARRY_CHECK(Needles(files, bytes) == 1);
  std::string changed = files.good;
  for (size_t i = 0; i + 3 < size; i += 4) {
    const size_t at = (static_cast<size_t>(data[i]) | static_cast<size_t>(data[i + 2]) << 8) * 13 % changed.size();
    changed[at] = static_cast<char>(data[i + 1]);
  }
  if (size % 5 == 1) changed.resize(changed.size() - size % changed.size());
  QUARRY_CHECK(Needles(files, changed) == 1);
  return 0;
}
