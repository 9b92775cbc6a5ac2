// Kinds and layouts of telemetry are recognised from their first records.
#include "bind/mappings/recognize.h"

#include <gtest/gtest.h>

namespace quarry {
namespace {

struct Shipped {
  std::shared_ptr<const Catalog> catalog = *Catalog::Load(QUARRY_SOURCE_DIR "/data");
  SourceMap sources;
  std::shared_ptr<const Mappings> mappings = *Mappings::Load(QUARRY_SOURCE_DIR "/data", sources);
};

TelemetryShape Recognize(std::vector<std::string> events, std::string_view path = "in.ndjson",
                         std::string_view forced = {}, bool untyped = false) {
  static const Shipped shipped;
  return RecognizeTelemetry({events, path, forced, untyped}, *shipped.mappings, *shipped.catalog);
}

const DiscoveredColumn* Column(const TelemetryShape& shape, const std::string& table, std::string_view name) {
  const auto found = shape.columns.find(table);
  if (found == shape.columns.end()) return nullptr;
  for (const DiscoveredColumn& column : found->second) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

TEST(Recognize, WindowsEventsInTheirLayouts) {
  const TelemetryShape nested = Recognize(
      {R"({"EventID":3,"Computer":"WS-1","Channel":"Microsoft-Windows-Sysmon/Operational","EventData":{"Image":"a.exe"}})"});
  EXPECT_EQ(nested.kind, TelemetryKind::kWindows);
  ASSERT_EQ(nested.prefixes.size(), 1u);
  EXPECT_EQ(FormatFieldPath(nested.prefixes[0].PathOf("Image")), "EventData.Image");

  const TelemetryShape flat =
      Recognize({R"({"EventID":1,"Hostname":"WS-1","SourceName":"Microsoft-Windows-Sysmon","Image":"a.exe"})"});
  EXPECT_EQ(flat.kind, TelemetryKind::kWindows);
  EXPECT_EQ(FormatFieldPath(flat.prefixes[0].PathOf("Image")), "Image");
  EXPECT_EQ(FormatFieldPath(flat.record_fields.at("Computer")[0]), "Hostname");

  const TelemetryShape xml = Recognize(
      {R"({"Event":{"System":{"Provider":{"#attributes":{"Name":"P"}},"EventID":{"#text":4688},"Channel":"Security"},"EventData":{"NewProcessName":"x"}}})"});
  EXPECT_EQ(xml.kind, TelemetryKind::kWindows);
  EXPECT_EQ(FormatFieldPath(xml.prefixes[0].PathOf("NewProcessName")), "Event.EventData.NewProcessName");

  const TelemetryShape beats = Recognize({R"({"winlog":{"event_id":1,"channel":"c","event_data":{"Image":"x"}}})"});
  EXPECT_EQ(FormatFieldPath(beats.prefixes[0].PathOf("Image")), "winlog.event_data.Image");
  const TelemetryShape glued =
      Recognize({R"({"winlog.event_id":1,"winlog.channel":"c","winlog.event_data.Image":"x"})"});
  EXPECT_EQ(FormatFieldPath(glued.prefixes[0].PathOf("Image")), "[\"winlog.event_data.Image\"]");
}

TEST(Recognize, FalconEvents) {
  const TelemetryShape shape = Recognize(
      {R"({"event_simpleName":"DnsRequest","aid":"a"})", R"({"event_simpleName":"ProcessRollup2","aid":"a"})"});
  EXPECT_EQ(shape.kind, TelemetryKind::kFalcon);
  EXPECT_EQ(shape.seen_tables, (std::vector<std::string>{"DnsRequest", "ProcessRollup2"}));
}

TEST(Recognize, RowsOfSeveralTables) {
  const TelemetryShape mixed = Recognize({R"({"Table":"DeviceNetworkEvents","RemoteUrl":"a","Extra":1})",
                                          R"({"Table":"DeviceEvents","AdditionalFields":"{\"a\":1}"})"});
  EXPECT_EQ(mixed.kind, TelemetryKind::kDefender);
  EXPECT_TRUE(mixed.table.empty());
  ASSERT_EQ(mixed.discriminators.size(), 1u);
  EXPECT_NE(Column(mixed, "DeviceNetworkEvents", "Extra"), nullptr);
  EXPECT_EQ(Column(mixed, "DeviceEvents", "Extra"), nullptr);
  EXPECT_TRUE(Column(mixed, "DeviceEvents", "AdditionalFields")->json_in_text);

  const TelemetryShape streamed = Recognize(
      {R"({"time":"2026-03-02T09:00:00Z","category":"AdvancedHunting-DeviceNetworkEvents","properties":{"RemoteUrl":"a"}})"});
  EXPECT_EQ(streamed.kind, TelemetryKind::kDefender);
  EXPECT_TRUE(streamed.streaming);
  EXPECT_EQ(FormatFieldPath(streamed.prefixes[0].PathOf("RemoteUrl")), "properties.RemoteUrl");
}

TEST(Recognize, OneTableByNameOrColumns) {
  EXPECT_EQ(Recognize({R"({"RemoteUrl":"a"})"}, "exports/DeviceNetworkEvents.csv").table, "DeviceNetworkEvents");
  const std::string row =
      R"({"Timestamp":"Mar 2, 2026 9:00:00 AM","DeviceName":"d","ActionType":"ConnectionSuccess","RemoteIP":"1.2.3.4","RemotePort":"443","RemoteUrl":"a","InitiatingProcessFileName":"x.exe"})";
  const TelemetryShape shape = Recognize({row}, "export.csv", {}, true);
  EXPECT_EQ(shape.kind, TelemetryKind::kDefender);
  EXPECT_EQ(shape.table, "DeviceNetworkEvents");
  EXPECT_EQ(Recognize({row}, "export.csv", "Mine", true).table, "Mine");
}

TEST(Recognize, AnythingElseIsATableOfItsOwn) {
  const TelemetryShape shape =
      Recognize({R"({"n":1,"r":1,"b":true,"t":"2026-03-02T09:00:00Z","d":{"x":1},"s":"443","m":1})",
                 R"({"n":2,"r":1.5,"b":false,"t":"2026-03-02T09:00:01Z","d":[],"s":"x","m":"y"})"},
                "logs/my-app.ndjson.gz");
  EXPECT_EQ(shape.kind, TelemetryKind::kGeneric);
  EXPECT_EQ(shape.table, "my_app");
  EXPECT_EQ(Column(shape, "", "n")->type, Type::kLong);
  EXPECT_EQ(Column(shape, "", "r")->type, Type::kReal);
  EXPECT_EQ(Column(shape, "", "b")->type, Type::kBool);
  EXPECT_EQ(Column(shape, "", "t")->type, Type::kDateTime);
  EXPECT_EQ(Column(shape, "", "d")->type, Type::kDynamic);
  EXPECT_EQ(Column(shape, "", "s")->type, Type::kString);
  EXPECT_EQ(Column(shape, "", "m")->type, Type::kString);
  const TelemetryShape csv =
      Recognize({R"({"port":"443","code":"007","ratio":"0.5","flag":"true"})"}, "a.csv", {}, true);
  EXPECT_EQ(Column(csv, "", "port")->type, Type::kLong);
  EXPECT_EQ(Column(csv, "", "code")->type, Type::kString);
  EXPECT_EQ(Column(csv, "", "ratio")->type, Type::kReal);
  EXPECT_EQ(Column(csv, "", "flag")->type, Type::kBool);
}

TEST(Recognize, BrokenAndEmptySamplesAreGeneric) {
  EXPECT_EQ(Recognize({}).kind, TelemetryKind::kGeneric);
  EXPECT_EQ(Recognize({"{broken", "[1]"}).kind, TelemetryKind::kGeneric);
  EXPECT_EQ(Recognize({}, "DeviceInfo.json").table, "DeviceInfo");
}

}  // namespace
}  // namespace quarry
