// One EVTX chunk: records, BinXML, flattening.
#include <string>

#include "evtx/writer.h"
#include "readers/formats/evtx/chunk.h"
#include "readers/formats/evtx/flatten.h"
#include "target.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static const std::string kFile = [] {
    std::vector<evtx_test::Event> events;
    for (uint64_t i = 1; i <= 3; ++i) {
      evtx_test::Event event;
      event.record_id = i;
      event.filetime = 134169000000000000;
      event.without_template = i == 2;
      event.data = {{"QueryName", "a.workers.dev"}, {"", "unnamed"}, {"Channel", "x"}};
      events.push_back(event);
    }
    return evtx_test::WriteEvtx(events);
  }();
  // The records alone: most of a chunk is free space.
  static const std::string_view kSeeds[] = {std::string_view(kFile).substr(4096, 4096)};
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  if (size > evtx::kChunkSize) return 0;
  const std::string chunk(reinterpret_cast<const char*>(data), size);
  evtx::BinXmlDecoder decoder;
  decoder.Reset(chunk);
  evtx::Flattener flattener;
  evtx::ChunkReader reader(chunk);
  evtx::RecordView record;
  while (reader.Next(record)) {
    evtx::Instance event;
    if (decoder.DecodeRecord(record.body, record.end, event)) flattener.Flatten(event, decoder);
    std::string json;
    flattener.AppendJson(json);
  }
  return 0;
}
