#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "evtx/writer.h"
#include "packing.h"
#include "readers/reader.h"

namespace quarry {
extern const ReaderDef kEvtxReader;
namespace {

using evtx_test::Event;
using evtx_test::WriteEvtx;

struct ReadBack {
  std::vector<std::string> events;
  ScanStatistics statistics;
};

class EvtxTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ =
        testing::TempDir() + "/quarry_evtx_" + testing::UnitTest::GetInstance()->current_test_info()->name() + ".evtx";
  }
  void TearDown() override { std::remove(path_.c_str()); }

  std::shared_ptr<const Source> Open(const std::string& content) { return OpenAs(content, InputFile{}); }
  std::shared_ptr<const Source> OpenAs(const std::string& content, InputFile file) {
    std::ofstream(path_, std::ios::binary) << content;
    file.path = path_;
    file.bytes = content.size();
    return kEvtxReader.open({std::move(file)});
  }
  ReadBack Read(const std::string& content, const InputFile& file = {}) {
    ScanSpec spec;
    spec.columns.emplace_back();
    spec.columns[0].kind = ScanColumn::Kind::kEvent;
    spec.columns[0].type = Type::kDynamic;
    auto scan = OpenAs(content, file)->Open(spec);
    EXPECT_TRUE(scan.has_value());
    ReadBack out;
    auto worker = (*scan)->NewWorker();
    Batch batch;
    batch.columns.emplace_back(Type::kDynamic);
    while (worker->Next(batch))
      for (size_t i = 0; i < batch.rows; ++i) out.events.emplace_back(batch.columns[0].Get(i).text);
    out.statistics = (*scan)->statistics();
    return out;
  }

  std::string path_;
};

Event Dns(uint64_t id) {
  Event event;
  event.record_id = id;
  event.event_id = 22;
  event.filetime = 134169000000000000;  // 2026-03-02T04:40:00Z
  event.data = {{"QueryName", "a.workers.dev"}, {"Image", "C:\\Temp\\\xc3\xbc\xf0\x9f\x98\x80.exe"}};
  return event;
}

constexpr std::string_view kDnsJson =
    R"({"Provider_Name":"Microsoft-Windows-Sysmon","EventID":22,"TimeCreated":"2026-03-02T04:40:00.0000000Z","EventRecordID":1,)"
    R"("Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"host.example","QueryName":"a.workers.dev","Image":"C:\\Temp\\ü😀.exe"})";

TEST_F(EvtxTest, FlattensATemplateRecord) {
  const ReadBack read = Read(WriteEvtx({Dns(1)}));
  ASSERT_EQ(read.events.size(), 1u);
  EXPECT_EQ(read.events[0], kDnsJson);
}

TEST_F(EvtxTest, ReadsRecordsWithoutATemplate) {
  Event event = Dns(1);
  event.without_template = true;
  const ReadBack read = Read(WriteEvtx({Dns(1), event}));
  ASSERT_EQ(read.events.size(), 2u);
  EXPECT_NE(read.events[1].find(R"("QueryName":"a.workers.dev")"), std::string::npos);
}

TEST_F(EvtxTest, SharesTemplatesAcrossRecordsAndChunks) {
  std::vector<Event> events;
  for (uint64_t i = 1; i <= 1000; ++i) events.push_back(Dns(i));
  const ReadBack read = Read(WriteEvtx(events));
  EXPECT_EQ(read.events.size(), 1000u);
  EXPECT_EQ(read.statistics.records_seen, 1000u);
  EXPECT_EQ(read.statistics.records_skipped, 0u);
}

TEST_F(EvtxTest, LeavesOutOptionalElementsWithoutAValue) {
  Event event = Dns(1);
  event.null_data = {0};
  const ReadBack read = Read(WriteEvtx({event}));
  ASSERT_EQ(read.events.size(), 1u);
  EXPECT_EQ(read.events[0].find("QueryName"), std::string::npos);
}

TEST_F(EvtxTest, KeepsEmptyValuesApartFromAbsentOnes) {
  Event event = Dns(1);
  event.data[0].second.clear();
  EXPECT_NE(Read(WriteEvtx({event})).events.at(0).find(R"("QueryName":"")"), std::string::npos);
}

TEST_F(EvtxTest, GathersUnnamedData) {
  Event event = Dns(1);
  event.data = {{"", "one"}, {"", "two"}};
  EXPECT_NE(Read(WriteEvtx({event})).events.at(0).find(R"("Data":["one","two"])"), std::string::npos);
}

TEST_F(EvtxTest, SystemNamesWinOverDataOfTheSameName) {
  Event event = Dns(1);
  event.data = {{"Channel", "Security"}};
  const ReadBack read = Read(WriteEvtx({event}));
  EXPECT_NE(read.events.at(0).find(R"("Channel":"Microsoft-Windows-Sysmon/Operational")"), std::string::npos);
  EXPECT_NE(read.events.at(0).find(R"("EventData.Channel":"Security")"), std::string::npos);
}

TEST_F(EvtxTest, FillsTypedColumnsByTheFirstPathThatIsPresent) {
  ScanSpec spec;
  const auto column = [&](std::vector<std::string> names, Type type, bool empty = false) {
    ScanColumn c;
    for (std::string& name : names) c.paths.push_back({JsonStep{false, 0, std::move(name)}});
    c.type = type;
    c.null_as_empty = empty;
    spec.columns.push_back(c);
  };
  column({"DestinationHostname", "QueryName"}, Type::kString);
  column({"EventID"}, Type::kLong);
  column({"TimeCreated"}, Type::kDateTime);
  column({"Missing"}, Type::kString, true);
  column({"Missing"}, Type::kString);
  auto scan = Open(WriteEvtx({Dns(1)}))->Open(spec);
  ASSERT_TRUE(scan.has_value());
  Batch batch;
  for (const ScanColumn& c : spec.columns) batch.columns.emplace_back(c.type);
  auto worker = (*scan)->NewWorker();
  ASSERT_TRUE(worker->Next(batch));
  EXPECT_EQ(batch.columns[0].Get(0).text, "a.workers.dev");
  EXPECT_EQ(batch.columns[1].Get(0).integer, 22);
  EXPECT_EQ(batch.columns[2].Get(0).integer, 639'080'232'000'000'000);
  EXPECT_FALSE(batch.columns[3].Get(0).null);
  EXPECT_TRUE(batch.columns[4].Get(0).null);
  EXPECT_FALSE(worker->Next(batch));
}

TEST_F(EvtxTest, GoesOnAfterDamage) {
  std::vector<Event> events;
  for (uint64_t i = 1; i <= 50; ++i) events.push_back(Dns(i));
  std::string content = WriteEvtx(events);
  const size_t middle = content.find(std::string("\x2a\x2a\0\0", 4), 4096 + 4000);
  ASSERT_NE(middle, std::string::npos);
  content.replace(middle, 16, 16, '\x55');  // the header of one record
  const ReadBack read = Read(content);
  EXPECT_EQ(read.events.size(), 49u);
  EXPECT_EQ(read.statistics.records_skipped, 1u);
  EXPECT_EQ(read.statistics.problems.size(), 1u);
}

TEST_F(EvtxTest, ReadsWhatACutFileHas) {
  std::vector<Event> events;
  for (uint64_t i = 1; i <= 50; ++i) events.push_back(Dns(i));
  const std::string content = WriteEvtx(events);
  const ReadBack read = Read(content.substr(0, 4096 + 8000));
  EXPECT_GT(read.events.size(), 10u);
  EXPECT_LT(read.events.size(), 50u);
  ASSERT_EQ(read.statistics.incomplete.size(), 1u);
  EXPECT_NE(read.statistics.incomplete[0].why.find("cut after"), std::string::npos);
}

TEST_F(EvtxTest, SaysWhyThereIsNothing) {
  EXPECT_NE(Read("").statistics.problems.at(0).find("empty file"), std::string::npos);
  EXPECT_NE(Read("PK not a log").statistics.problems.at(0).find("no EVTX file header"), std::string::npos);
}

// Of a compressed log there is what precedes the damage, or the limit of decoding.
TEST_F(EvtxTest, ReadsWhatPrecedesTheEndOfDecoding) {
  std::vector<Event> events;
  for (uint64_t i = 1; i <= 400; ++i) events.push_back(Dns(i));
  const std::string content = WriteEvtx(events);
  ASSERT_GE(content.size(), 4096u + 2 * 65536);
  InputFile file;
  file.codec = Codec::kZstd;
  file.most_decoded = 4096 + 65536;
  const std::string name = path_;
  const auto has = [](const ReadBack& read, const std::string& text) {
    const std::vector<std::string>& problems = read.statistics.problems;
    return std::find(problems.begin(), problems.end(), text) != problems.end();
  };
  path_ = name + "1";
  const ReadBack limited = Read(Zstd(content), file);
  EXPECT_GT(limited.events.size(), 50u);
  EXPECT_LT(limited.events.size(), 400u);
  EXPECT_TRUE(has(limited, path_ + ": given up after 69632 decoded bytes, as --max-decoded says"));
  std::remove(path_.c_str());

  path_ = name + "2";
  file.most_decoded = content.size();
  EXPECT_EQ(Read(Zstd(content), file).events.size(), 400u);
  std::remove(path_.c_str());

  path_ = name + "3";
  file.codec = Codec::kGzip;
  const std::string packed = Gzip(content);
  const ReadBack cut = Read(packed.substr(0, packed.size() / 2), file);
  EXPECT_GT(cut.events.size(), 50u);
  EXPECT_LT(cut.events.size(), 400u);
  EXPECT_TRUE(has(cut, path_ + ": gzip data ends in the middle"));
}

// Any bytes may be wrong; no input may crash or hang the reader. Seeded, so that a failure can be repeated.
TEST_F(EvtxTest, SurvivesRandomDamage) {
  std::vector<Event> events;
  for (uint64_t i = 1; i <= 60; ++i) events.push_back(Dns(i));
  events[7].without_template = true;
  const std::string content = WriteEvtx(events);
  uint64_t state = 42;
  const auto random = [&] { return state = state * 6364136223846793005ull + 1442695040888963407ull, state >> 33; };
  size_t kept = 0;
  for (int round = 0; round < 200; ++round) {
    std::string damaged = content;
    const size_t changes = 1 + random() % 40;
    for (size_t k = 0; k < changes; ++k) damaged[4096 + random() % 20000] = static_cast<char>(random());
    kept += Read(damaged).events.size();
  }
  EXPECT_GT(kept, 200u);
}

}  // namespace
}  // namespace quarry
