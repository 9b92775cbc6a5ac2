// With a side index a scan gives the rows that it gives without, whatever stands in the lines and whatever happened to
// file or index since.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "index_questions.h"
#include "json_lines.h"
#include "zip_packing.h"

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

// Groups of blocks of which nothing is read, such of which some are, and a gap within one.
TEST(SideIndex, ReportsBrokenLinesOfBlocksThatAreLeftOut) {
  constexpr int kLines = 20000;
  const auto line = [](int i) {
    if (i == 200 || i == 15000) return std::string("{\"Timestamp\":tomorrow}\n");
    const std::string day = i >= 9000 && i < 9100 ? "2030-01-01" : "2026-05-01";
    return "{\"Timestamp\":\"" + day + "T00:00:00Z\",\"N\":" + std::to_string(i) + "}\n";
  };
  for (const bool has_gap : {false, true}) {
    std::string text;
    uint64_t place = 0;
    for (int i = 0; i < kLines; ++i) {
      // Longer than a line may be, which no block has.
      if (i == 12000 && has_gap) text += "{\"N\":\"" + std::string(9 << 20, 'x') + "\"}\n";
      if (i == 15000) place = text.size();
      text += line(i);
    }
    const TemporaryFolder folder;
    const std::string path = folder.Write("in.ndjson", text);
    const IndexReport report = Build(path);
    EXPECT_EQ(report.broken_lines, 2U);
    EXPECT_GT(report.blocks, 3 * kGroupBlocks);
    ScanSpec spec;
    spec.columns = {Field("N", Type::kLong), Special(ScanColumn::Kind::kRecord)};
    spec.ranges = {Between("Timestamp", "2029-01-01", "2031-01-02")};
    const Scanned scanned = ScanAll(*FindReader("ndjson")->open({WithIndex(path)}), spec);
    const ScanStatistics& statistics = scanned.statistics;
    EXPECT_LT(statistics.index_blocks_read, 4U);
    EXPECT_GT(statistics.index_blocks_read, 0U);
    EXPECT_EQ(statistics.records_seen, static_cast<uint64_t>(kLines) + (has_gap ? 1 : 0));
    EXPECT_NE(std::find(scanned.rows.begin(), scanned.rows.end(), "9050 | 9051"), scanned.rows.end());
    std::string problems;
    for (const std::string& problem : statistics.problems) problems += problem + "\n";
    EXPECT_NE(problems.find("line 201, column 14"), std::string::npos) << problems;
    if (!has_gap) {
      EXPECT_NE(problems.find("line 15001, column 14"), std::string::npos) << problems;
      continue;
    }
    // Behind the gap lines are not counted: the block's place is said.
    const size_t at = problems.find("in the lines from byte ");
    ASSERT_NE(at, std::string::npos) << problems;
    const uint64_t said = std::strtoull(problems.c_str() + at + 23, nullptr, 10);
    EXPECT_LE(said, place);
    EXPECT_GT(said + 3 * kSmallBlocks, place);
  }
}

TEST(SideIndex, OfAnotherVersionIsIgnoredAndRenewed) {
  std::mt19937 random(6);
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.ndjson", Lines(random, 300));
  Build(path);
  std::string index = Content(path + kIndexSuffix);
  index[8] = 1;
  folder.Write("in.ndjson" + std::string(kIndexSuffix), index);
  const auto source = FindReader("ndjson")->open({WithIndex(path)});
  const ScanStatistics statistics = ScanAll(*source, Questions()[0].spec).statistics;
  EXPECT_EQ(statistics.index_blocks, 0U);
  ASSERT_EQ(statistics.index_notes.size(), 1U);
  EXPECT_NE(statistics.index_notes[0].find("written in version 1 of the format, this is version 2"), std::string::npos);
  EXPECT_NE(statistics.index_notes[0].find("quarry index --update"), std::string::npos);
}

// What the blocks share by chance is left out of the filters, and what blocks of one host share is not.
TEST(SideIndex, LeavesCommonGramsOutOfItsFilters) {
  std::string text;
  for (int i = 0; i < 8000; ++i)
    text += "{\"DeviceName\":\"host-" + std::string(i < 6000 ? "walnut" : "larch") +
            "\",\"Number\":" + std::to_string(i) + ",\"Account\":\"administrator\"}\n";
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.ndjson", text);
  const IndexReport report = Build(path);
  const Result<std::shared_ptr<const SideIndex>> index = SideIndex::Open(path + kIndexSuffix);
  ASSERT_TRUE(index);
  const Result<CommonGrams> common = (*index)->Common();
  ASSERT_TRUE(common);
  const auto all = [&](std::string_view literal) {
    const std::vector<uint32_t> grams = GramsOf(literal);
    return std::all_of(grams.begin(), grams.end(), [&](uint32_t gram) { return common->Has(gram); });
  };
  EXPECT_TRUE(all("DeviceName"));
  EXPECT_TRUE(all("administrator"));
  EXPECT_FALSE(all("larch"));
  const auto source = FindReader("ndjson")->open({WithIndex(path)});
  ScanSpec spec;
  spec.columns = {Field("DeviceName")};
  spec.prefilter = LiteralFilter::Literal("host-larch", true);
  EXPECT_LT(ScanAll(*source, spec).statistics.index_blocks_read, report.blocks / 3);
  spec.prefilter = LiteralFilter::Literal("administrator", true);
  EXPECT_EQ(ScanAll(*source, spec).statistics.index_blocks_read, report.blocks);
}

// As compressed files, by the archive; members are known apart.
TEST(SideIndex, LeavesOutMembersOfArchivesAsAWhole) {
  std::mt19937 random(8);
  const TemporaryFolder folder;
  const std::string text = Lines(random, 400);
  const std::vector<zip_test::Member> members = {{"day 1/a.ndjson", text}, {"day 2/a.ndjson", Lines(random, 300)}};
  const std::string archive = folder.Write("in.zip", zip_test::Archive(members));
  const std::string kept = folder.path() + "/kept";
  std::filesystem::create_directory(kept);
  std::vector<std::string> indexes;
  for (const std::string& where : {std::string(), kept}) {
    for (const zip_test::Member& member : members) {
      const Result<Recognized> recognized = RecognizeFile(archive + "/" + member.name);
      ASSERT_TRUE(recognized) << recognized.error().message;
      IndexBuild build;
      build.file = recognized->file;
      EXPECT_EQ(WhyNotIndexed("ndjson", build.file), "");
      const Result<std::string> path = IndexPathOf(build.file, where);
      ASSERT_TRUE(path) << path.error().message;
      build.index_path = *path;
      EXPECT_TRUE(build.index_path.starts_with(where.empty() ? archive + "." : kept + "/in.zip.")) << build.index_path;
      EXPECT_EQ(std::find(indexes.begin(), indexes.end(), build.index_path), indexes.end());
      indexes.push_back(build.index_path);
      const Result<IndexReport> report = BuildIndex(build);
      ASSERT_TRUE(report) << report.error().message;
      EXPECT_EQ(report->lines, static_cast<uint64_t>(std::count(member.text.begin(), member.text.end(), '\n')));
      const Result<std::string> checked = CheckIndex(**SideIndex::Open(build.index_path), build.file);
      ASSERT_TRUE(checked) << checked.error().message;
      EXPECT_EQ(*checked, "");
      InputFile indexed = build.file;
      indexed.index = build.index_path;
      const ReaderDef* const reader = FindReader("ndjson");
      EXPECT_GT(ExpectTheSameAnswers(*reader->open({build.file}), *reader->open({indexed}), member.name), 0U);
      const ScanStatistics none = ScanAll(*reader->open({indexed}), Questions().back().spec).statistics;
      EXPECT_EQ(none.bytes_read, 0U);
      EXPECT_TRUE(none.index_notes.empty());
    }
  }
  // Another archive under the name.
  folder.Write("in.zip", zip_test::Archive({{"day 1/a.ndjson", Lines(random, 500)}}));
  InputFile changed = RecognizeFile(archive + "/day 1/a.ndjson")->file;
  const auto plain = FindReader("ndjson")->open({changed});
  changed.index = indexes.front();
  const auto source = FindReader("ndjson")->open({changed});
  EXPECT_EQ(ScanAll(*source, Questions().front().spec).rows, ScanAll(*plain, Questions().front().spec).rows);
  const ScanStatistics statistics = ScanAll(*source, Questions().back().spec).statistics;
  EXPECT_EQ(statistics.index_blocks, 0U);
  ASSERT_EQ(statistics.index_notes.size(), 1U);
  EXPECT_NE(statistics.index_notes[0].find("quarry index --update"), std::string::npos);
}

// Counts of nine digits and more may be times; what is one comes last by its name.
TEST(SideIndex, HasTheTimesThatMostBlocksHave) {
  std::string text;
  for (int i = 0; i < 2000; ++i) {
    text += "{\"Count" + std::to_string(i / 10) + "\":" + std::to_string(1'000'000'000 + i) + ",\"When\":\"2026-05-" +
            std::to_string(10 + i / 100) + "T00:00:00Z\"}\n";
  }
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.ndjson", text);
  const IndexReport report = Build(path);
  ScanSpec spec;
  spec.columns = {Field("When", Type::kDateTime)};
  spec.ranges = {Between("When", "2026-05-12", "2026-05-13")};
  const ScanStatistics statistics = ScanAll(*FindReader("ndjson")->open({WithIndex(path)}), spec).statistics;
  EXPECT_LT(statistics.index_blocks_read, report.blocks / 3);
  EXPECT_GT(statistics.index_blocks_read, 0U);
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
