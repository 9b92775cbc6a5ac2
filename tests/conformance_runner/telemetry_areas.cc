// Telemetry: is every file readable, with the records that its index states?
#include "conformance_runner/area.h"
#include "readers/reader.h"

namespace quarry::conformance {
namespace {

struct Totals {
  uint64_t records = 0, skipped = 0;
};

// Reads one input to its end; a pass, or why not.
Verdict ReadInput(const std::string& path, Totals& totals) {
  Result<Recognized> recognized = RecognizeFile(path);
  if (!recognized) return Verdict::Refused(recognized.error().message);
  if (recognized->reader == nullptr) return Verdict::Refused(recognized->why);
  ScanSpec spec;
  ScanColumn event;
  event.kind = ScanColumn::Kind::kEvent;
  event.name = "event";
  event.type = Type::kDynamic;
  spec.columns.push_back(std::move(event));
  Result<std::unique_ptr<Scan>> scan = recognized->reader->open({recognized->file})->Open(spec);
  if (!scan) return Verdict::Refused(scan.error().message);
  Batch batch;
  batch.columns.emplace_back(Type::kDynamic);
  std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
  while (worker->Next(batch)) totals.records += batch.rows;
  totals.skipped += (*scan)->statistics().records_skipped;
  return Verdict::Pass();
}

Verdict Reads(const std::string& path, const JsonNode& row) {
  std::vector<std::string> problems;
  Totals totals;
  for (const std::string& file : ExpandPath(path, problems)) {
    Verdict read = ReadInput(file, totals);
    if (read.kind != Verdict::Kind::kPass) return read;
  }
  if (!problems.empty()) return Verdict::Refused(problems.front());
  const JsonNode* expected = row.Find("records");
  if (expected != nullptr && expected->kind == JsonNode::Kind::kInteger) {
    if (totals.records == static_cast<uint64_t>(expected->integer)) return Verdict::Pass();
    return Verdict::Wrong(std::to_string(totals.records) + " records instead of " + std::to_string(expected->integer));
  }
  if (totals.records == 0) return Verdict::Refused("no record");
  return totals.skipped == 0 ? Verdict::Pass() : Verdict::Refused(std::to_string(totals.skipped) + " records skipped");
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
