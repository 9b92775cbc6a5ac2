// Every query of data/mappings binds, and its plan is sound.
#include <gtest/gtest.h>

#include "bind/mappings/recognize.h"
#include "bind/mappings/telemetry_tables.h"

namespace quarry {
namespace {

class UnopenedSource : public Source {
 public:
  std::string Describe() const override { return "ndjson test"; }
  uint64_t estimated_bytes() const override { return 0; }
  Result<std::unique_ptr<Scan>> Open(const ScanSpec&) const override { return Error{"only planned, never opened"}; }
};

TEST(Mappings, EveryViewBinds) {
  SourceMap sources;
  const std::shared_ptr<const Catalog> catalog = *Catalog::Load(QUARRY_SOURCE_DIR "/data");
  const std::shared_ptr<const Mappings> mappings = *Mappings::Load(QUARRY_SOURCE_DIR "/data", sources);
  const std::pair<TelemetryKind, std::string> kinds[] = {
      {TelemetryKind::kWindows,
       R"({"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","EventData":{"Image":"x"}})"},
      {TelemetryKind::kFalcon, R"({"event_simpleName":"DnsRequest","aid":"a"})"},
      {TelemetryKind::kDefender, R"({"Table":"DeviceInfo","DeviceName":"d"})"},
  };
  for (const auto& [kind, event] : kinds) {
    TelemetryTables tables(catalog, mappings, sources);
    const std::vector<std::string> events = {event};
    tables.Add({RecognizeTelemetry({events, "in.ndjson", {}, false}, *mappings, *catalog),
                std::make_shared<UnopenedSource>()});
    ASSERT_EQ(tables.sources()[0].shape.kind, kind);
    ColumnIds ids;
    for (const View& view : mappings->views()) {
      if (!view.from_tables && view.from != kind) continue;
      if (view.from_tables && kind == TelemetryKind::kWindows) continue;
      DiagnosticList diagnostics;
      EventsRequest request;
      request.fields = {"#event_simpleName", "CommandLine", "Image"};
      request.whole_event = true;
      std::vector<RelPtr> plans;
      if (!view.table.empty()) plans.push_back(tables.FindTable(view.table, {}, ids, diagnostics));
      if (!view.events.empty()) {
        request.event_names = view.events;
        for (const OpenEvents& found : tables.FindEvents(Lang::kCql, request, {}, ids, diagnostics))
          plans.push_back(found.plan);
      }
      for (const std::string& category : view.categories) {
        request.category = category;
        for (const OpenEvents& found : tables.FindEvents(Lang::kSigma, request, {}, ids, diagnostics))
          plans.push_back(found.plan);
      }
      for (const Diagnostic& d : diagnostics.items()) ADD_FAILURE() << RenderText(d, sources);
      EXPECT_FALSE(plans.empty());
      for (const RelPtr& plan : plans) {
        ASSERT_NE(plan, nullptr);
        EXPECT_EQ(ValidatePlan(*plan), "");
      }
    }
  }
}

}  // namespace
}  // namespace quarry
