// TelemetryTables over sources that are planned and never opened.
#include "bind/mappings/telemetry_tables.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bind/mappings/recognize.h"

namespace quarry {
namespace {

class NamedSource : public Source {
 public:
  std::string Describe() const override { return "ndjson test"; }
  uint64_t estimated_bytes() const override { return 0; }
  Result<std::unique_ptr<Scan>> Open(const ScanSpec&) const override { return Error{"only planned, never opened"}; }
};

class TelemetryTablesTest : public ::testing::Test {
 protected:
  TelemetryTablesTest()
      : catalog_(*Catalog::Load(QUARRY_SOURCE_DIR "/data")),
        mappings_(*Mappings::Load(QUARRY_SOURCE_DIR "/data", sources_)),
        tables_(catalog_, mappings_, sources_) {}

  void Add(std::vector<std::string> events, std::string_view path = "in.ndjson") {
    tables_.Add(
        {RecognizeTelemetry({events, path, {}, false}, *mappings_, *catalog_), std::make_shared<NamedSource>()});
  }
  RelPtr Table(std::string_view name) { return tables_.FindTable(name, {}, ids_, diagnostics_); }
  // A plan that its validator accepts.
  static void ExpectSound(const RelPtr& plan) {
    ASSERT_NE(plan, nullptr);
    EXPECT_EQ(ValidatePlan(*plan), "");
  }

  SourceMap sources_;
  std::shared_ptr<const Catalog> catalog_;
  std::shared_ptr<const Mappings> mappings_;
  TelemetryTables tables_;
  ColumnIds ids_;
  DiagnosticList diagnostics_;
};

TEST_F(TelemetryTablesTest, KnownTablesAreEmptyWithoutDataAndOthersAreUnknown) {
  const RelPtr empty = Table("DeviceInfo");
  ExpectSound(empty);
  EXPECT_EQ(empty->kind, Rel::Kind::kValues);
  EXPECT_TRUE(empty->rows.empty());
  EXPECT_EQ(Table("NoSuchTable"), nullptr);
  EXPECT_FALSE(diagnostics_.has_errors());
}

TEST_F(TelemetryTablesTest, StreamedRowsAreToldApartByCategory) {
  Add({R"({"time":"2026-03-02T09:00:00Z","category":"AdvancedHunting-DeviceInfo","properties":{"DeviceName":"d"}})"});
  const RelPtr table = Table("DeviceInfo");
  ExpectSound(table);
  EXPECT_NE(PrintPlan(*table).find("\"AdvancedHunting-DeviceInfo\""), std::string::npos) << PrintPlan(*table);
  EXPECT_EQ(table->output[0].name, "Timestamp");
}

TEST_F(TelemetryTablesTest, FilesOfOneTableAreUnionedByColumnName) {
  Add({R"({"a":1,"b":"x"})"}, "one/log.ndjson");
  Add({R"({"b":"y","c":2.5,"a":"text"})"}, "two/log.ndjson");
  const RelPtr table = Table("log");
  ExpectSound(table);
  ASSERT_EQ(table->kind, Rel::Kind::kUnion);
  ASSERT_EQ(table->output.size(), 3u);
  EXPECT_EQ(table->output[0].type, Type::kString);  // a number here, text there
  EXPECT_EQ(table->output[2].type, Type::kReal);
}

TEST_F(TelemetryTablesTest, EventsOfAllSourcesAreOne) {
  Add({R"({"event_simpleName":"DnsRequest","aid":"a","timestamp":"1772442000000"})"});
  Add({R"({"msg":"hello","host":{"name":"h"}})"}, "app.ndjson");
  EventsRequest request;
  request.fields = {"@timestamp", "host.name", "@rawstring"};
  request.whole_event = true;
  request.origin = true;
  const std::vector<OpenEvents> events = tables_.FindEvents(Lang::kCql, request, {}, ids_, diagnostics_);
  ASSERT_EQ(events.size(), 1u);
  ExpectSound(events[0].plan);
  EXPECT_EQ(events[0].fields.size(), 3u);
  for (const auto& [name, id] : events[0].fields) EXPECT_NE(FindOutput(*events[0].plan, id), nullptr) << name;
  EXPECT_NE(FindOutput(*events[0].plan, events[0].event), nullptr);
  EXPECT_NE(FindOutput(*events[0].plan, events[0].file), nullptr);
  EXPECT_TRUE(events[0].notes.empty());
}

TEST_F(TelemetryTablesTest, ProcessFieldsAreFilledOnlyWhenAskedFor) {
  Add({R"({"event_simpleName":"DnsRequest","aid":"a","ContextProcessId":"1"})"});
  EventsRequest request;
  request.fields = {"DomainName", "CommandLine"};
  const std::vector<OpenEvents> filled = tables_.FindEvents(Lang::kCql, request, {}, ids_, diagnostics_);
  ASSERT_EQ(filled.size(), 1u);
  ExpectSound(filled[0].plan);
  ASSERT_EQ(filled[0].notes.size(), 1u);
  EXPECT_NE(filled[0].notes[0].find("`CommandLine`"), std::string::npos);
  EXPECT_EQ(filled[0].fields.size(), 2u);
  request.fields = {"DomainName"};
  EXPECT_TRUE(tables_.FindEvents(Lang::kCql, request, {}, ids_, diagnostics_)[0].notes.empty());
  request.fields = {"CommandLine"};
  request.event_names = {"ProcessRollup2"};
  EXPECT_TRUE(tables_.FindEvents(Lang::kCql, request, {}, ids_, diagnostics_)[0].notes.empty());
}

TEST_F(TelemetryTablesTest, LogSourcesThatNobodyDeliversGiveNothing) {
  Add({R"({"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","EventData":{"Image":"x"}})"});
  EventsRequest request;
  request.fields = {"Image"};
  request.category = "process_creation";
  request.product = "windows";
  EXPECT_EQ(tables_.FindEvents(Lang::kSigma, request, {}, ids_, diagnostics_).size(), 1u);
  request.product = "linux";
  EXPECT_TRUE(tables_.FindEvents(Lang::kSigma, request, {}, ids_, diagnostics_).empty());
  request.product = "windows";
  request.category = "antivirus";
  EXPECT_TRUE(tables_.FindEvents(Lang::kSigma, request, {}, ids_, diagnostics_).empty());
}

TEST_F(TelemetryTablesTest, SourcesSayWhatTheyDeliver) {
  Add({R"({"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","EventData":{"Image":"x"}})"},
      "logs/sysmon.ndjson");
  const std::vector<std::string> tables = tables_.TablesOf(tables_.sources()[0].shape);
  EXPECT_EQ(tables[0], "Windows");
  EXPECT_NE(std::find(tables.begin(), tables.end(), "DeviceNetworkEvents"), tables.end());
  EXPECT_NE(std::find(tables.begin(), tables.end(), "DnsRequest"), tables.end());
  ExpectSound(Table("sysmon"));
}

}  // namespace
}  // namespace quarry
