#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <thread>

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

// A scan goes on with what has come, before the pipe ends.
TEST(RecognizeFile, APipeIsScannedWhileItIsWritten) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::string path = "/dev/fd/" + std::to_string(ends[0]);
  std::string head;
  for (int i = 0; head.size() < (80u << 10); ++i) head += "{\"a\":" + std::to_string(i) + "}\n";
  const auto write = [&](const std::string& text) {
    for (size_t done = 0; done < text.size();) {
      const ssize_t put = ::write(ends[1], text.data() + done, text.size() - done);
      ASSERT_GT(put, 0);
      done += static_cast<size_t>(put);
    }
  };
  std::thread writer([&] { write(head); });  // more than a pipe holds
  const Result<Recognized> recognized = RecognizeFile(path);
  ASSERT_TRUE(recognized.has_value());
  EXPECT_TRUE(recognized->file.read_once);
  ScanSpec spec;
  spec.columns.emplace_back();
  spec.columns[0].kind = ScanColumn::Kind::kRecord;
  spec.columns[0].type = Type::kLong;
  const auto source = recognized->reader->open({recognized->file});
  Batch batch;
  batch.columns.emplace_back(Type::kLong);
  {
    const auto scan = source->Open(spec);
    const auto worker = (*scan)->NewWorker();
    ASSERT_TRUE(worker->Next(batch));  // the pipe is still open
    EXPECT_EQ(batch.columns[0].Get(0).integer, 1);
  }
  writer.join();
  write("{\"a\":-1}\n");
  ::close(ends[1]);
  const auto scan = source->Open(spec);
  const auto worker = (*scan)->NewWorker();
  int64_t last = 0;
  uint64_t rows = 0;
  while (worker->Next(batch)) {
    rows += batch.rows;
    last = std::max(last, batch.columns[0].Get(batch.rows - 1).integer);
  }
  EXPECT_EQ(rows, static_cast<uint64_t>(std::count(head.begin(), head.end(), '\n')) + 1);
  EXPECT_EQ(static_cast<uint64_t>(last), rows);
}

}  // namespace
}  // namespace quarry
