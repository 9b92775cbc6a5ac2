// With a side index a scan of event logs gives the events that it gives without, and says of damage what it says
// without, whatever stands in the events and whatever happened to the file before it was indexed or since.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "evtx/writer.h"
#include "index_questions.h"
#include "packing.h"
#include "readers/formats/evtx/chunk.h"
#include "scan/counters.h"

namespace quarry {
namespace {

using evtx_test::Event;
using evtx_test::WriteEvtx;

constexpr uint64_t kMay2026 = 134'220'672'000'000'000;  // 2026-05-01T00:00:00Z

std::string Noise(std::mt19937& random, size_t size) {
  std::string text;
  while (text.size() < size) text += "0123456789abcdefghijklmnopqrstuvwxyz .-"[random() % 39];
  return text;
}

// Events whose times ascend, some hundred a chunk.
std::vector<Event> Events(std::mt19937& random, int count) {
  std::vector<Event> events;
  for (int i = 0; i < count; ++i) {
    Event event;
    event.record_id = static_cast<uint64_t>(i) + 1;
    event.event_id = 1 + static_cast<uint32_t>(random() % 30);
    event.filetime = kMay2026 + static_cast<uint64_t>(i) * 60 * 10'000'000;
    CivilTime day;
    day.year = 2026;
    day.month = 5;
    day.day = 1;
    std::string when = FormatDateTime(FromCivil(day) + i * kTicksPerMinute);
    if (random() % 300 == 0) when = random() % 2 ? "5/1/2026, 3:10:00 AM" : "soon";
    std::string url = "https://login.example/" + std::to_string(random() % 900);
    if (random() % 100 == 0) url.replace(8, 5, random() % 2 ? "NeedleInHay" : "two\nneedleinhay");
    if (random() % 400 == 0) url += "/escaped";
    const std::string device =
        random() % 40 ? "wks-" + std::to_string(1400 + random() % 100) : "caf\xc3\xa9-" + std::to_string(i);
    event.data = {{"Timestamp", when},
                  {"RemoteUrl", url},
                  {"DeviceName", device},
                  {"Text", Noise(random, 100 + random() % 400)},
                  {"Channel", "not the log's"}};
    if (random() % 10 == 0) event.data.emplace_back("", "unnamed " + std::to_string(random() % 5));
    if (random() % 50 == 0) event.data.emplace_back("Odd\x01name " + std::to_string(random() % 3), "a\tb\x02\"c\\d");
    if (random() % 7 == 0) event.null_data = {random() % 5};
    event.without_template = random() % 20 == 0;
    events.push_back(std::move(event));
  }
  return events;
}

// What real files show, in some of the chunks.
void Damage(std::string& log, std::mt19937& random) {
  const size_t chunks = (log.size() - evtx::kFileHeaderSize) / evtx::kChunkSize;
  for (size_t i = 0; i < chunks; ++i) {
    const size_t at = evtx::kFileHeaderSize + i * evtx::kChunkSize;
    switch (random() % 12) {
      case 0:  // no chunk header
        log[at + random() % 8] ^= 1;
        break;
      case 1:  // bytes changed anywhere
        for (unsigned changes = 1 + random() % 40; changes > 0; --changes)
          log[at + random() % evtx::kChunkSize] = static_cast<char>(random());
        break;
      case 2:  // a stretch that was never written
        log.replace(at + 4096, 8192, std::string(8192, '\0'));
        break;
      case 3:  // a chunk that is not used yet
        log.replace(at, evtx::kChunkSize, std::string(evtx::kChunkSize, '\0'));
        break;
      case 4:  // a dirty header: where free space begins is stale
        log.replace(at + 48, 4, std::string("\x00\x02\0\0", 4));
        break;
      default:
        break;
    }
  }
}

uint64_t ExpectTheSame(const InputFile& file, const InputFile& indexed, const std::string& when) {
  const ReaderDef* const reader = FindReader("evtx");
  const auto plain = reader->open({file}), with = reader->open({indexed});
  const uint64_t left_out = ExpectTheSameAnswers(*plain, *with, when);
  // What is damaged is read, whatever is asked for.
  ScanSpec spec = Questions().front().spec;
  const ScanStatistics a = ScanAll(*plain, spec).statistics, b = ScanAll(*with, spec).statistics;
  if (a.problems.size() < ScanCounters::kMaxProblems) {
    EXPECT_EQ(a.problems, b.problems) << when;
  }
  EXPECT_EQ(a.records_skipped, b.records_skipped) << when;
  EXPECT_EQ(a.incomplete, b.incomplete) << when;
  return left_out;
}
uint64_t ExpectTheSame(const std::string& path, const std::string& when) {
  return ExpectTheSame(FileOf(path), WithIndex(path), when);
}

TEST(EvtxSideIndex, LeavesOutWhatCannotMatch) {
  std::mt19937 random(1);
  const TemporaryFolder folder;
  std::vector<Event> events = Events(random, 3000);
  for (Event& event : events) event.without_template = false;  // those have a time of their own
  const std::string path = folder.Write("in.evtx", WriteEvtx(events));
  const IndexReport report = Build(path, IndexedFormat::kEvtx);
  EXPECT_EQ(report.lines, 3000U);
  EXPECT_GT(report.blocks, 20U);
  const auto source = FindReader("evtx")->open({WithIndex(path)});
  for (const Question& question : Questions()) {
    if (question.name == "letters beyond ASCII") continue;  // in every chunk
    const ScanStatistics statistics = ScanAll(*source, question.spec).statistics;
    EXPECT_EQ(statistics.index_blocks, report.blocks);
    EXPECT_LT(statistics.index_blocks_read, report.blocks * 7 / 8) << question.name;
    EXPECT_EQ(statistics.bytes_read, statistics.index_blocks_read * evtx::kChunkSize) << question.name;
    EXPECT_EQ(statistics.records_seen, 3000U) << question.name;
    EXPECT_TRUE(statistics.index_notes.empty()) << statistics.index_notes[0];
  }
  ScanSpec spec;
  spec.columns = {Field("TimeCreated", Type::kDateTime), Special(ScanColumn::Kind::kRecord)};
  spec.ranges = {Between("TimeCreated", "2026-05-01T03:00:00Z", "2026-05-01T03:20:00Z")};
  const Scanned hour = ScanAll(*source, spec);
  EXPECT_LT(hour.statistics.index_blocks_read, 3U);
  EXPECT_NE(std::find(hour.rows.begin(), hour.rows.end(), "\"2026-05-01T03:10:00.0000000Z\" | 191"), hour.rows.end());
  // A path of two steps is a flat name with a point.
  spec.ranges = {Between("EventData.Channel", "2026-05-01T03:00:00Z", "2026-05-01T03:20:00Z")};
  EXPECT_EQ(ScanAll(*source, spec).statistics.index_blocks_read, report.blocks);  // it has no times
  spec.ranges = {Between("EventData.Nothing", "2026-05-01T03:00:00Z", "2026-05-01T03:20:00Z")};
  EXPECT_EQ(ScanAll(*source, spec).statistics.index_blocks_read, 0U);
}

TEST(EvtxSideIndex, ChangesNoAnswerWhateverIsDamaged) {
  uint64_t left_out = 0;
  for (int round = 0; round < Rounds(); ++round) {
    std::mt19937 random(static_cast<unsigned>(round));
    std::string log = WriteEvtx(Events(random, 1500));
    if (round % 4 != 0) Damage(log, random);
    if (round % 4 == 1) log.resize(log.size() - random() % evtx::kChunkSize);
    if (round % 4 == 2) log.erase(0, evtx::kFileHeaderSize);  // chunks without a file
    if (round % 4 == 2 && !log.starts_with(evtx::kChunkMagic)) log.replace(0, 8, evtx::kChunkMagic);
    if (round % 4 == 3) log += std::string(evtx::kChunkSize * 2, '\0');
    const TemporaryFolder folder;
    const std::string path = folder.Write("in.evtx", log);
    Build(path, IndexedFormat::kEvtx);
    ExpectSound(path);
    left_out += ExpectTheSame(path, "in round " + std::to_string(round));
    if (HasFailure()) return;
  }
  EXPECT_GT(left_out, 0U);
}

// Any part of any field, and of the event as JSON, is found by it.
TEST(EvtxSideIndex, HasWhateverALiteralMayMatch) {
  std::mt19937 random(5);
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.evtx", WriteEvtx(Events(random, 600)));
  Build(path, IndexedFormat::kEvtx);
  const auto source = FindReader("evtx")->open({WithIndex(path)});
  ScanSpec spec;
  spec.columns = {Special(ScanColumn::Kind::kEvent)};
  const std::vector<std::string> events = ScanAll(*source, spec).rows;
  ASSERT_EQ(events.size(), 600U);
  const int rounds = Rounds() * 30;
  for (int round = 0; round < rounds; ++round) {
    const std::string& event = events[random() % events.size()];
    const size_t from = random() % event.size();
    spec.prefilter = LiteralFilter::Literal(event.substr(from, 4 + random() % 20), round % 2 == 0);
    const std::vector<std::string> got = ScanAll(*source, spec).rows;
    ASSERT_NE(std::find(got.begin(), got.end(), event), got.end()) << spec.prefilter.literal;
  }
}

TEST(EvtxSideIndex, ChangesNoAnswerWhateverHappensToTheFile) {
  for (int round = 0; round < (Rounds() + 1) / 2; ++round) {
    std::mt19937 random(static_cast<unsigned>(round) + 100);
    const std::vector<Event> events = Events(random, 1200);
    const std::string log = WriteEvtx({events.begin(), events.begin() + 900});
    const TemporaryFolder folder;
    const std::string path = folder.Write("in.evtx", log);
    Build(path, IndexedFormat::kEvtx);
    struct stat before{};
    ASSERT_EQ(::stat(path.c_str(), &before), 0);
    folder.Write("in.evtx", log);
    RestoreTimes(path, before);
    EXPECT_GT(ExpectTheSame(path, "after it was touched"), 0U);
    folder.Write("in.evtx", WriteEvtx(events));
    ExpectTheSame(path, "after it has grown");
    folder.Write("in.evtx", log.substr(0, log.size() / 2));
    ExpectTheSame(path, "after it was cut short");
    std::string changed = log;
    Damage(changed, random);
    folder.Write("in.evtx", changed);
    ExpectTheSame(path, "after it was changed");
    RestoreTimes(path, before);
    ExpectTheSame(path, "after it was changed under its old time");
    if (HasFailure()) return;
  }
}

TEST(EvtxSideIndex, ChangesNoAnswerWhateverHappensToTheIndex) {
  std::mt19937 random(3);
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.evtx", WriteEvtx(Events(random, 1000)));
  Build(path, IndexedFormat::kEvtx);
  const std::string index = Content(path + kIndexSuffix);
  const auto source = FindReader("evtx")->open({WithIndex(path)});
  const Question question = Questions()[4];
  const size_t expected = Passing(ScanAll(*source, question.spec).rows, question.has).size();
  ASSERT_GT(expected, 0U);
  uint64_t notes = 0;
  for (int round = 0; round < Rounds() * 10; ++round) {
    std::string damaged = index;
    if (round % 4 == 0)
      damaged.resize(random() % damaged.size());
    else
      damaged[random() % damaged.size()] ^= static_cast<char>(1U << (random() % 8));
    folder.Write("in.evtx" + std::string(kIndexSuffix), damaged);
    const Scanned got = ScanAll(*source, question.spec);
    ASSERT_EQ(Passing(got.rows, question.has).size(), expected) << "round " << round;
    notes += got.statistics.index_notes.size();
  }
  EXPECT_GT(notes, 0U);
}

TEST(EvtxSideIndex, IsRenewedAsTheFileGrows) {
  std::mt19937 random(11);
  const std::vector<Event> events = Events(random, 2000);
  const TemporaryFolder folder;
  std::string path;
  for (const int count : {700, 1300, 2000}) {
    path = folder.Write("in.evtx", WriteEvtx({events.begin(), events.begin() + count}));
    if (count == 700) {
      Build(path, IndexedFormat::kEvtx);
      continue;
    }
    const IndexReport report = Renew(path, IndexedFormat::kEvtx);
    EXPECT_GT(report.kept_blocks, 2U);
    EXPECT_LT(report.kept_blocks, report.blocks);
    EXPECT_EQ(report.lines, static_cast<uint64_t>(count));
    ExpectSound(path);
    EXPECT_GT(ExpectTheSame(path, "of " + std::to_string(count)), 0U);
  }
}

TEST(EvtxSideIndex, LeavesOutCompressedLogsAsAWhole) {
  std::mt19937 random(12);
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.evtx.gz", Gzip(WriteEvtx(Events(random, 500))));
  IndexBuild build;
  build.format = IndexedFormat::kEvtx;
  build.file = FileOf(path, Codec::kGzip);
  build.index_path = path + kIndexSuffix;
  const Result<IndexReport> report = BuildIndex(build);
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->lines, 500U);
  InputFile indexed = build.file;
  indexed.index = build.index_path;
  EXPECT_GT(ExpectTheSame(build.file, indexed, "compressed"), 0U);
  ScanSpec none = Questions().back().spec;
  const ScanStatistics statistics = ScanAll(*FindReader("evtx")->open({indexed}), none).statistics;
  EXPECT_EQ(statistics.bytes_read, 0U);
  EXPECT_EQ(statistics.files, 1U);
}

TEST(EvtxSideIndex, IsOfLogsOnly) {
  const TemporaryFolder folder;
  IndexBuild build;
  build.format = IndexedFormat::kEvtx;
  build.file = FileOf(folder.Write("in.evtx", "no log"));
  build.index_path = folder.path() + "/in.qidx";
  const Result<IndexReport> report = BuildIndex(build);
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().message.find("no EVTX file header"), std::string::npos);
}

}  // namespace
}  // namespace quarry
