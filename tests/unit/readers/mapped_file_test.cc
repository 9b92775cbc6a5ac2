// Mapped files: a file that shrinks meanwhile gives zeros and says so; searches over mapped blocks find what reading
// finds.
#include "readers/codec/mapped_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "scan_rows.h"

namespace quarry {
namespace {

TEST(MappedFile, GivesZerosForWhatIsGone) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("file", std::string(100000, 'x'));
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const std::unique_ptr<MappedFile> mapped = MappedFile::Map(descriptor, 100000);
  ::close(descriptor);
  ASSERT_NE(mapped, nullptr);
  EXPECT_EQ(mapped->data()[99999], 'x');
  EXPECT_FALSE(mapped->has_lost_bytes());
  ASSERT_EQ(::truncate(path.c_str(), 5000), 0);
  EXPECT_EQ(mapped->data()[4999], 'x');
  EXPECT_EQ(mapped->data()[99999], '\0');
  EXPECT_EQ(mapped->data()[50000], '\0');
  EXPECT_TRUE(mapped->has_lost_bytes());
  mapped->Release(0, 100000);
  EXPECT_EQ(mapped->data()[50000], '\0');
}

TEST(MappedFile, AreOpenOnlySoMany) {
  const TemporaryFolder folder;
  const int descriptor = ::open(folder.Write("file", "x").c_str(), O_RDONLY | O_CLOEXEC);
  std::vector<std::unique_ptr<MappedFile>> open;
  for (size_t i = 0; i < MappedFile::kMaxMappings; ++i) open.push_back(MappedFile::Map(descriptor, 1));
  for (const std::unique_ptr<MappedFile>& mapped : open) EXPECT_NE(mapped, nullptr);
  EXPECT_EQ(MappedFile::Map(descriptor, 1), nullptr);
  open.pop_back();
  EXPECT_NE(MappedFile::Map(descriptor, 1), nullptr);
  ::close(descriptor);
}

ScanSpec SearchSpec() {
  ScanSpec spec;
  spec.columns = {Field("a"), Special(ScanColumn::Kind::kRecord)};
  spec.prefilter = LiteralFilter::Literal("needle", false);
  return spec;
}

// Large enough to be mapped; matches at the edges of blocks and a line longer than a block.
std::string LargeText() {
  std::string text;
  for (int line = 0; text.size() < (9 << 20); ++line) {
    text += "{\"a\":\"" + std::string(static_cast<size_t>(line * 37 % 300), 'x');
    if (line % 50 == 0) text += "needle";
    text += "\"}\n";
    if (line == 20000) text += "{\"a\":\"" + std::string(700000, 'y') + "needle\"}\n";
  }
  return text + "{\"a\":\"needle without a line end\"}";
}

TEST(MappedFile, SearchesFindWhatReadingFinds) {
  const TemporaryFolder folder;
  const InputFile file = FileOf(folder.Write("in.ndjson", LargeText()));
  const auto source = FindReader("ndjson")->open({file});
  const Scanned found = ScanAll(*source, SearchSpec(), 2);
  ScanSpec reading = SearchSpec();
  reading.use_prefilter = false;
  std::vector<std::string> expected;
  for (std::string& row : ScanAll(*source, reading, 1).rows)
    if (row.find("needle") != std::string::npos) expected.push_back(std::move(row));
  std::vector<std::string> rows = found.rows;
  const auto by_number = [](const std::string& a, const std::string& b) {
    return std::atoll(a.c_str() + a.rfind(' ')) < std::atoll(b.c_str() + b.rfind(' '));
  };
  std::sort(rows.begin(), rows.end(), by_number);
  EXPECT_EQ(rows, expected);
  EXPECT_TRUE(found.statistics.problems.empty());
}

TEST(MappedFile, AFileThatShrinksInMidSearchIsReported) {
  const TemporaryFolder folder;
  const std::string path = folder.Write("in.ndjson", LargeText());
  const auto source = FindReader("ndjson")->open({FileOf(path)});
  const ScanSpec spec = SearchSpec();
  Result<std::unique_ptr<Scan>> scan = source->Open(spec);
  ASSERT_TRUE(scan);
  const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
  Batch batch;
  for (const ScanColumn& column : spec.columns) batch.columns.emplace_back(column.type);
  ASSERT_TRUE(worker->Next(batch));
  const size_t rows = batch.rows;
  ASSERT_GT(rows, 0u);
  ASSERT_EQ(::truncate(path.c_str(), 3 << 20), 0);
  while (worker->Next(batch)) EXPECT_GT(batch.rows, 0u);
  const ScanStatistics statistics = (*scan)->statistics();
  ASSERT_FALSE(statistics.problems.empty());
  EXPECT_EQ(statistics.problems[0], path + ": became shorter while it was read");
}

}  // namespace
}  // namespace quarry
