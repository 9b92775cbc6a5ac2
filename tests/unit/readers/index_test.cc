// With a side index a scan gives the rows that it gives without, whatever stands in the lines and whatever happened to
// file or index since.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "index_questions.h"
#include "json_lines.h"

namespace quarry {
namespace {

// Lines of which most are of one kind and times ascend, damaged at random; some hold what is looked for.
std::string Lines(std::mt19937& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    std::string one = Ascending(std::string(kTelemetryLines[random() % 4 ? 0 : random() % kTelemetryLines.size()]), i);
    if (random() % 60 == 0) {
      const size_t at = one.find("login");
      if (at != std::string::npos) one.replace(at, 5, random() % 2 ? "NeedleInHay" : "needl\\u0065inhay");
    }
    if (random() % 3 == 0)
      for (unsigned changes = random() % 4; changes > 0; --changes) Mutate(one, random);
    text += one + (random() % 50 == 0 ? "\r\n" : "\n");
  }
  return text;
}

uint64_t ExpectTheSame(const std::string& path, const std::string& when) {
  const ReaderDef* const reader = FindReader("ndjson");
  return ExpectTheSameAnswers(*reader->open({FileOf(path)}), *reader->open({WithIndex(path)}), when);
}

TEST(SideIndex, LeavesOutWhatCannotMatch) {
  std::mt19937 random(7);
  const TemporaryFolder folder;
  const std::string text = Lines(random, 4000);
  const std::string path = folder.Write("in.ndjson", text);
  const IndexReport report = Build(path);
  EXPECT_GT(report.blocks, 100U);
  EXPECT_EQ(report.lines, static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n')));
  const auto source = FindReader("ndjson")->open({WithIndex(path)});
  for (const Question& question : Questions()) {
    const ScanStatistics statistics = ScanAll(*source, question.spec).statistics;
    EXPECT_EQ(statistics.index_blocks, report.blocks);
    EXPECT_LT(statistics.index_blocks_read, report.blocks * 3 / 4) << question.name;
    EXPECT_TRUE(statistics.index_notes.empty()) << statistics.index_notes[0];
  }
  ScanSpec none = Questions().back().spec;
  const ScanStatistics statistics = ScanAll(*source, none).statistics;
  EXPECT_EQ(statistics.index_blocks_read, 0U);
  EXPECT_EQ(statistics.bytes_read, 0U);
}

TEST(SideIndex, ChangesNoAnswerWhateverStandsInTheLines) {
  uint64_t left_out = 0;
  for (int round = 0; round < Rounds(); ++round) {
    std::mt19937 random(static_cast<unsigned>(round));
    std::string text = Lines(random, 1000);
    if (round % 3 == 1) text.pop_back();
    if (round % 3 == 2) text.insert(0, "\xef\xbb\xbf");
    const TemporaryFolder folder;
    const std::string path = folder.Write("in.ndjson", text);
    Build(path);
    left_out += ExpectTheSame(path, "in round " + std::to_string(round));
    if (HasFailure()) return;
  }
  EXPECT_GT(left_out, 0U);
}

TEST(SideIndex, ChangesNoAnswerWhateverHappensToTheFile) {
  for (int round = 0; round < Rounds(); ++round) {
    std::mt19937 random(static_cast<unsigned>(round) + 100);
    std::string text = Lines(random, 600);
    if (round % 2) text.pop_back();
    const TemporaryFolder folder;
    const std::string path = folder.Write("in.ndjson", text);
    Build(path);
    struct stat before{};
    ASSERT_EQ(::stat(path.c_str(), &before), 0);
    const std::string more = Lines(random, 100);
    folder.Write("in.ndjson", text + more);
    ExpectTheSame(path, "after it has grown");
    folder.Write("in.ndjson", text.substr(0, text.size() * 2 / 3));
    ExpectTheSame(path, "after it was cut short");
    std::string changed = text;
    for (int i = 0; i < 30; ++i) {
      const size_t at = changed.find("login", random() % changed.size());
      if (at != std::string::npos && at > kIdentityBytes && at + kIdentityBytes < changed.size())
        changed.replace(at, 11, "needleinhay");
    }
    folder.Write("in.ndjson", changed);
    ExpectTheSame(path, "after it was changed");
    RestoreTimes(path, before);
    ExpectTheSame(path, "after it was changed under its old time");
    folder.Write("in.ndjson", changed + more);
    ExpectTheSame(path, "after it was changed and has grown");
    if (HasFailure()) return;
  }
}

TEST(SideIndex, ChangesNoAnswerWhateverHappensToTheIndex) {
  std::mt19937 random(3);
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.ndjson", Lines(random, 600));
  Build(path);
  const std::string index = Content(path + kIndexSuffix);
  uint64_t notes = 0;
  const auto source = FindReader("ndjson")->open({WithIndex(path)});
  const auto plain = FindReader("ndjson")->open({FileOf(path)});
  const Question question = Questions()[4];
  const size_t expected = Passing(ScanAll(*plain, question.spec).rows, question.has).size();
  for (int round = 0; round < Rounds() * 40; ++round) {
    std::string damaged = index;
    if (round % 4 == 0)
      damaged.resize(random() % damaged.size());
    else
      damaged[random() % damaged.size()] ^= static_cast<char>(1U << (random() % 8));
    folder.Write("in.ndjson" + std::string(kIndexSuffix), damaged);
    const Scanned got = ScanAll(*source, question.spec);
    ASSERT_EQ(Passing(got.rows, question.has).size(), expected) << "round " << round;
    notes += got.statistics.index_notes.size();
  }
  EXPECT_GT(notes, 0U);
}

TEST(SideIndex, IsRenewedAsTheFileGrows) {
  for (int round = 0; round < (Rounds() + 1) / 2; ++round) {
    std::mt19937 random(static_cast<unsigned>(round) + 200);
    std::string text = Lines(random, 400);
    const TemporaryFolder folder;
    const std::string path = folder.Write("in.ndjson", text);
    Build(path);
    for (int step = 0; step < 4; ++step) {
      if (step == 1) text.pop_back();  // the last line goes on
      folder.Write("in.ndjson", text);
      Build(path);
      text += Lines(random, 1 + static_cast<int>(random() % 200));
      if (step == 3) text[text.size() / 2] = '\n';
      folder.Write("in.ndjson", text);
      const IndexReport report = Renew(path, IndexedFormat::kNdjson);
      EXPECT_GT(report.kept_blocks, 0U);
      EXPECT_LT(report.kept_blocks, report.blocks);
      EXPECT_EQ(report.lines, static_cast<uint64_t>(std::count(text.begin(), text.end(), '\n')));
      ExpectSound(path);
      const std::string when = "in step " + std::to_string(step) + " of round " + std::to_string(round);
      EXPECT_GT(ExpectTheSame(path, when), 0U);
      // Not much less is left out than with an index that is made of the whole. A field that was seldom a time when the
      // blocks were indexed has no ranges in them, also when it would now.
      const uint64_t by_renewed = ExpectTheSame(path, when);
      Build(path);
      EXPECT_GE(by_renewed * 2, ExpectTheSame(path, when)) << when;
      if (HasFailure()) return;
    }
  }
}

// Of a file that was only touched all is kept; of one that was rewritten, or an index of other blocks, nothing is.
TEST(SideIndex, KeepsBlocksThatHaveTheirBytes) {
  std::mt19937 random(9);
  const TemporaryFolder folder;
  const std::string text = Lines(random, 300);
  const std::string path = folder.Write("in.ndjson", text);
  const uint64_t blocks = Build(path).blocks;
  folder.Write("in.ndjson", text);
  EXPECT_EQ(Renew(path, IndexedFormat::kNdjson).kept_blocks, blocks);
  const auto source = FindReader("ndjson")->open({WithIndex(path)});
  EXPECT_TRUE(ScanAll(*source, Questions()[0].spec).statistics.index_notes.empty());
  folder.Write("in.ndjson", Lines(random, 400));
  EXPECT_EQ(Renew(path, IndexedFormat::kNdjson).kept_blocks, 0U);
  IndexBuild other;
  other.file = FileOf(path);
  other.index_path = path + kIndexSuffix;
  other.keep = *SideIndex::Open(other.index_path);
  EXPECT_EQ(BuildIndex(other)->kept_blocks, 0U);
}

TEST(SideIndex, IsForeignToAnotherFile) {
  std::mt19937 random(4);
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.ndjson", Lines(random, 300));
  Build(path);
  const std::string other = folder.Write("other.ndjson", Lines(random, 300));
  std::filesystem::copy_file(path + kIndexSuffix, other + kIndexSuffix);
  const auto source = FindReader("ndjson")->open({WithIndex(other)});
  const ScanStatistics statistics = ScanAll(*source, Questions()[0].spec).statistics;
  EXPECT_EQ(statistics.index_blocks, 0U);
  ASSERT_EQ(statistics.index_notes.size(), 1U);
  EXPECT_NE(statistics.index_notes[0].find("is not the one that was indexed"), std::string::npos);
  EXPECT_NE(statistics.index_notes[0].find("quarry index --update"), std::string::npos);
}

TEST(SideIndex, ReportsBrokenLinesOfBlocksThatAreLeftOut) {
  std::string text;
  for (int i = 0; i < 400; ++i)
    text += i == 200 ? "{\"Timestamp\":tomorrow}\n"
                     : "{\"Timestamp\":\"2026-05-01T00:00:00Z\",\"N\":" + std::to_string(i) + "}\n";
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.ndjson", text);
  const IndexReport report = Build(path);
  EXPECT_EQ(report.broken_lines, 1U);
  ScanSpec spec;
  spec.columns = {Field("N", Type::kLong)};
  spec.ranges = {Between("Timestamp", "2030-01-01", "2030-01-02")};
  const ScanStatistics statistics = ScanAll(*FindReader("ndjson")->open({WithIndex(path)}), spec).statistics;
  EXPECT_EQ(statistics.index_blocks_read, 0U);
  EXPECT_EQ(statistics.records_seen, 400U);
  EXPECT_EQ(statistics.records_skipped, 1U);
  ASSERT_EQ(statistics.problems.size(), 1U);
  EXPECT_NE(statistics.problems[0].find("line 201, column 14"), std::string::npos) << statistics.problems[0];
}

TEST(SideIndex, StaysWhenANewOneCannotBeWritten) {
  std::mt19937 random(5);
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.ndjson", Lines(random, 300));
  Build(path);
  const std::string before = Content(path + kIndexSuffix);
  IndexBuild build;
  build.file = FileOf(path);
  build.index_path = path + kIndexSuffix;
  const std::atomic<bool> cancelled{true};
  build.cancelled = &cancelled;
  EXPECT_FALSE(BuildIndex(build));
  EXPECT_EQ(Content(path + kIndexSuffix), before);
  build.cancelled = nullptr;
  build.index_path = folder.path() + "/no/such/folder/in.qidx";
  EXPECT_FALSE(BuildIndex(build));
  size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
  EXPECT_EQ(files, 2U);  // nothing half written lies about
}

TEST(SideIndex, IsTheSameWhateverTheThreads) {
  std::string text;
  for (size_t i = 0; text.size() < (3 << 20); ++i)
    text += Ascending(std::string(kTelemetryLines[i % kTelemetryLines.size()]), static_cast<int>(i)) + "\n";
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.ndjson", text);
  IndexBuild build;
  build.file = FileOf(path);
  std::vector<std::vector<std::string>> sets;
  for (const int threads : {1, 4}) {
    build.threads = threads;
    build.index_path = folder.path() + "/" + std::to_string(threads) + kIndexSuffix;
    ASSERT_TRUE(BuildIndex(build));
    const Result<std::shared_ptr<const SideIndex>> index = SideIndex::Open(build.index_path);
    ASSERT_TRUE(index);
    EXPECT_TRUE((*index)->Check());
    std::vector<std::string> names;
    const Result<std::vector<IndexedPath>> paths = (*index)->Paths();
    ASSERT_TRUE(paths);
    for (const IndexedPath& one : *paths)
      names.push_back(std::to_string(one.parent) + "/" + one.name + "/" + std::to_string(one.flags));
    sets.push_back(names);
    const Result<std::string> checked = CheckIndex(**index, build.file);
    ASSERT_TRUE(checked);
    EXPECT_EQ(*checked, "");
  }
  EXPECT_EQ(sets[0], sets[1]);
}

}  // namespace
}  // namespace quarry
