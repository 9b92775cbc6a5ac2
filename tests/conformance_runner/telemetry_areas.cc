// Telemetry: is every file readable, with the records that its index states?
#include "conformance_runner/area.h"
#include "readers/reader.h"

namespace quarry::conformance {
namespace {

Verdict Reads(const std::string& path, const JsonNode& row) {
  Result<Recognized> recognized = RecognizeFile(path);
  if (!recognized) return Verdict::Wrong(recognized.error().message);
  if (recognized->reader == nullptr) return Verdict::Refused(recognized->why);
  ScanSpec spec;
  ScanColumn event;
  event.kind = ScanColumn::Kind::kEvent;
  event.name = "event";
  event.type = Type::kDynamic;
  spec.columns.push_back(std::move(event));
  Result<std::unique_ptr<Scan>> scan = recognized->reader->open({recognized->file})->Open(spec);
  if (!scan) return Verdict::Wrong(scan.error().message);
  Batch batch;
  batch.columns.emplace_back(Type::kDynamic);
  uint64_t records = 0;
  std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
  while (worker->Next(batch)) records += batch.rows;
  ScanStatistics statistics = (*scan)->statistics();
  const JsonNode* expected = row.Find("records");
  if (expected != nullptr && expected->kind == JsonNode::Kind::kInteger && records != static_cast<uint64_t>(expected->integer)) {
    return Verdict::Wrong(std::to_string(records) + " records instead of " + std::to_string(expected->integer));
  }
  if (records == 0) return Verdict::Wrong("no record");
  if (expected == nullptr && statistics.records_skipped > 0) {
    return Verdict::Wrong(std::to_string(statistics.records_skipped) + " records skipped");
  }
  return Verdict::Pass();
}

}  // namespace

void AddTelemetryAreas(const std::string& corpus, std::vector<Area>& areas) {
  Area area{"telemetry", {}};
  for (const JsonNode* row : ReadJsonLines(corpus + "/telemetry/index.jsonl")) {
    std::string path = corpus + "/telemetry/" + TextOf(*row, "path");
    area.items.push_back({TextOf(*row, "path"), [path, row] { return Reads(path, *row); }});
  }
  areas.push_back(std::move(area));
}

}  // namespace quarry::conformance
