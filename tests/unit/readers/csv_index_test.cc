// With a side index a scan of CSV gives the rows that it gives without, whatever stands in the fields, wherever line
// ends lie in quotes, and whatever happened to the file since.
#include <gtest/gtest.h>

#include <random>

#include "index_questions.h"
#include "readers/formats/csv/csv_parser.h"

namespace quarry {
namespace {

constexpr std::string_view kHeader = "Timestamp,RemoteUrl,DeviceName,Extra,Port\n";
constexpr size_t kScanBlocks = 10'000;

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

// Records whose times ascend; fields in quotes, with line ends and quotes in them, some of them broken.
std::string Records(std::mt19937& random, int count, bool damaged = true) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    CivilTime time;
    time.year = 2026;
    time.month = 5;
    time.day = 1;
    std::string when = FormatDateTime(FromCivil(time) + i * kTicksPerMinute);
    if (random() % 200 == 0) when = random() % 2 ? "5/1/2026, 3:10:00 AM" : "soon";
    if (random() % 20 == 0) when.clear();
    std::string url = "https://login.example/" + std::to_string(random() % 900) + "/path";
    if (random() % 60 == 0) url.replace(8, 5, random() % 2 ? "NeedleInHay" : "needl\\u0065inhay");
    std::string device =
        random() % 4 ? "wks-" + std::to_string(1400 + random() % 100) : "caf\xc3\xa9-" + std::to_string(i);
    std::string extra;
    if (random() % 3 == 0) extra = "{\"At\":\"2026-05-01T03:10:00Z\",\"Text\":\"a\nb, escaped\"}";
    if (random() % 9 == 0)
      extra = "two\r\nlines, and \"quotes\"\n2026-05-01T03:05:00Z,https://login.example,wks-1477,,1\n";
    if (random() % 200 == 0) extra = "two\r\nlines, and \"quotes\"\n2026-05-01T03:05:00Z,NeedleInHay,wks-1477,,1\n";
    if (random() % 40 == 0) extra = std::string(random() % 6000, '\n') + ",\"";
    std::string record = (random() % 2 && when.find(',') == std::string::npos ? when : Quoted(when)) + "," +
                         (random() % 2 ? url : Quoted(url)) + "," + device + "," +
                         (extra.empty() ? extra : Quoted(extra)) + "," + std::to_string(random() % 65536);
    if (damaged && random() % 40 == 0) {
      switch (random() % 4) {
        case 0:
          record += ",one too many";
          break;
        case 1:
          record[random() % record.size()] = '"';
          break;
        case 2:
          record.clear();
          break;
        default:
          record.resize(random() % record.size());
      }
    }
    text += record + (random() % 7 == 0 ? "\r\n" : "\n");
  }
  return text;
}

uint64_t ExpectTheSame(const std::string& path, const std::string& when) {
  const auto plain = OpenCsvInBlocks({FileOf(path)}, kScanBlocks);
  return ExpectTheSameAnswers(*plain, *OpenCsvInBlocks({WithIndex(path)}, kScanBlocks), when) +
         ExpectTheSameAnswers(*plain, *FindReader("csv")->open({WithIndex(path)}), when + ", in large blocks");
}

TEST(CsvSideIndex, LeavesOutWhatCannotMatch) {
  std::mt19937 random(7);
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.csv", std::string(kHeader) + Records(random, 4000, false));
  const IndexReport report = Build(path, IndexedFormat::kCsv);
  EXPECT_GT(report.blocks, 50U);
  EXPECT_EQ(report.lines, 4000U);
  EXPECT_EQ(report.broken_lines, 0U);
  const auto source = OpenCsvInBlocks({WithIndex(path)}, kScanBlocks);
  for (const Question& question : Questions()) {
    if (question.name == "a member" || question.name == "letters beyond ASCII") continue;  // in every block
    const ScanStatistics statistics = ScanAll(*source, question.spec).statistics;
    EXPECT_EQ(statistics.index_blocks, report.blocks);
    EXPECT_LT(statistics.index_blocks_read, report.blocks * 4 / 5) << question.name;
    EXPECT_TRUE(statistics.index_notes.empty()) << statistics.index_notes[0];
  }
  const ScanStatistics statistics = ScanAll(*source, Questions().back().spec).statistics;
  EXPECT_EQ(statistics.index_blocks_read, 0U);
  EXPECT_EQ(statistics.bytes_read, 0U);
  EXPECT_EQ(statistics.records_seen, 4000U);
}

TEST(CsvSideIndex, ChangesNoAnswerWhateverStandsInTheFields) {
  uint64_t left_out = 0;
  for (int round = 0; round < Rounds(); ++round) {
    std::mt19937 random(static_cast<unsigned>(round));
    std::string text = std::string(kHeader) + Records(random, 700);
    if (round % 3 == 1) text.pop_back();
    if (round % 3 == 2) text.insert(0, "\xef\xbb\xbf\n");
    if (round % 4 == 3) text += "2026-05-01T03:10:00Z,\"never closed\n,wks-1477\n";
    const TemporaryFolder folder;
    const std::string path = folder.Write("in.csv", text);
    Build(path, IndexedFormat::kCsv);
    ExpectSound(path);
    left_out += ExpectTheSame(path, "in round " + std::to_string(round));
    if (HasFailure()) return;
  }
  EXPECT_GT(left_out, 0U);
}

TEST(CsvSideIndex, ChangesNoAnswerWhateverHappensToTheFile) {
  uint64_t left_out = 0;
  for (int round = 0; round < Rounds(); ++round) {
    std::mt19937 random(static_cast<unsigned>(round) + 100);
    const std::string header(kHeader);
    std::string text = header + Records(random, 400);
    if (round % 2) text.pop_back();
    const TemporaryFolder folder;
    const std::string path = folder.Write("in.csv", text);
    Build(path, IndexedFormat::kCsv);
    struct stat before{};
    ASSERT_EQ(::stat(path.c_str(), &before), 0);
    const std::string more = Records(random, 100);
    folder.Write("in.csv", text + more);
    left_out += ExpectTheSame(path, "after it has grown");
    folder.Write("in.csv", text);
    left_out += ExpectTheSame(path, "after it was touched");
    folder.Write("in.csv", text.substr(0, text.size() * 2 / 3));
    ExpectTheSame(path, "after it was cut short");
    // A quote more or less changes what all records behind it are.
    std::string changed = text;
    const size_t at = kIdentityBytes + random() % (text.size() - 2 * kIdentityBytes);
    changed[at] = changed[at] == '"' ? '.' : '"';
    folder.Write("in.csv", changed);
    left_out += ExpectTheSame(path, "after a quote has changed");
    RestoreTimes(path, before);
    left_out += ExpectTheSame(path, "after a quote has changed under its old time");
    folder.Write("in.csv", changed + more);
    left_out += ExpectTheSame(path, "after a quote has changed and it has grown");
    if (HasFailure()) return;
  }
  EXPECT_GT(left_out, 0U);
}

TEST(CsvSideIndex, IsRenewedAsTheFileGrows) {
  for (int round = 0; round < (Rounds() + 1) / 2; ++round) {
    std::mt19937 random(static_cast<unsigned>(round) + 200);
    std::string text = std::string(kHeader) + Records(random, 300);
    const TemporaryFolder folder;
    const std::string path = folder.Write("in.csv", text);
    Build(path, IndexedFormat::kCsv);
    for (int step = 0; step < 3; ++step) {
      // What is appended may go on with a record, also with one in quotes.
      if (random() % 2) text.resize(text.size() - random() % 40);
      folder.Write("in.csv", text);
      Build(path, IndexedFormat::kCsv);
      text += Records(random, 1 + static_cast<int>(random() % 200));
      size_t changed = text.size();
      if (step == 2) {
        changed = text.size() / 2;
        text[changed] = text[changed] == '"' ? '.' : '"';
      }
      folder.Write("in.csv", text);
      const IndexReport report = Renew(path, IndexedFormat::kCsv);
      EXPECT_GT(report.kept_blocks, 0U);
      EXPECT_LE(report.kept_blocks * kSmallBlocks, changed);
      EXPECT_LT(report.kept_blocks, report.blocks);
      ExpectSound(path);
      const std::string when = "in step " + std::to_string(step) + " of round " + std::to_string(round);
      EXPECT_GT(ExpectTheSame(path, when), 0U);
      if (HasFailure()) return;
    }
  }
}

// The header of a small file is in no part that its size, time and beginning prove.
TEST(CsvSideIndex, NoticesAnotherHeader) {
  const std::string rows = "2026-05-01T03:10:00Z,NeedleInHay,wks-1,,1\n";
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.csv", std::string(kHeader) + rows);
  Build(path, IndexedFormat::kCsv);
  folder.Write("in.csv", "RemoteUrl,Timestamp,DeviceName,Extra,Port\n" + rows + rows);
  ExpectTheSame(path, "after two columns have changed places");
  const ScanStatistics statistics =
      ScanAll(*FindReader("csv")->open({WithIndex(path)}), Questions()[0].spec).statistics;
  EXPECT_EQ(statistics.index_notes.size(), 1U);
}

TEST(CsvSideIndex, ReportsBrokenRecordsOfBlocksThatAreLeftOut) {
  std::string text(kHeader);
  for (int i = 0; i < 400; ++i)
    text += i == 200 ? "2026-05-01T00:00:00Z,one\n"
                     : "2026-05-01T00:00:00Z,\"a\nb\",c,,1\n" + std::string(i % 10 == 0, '\n');
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.csv", text);
  EXPECT_EQ(Build(path, IndexedFormat::kCsv).broken_lines, 1U);
  ScanSpec spec;
  spec.columns = {Field("Port", Type::kLong)};
  spec.ranges = {Between("Timestamp", "2030-01-01", "2030-01-02")};
  const ScanStatistics statistics = ScanAll(*FindReader("csv")->open({WithIndex(path)}), spec).statistics;
  EXPECT_EQ(statistics.index_blocks_read, 0U);
  EXPECT_EQ(statistics.records_seen, 400U);
  EXPECT_EQ(statistics.records_skipped, 1U);
  spec.ranges.clear();
  const ScanStatistics all = ScanAll(*FindReader("csv")->open({FileOf(path)}), spec).statistics;
  EXPECT_EQ(statistics.problems, all.problems);
}

TEST(CsvSideIndex, RefusesRecordsThatAreTooLong) {
  const TemporaryFolder folder;
  const std::string path =
      folder.Write("in.csv", std::string(kHeader) + "1,2,3,\"" + std::string(9 << 20, 'x') + "\",5\n1,2,3,4,5\n");
  IndexBuild build;
  build.format = IndexedFormat::kCsv;
  build.file = FileOf(path);
  build.index_path = path + kIndexSuffix;
  const Result<IndexReport> report = BuildIndex(build);
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().message.find("longer than 8 MiB"), std::string::npos) << report.error().message;
}

}  // namespace
}  // namespace quarry
