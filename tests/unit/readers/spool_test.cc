#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "readers/codec/open_file.h"
#include "readers/reader.h"

namespace quarry {
namespace {

// A pipe that already holds `content` and has no writer any more; its path.
std::string PipeWith(const std::string& content) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  EXPECT_EQ(::write(ends[1], content.data(), content.size()), static_cast<ssize_t>(content.size()));
  ::close(ends[1]);
  return "/dev/fd/" + std::to_string(ends[0]);
}

std::string ReadAll(OpenFile& file) {
  std::string out(file.size(), '\0');
  const Result<size_t> got = file.ReadAt(0, out.data(), out.size());
  EXPECT_TRUE(got.has_value());
  return out;
}

TEST(OpenFile, APipeCanBeReadMoreThanOnce) {
  const std::string path = PipeWith("one\ntwo\n");
  for (int round = 0; round < 2; ++round) {
    Result<OpenFile> file = OpenFile::Open(path);
    ASSERT_TRUE(file.has_value());
    EXPECT_EQ(ReadAll(*file), "one\ntwo\n");
  }
}

TEST(RecognizeFile, LooksIntoAPipeWithoutLosingItsHead) {
  const std::string path = PipeWith("{\"a\":1}\n{\"a\":2}\n");
  const Result<Recognized> recognized = RecognizeFile(path);
  ASSERT_TRUE(recognized.has_value());
  ASSERT_NE(recognized->reader, nullptr);
  EXPECT_EQ(recognized->reader->name, "ndjson");
  ScanSpec spec;
  spec.columns.emplace_back();
  spec.columns[0].kind = ScanColumn::Kind::kRecord;
  spec.columns[0].type = Type::kLong;
  auto scan = recognized->reader->open({recognized->file})->Open(spec);
  ASSERT_TRUE(scan.has_value());
  auto worker = (*scan)->NewWorker();
  Batch batch;
  batch.columns.emplace_back(Type::kLong);
  size_t rows = 0;
  while (worker->Next(batch)) rows += batch.rows;
  EXPECT_EQ(rows, 2u);
}

}  // namespace
}  // namespace quarry
