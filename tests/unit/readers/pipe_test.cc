// Inputs that come: rows are there before the end, and are those of a file with the same bytes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <string>
#include <thread>

#include "packing.h"
#include "scan_rows.h"

namespace quarry {
namespace {

using Lines = std::vector<std::string>;

void WriteAll(int to, std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::write(to, text.data(), text.size());
    ASSERT_GT(put, 0);
    text.remove_prefix(static_cast<size_t>(put));
  }
}

class Pipe : public testing::Test {
 protected:
  // A named pipe of its own.
  std::string NewPipe() {
    const std::string path = folder_.path() + "/pipe" + std::to_string(pipes_++);
    EXPECT_EQ(::mkfifo(path.c_str(), 0600), 0);
    return path;
  }
  TemporaryFolder folder_;
  int pipes_ = 0;
};

ScanSpec Numbers() {
  ScanSpec spec;
  spec.columns = {Special(ScanColumn::Kind::kRecord), Field("n", Type::kLong), Field("text")};
  return spec;
}

std::string Ndjson(std::mt19937& random, int lines) {
  std::string text;
  for (int i = 0; i < lines; ++i) {
    text += "{\"n\":" + std::to_string(i) + ",\"text\":\"" +
            std::string(random() % 300, static_cast<char>('a' + i % 26)) + "\"}\n";
  }
  return text;
}
std::string Csv(std::mt19937& random, int lines) {
  std::string text = "n,text\n";
  for (int i = 0; i < lines; ++i) {
    text += std::to_string(i) + ",";
    text += i % 3 == 0 ? "\"a,\nb\"\"" + std::string(random() % 200, 'q') + "\"" : std::string(random() % 100, 'c');
    text += '\n';
  }
  return text;
}

TEST_F(Pipe, HasTheRowsOfAFile) {
  std::mt19937 random(7);
  for (int round = 0; round < 24; ++round) {
    const bool csv = round % 2 == 1;
    const int lines = static_cast<int>(random() % 9000);
    std::string text = csv ? Csv(random, lines) : Ndjson(random, lines);
    if (round % 5 == 0) text.resize(text.size() - text.size() / 100);  // the last record is cut
    const int form = round % 3;
    const Codec codec = form == 0 ? Codec::kPlain : form == 1 ? Codec::kGzip : Codec::kZstd;
    const std::string packed = form == 0 ? text : form == 1 ? Gzip(text) : Zstd(text, true);
    const std::string file = folder_.Write("file" + std::to_string(round), packed);
    const ReaderDef& reader = *FindReader(csv ? "csv" : "ndjson");
    const Scanned expected = ScanAll(*reader.open({FileOf(file, codec)}), Numbers());

    const std::string path = NewPipe();
    std::atomic<bool> slow{random() % 2 == 0};
    const uint32_t seed = random();
    std::thread writer([&, seed] {
      std::mt19937 pieces(seed);
      const int to = ::open(path.c_str(), O_WRONLY);
      for (size_t at = 0; at < packed.size();) {
        const size_t size = std::min<size_t>(packed.size() - at, 1 + pieces() % 50000);
        WriteAll(to, std::string_view(packed).substr(at, size));
        at += size;
        if (slow && pieces() % 4 == 0) std::this_thread::sleep_for(std::chrono::microseconds(300));
      }
      ::close(to);
    });
    Result<Recognized> recognized = RecognizeFile(path, reader.name);
    ASSERT_TRUE(recognized.has_value());
    EXPECT_TRUE(recognized->file.read_once);
    EXPECT_EQ(recognized->file.codec, codec);
    const auto source = reader.open({recognized->file});
    EXPECT_TRUE(source->is_live());
    Scanned actual = ScanAll(*source, Numbers());
    writer.join();
    EXPECT_EQ(actual.rows, expected.rows);  // one worker: in their order
    for (std::string& problem : actual.statistics.problems) problem.replace(0, path.size(), file);
    EXPECT_EQ(actual.statistics.problems, expected.statistics.problems);
    EXPECT_EQ(actual.statistics.records_seen, expected.statistics.records_seen);
    // Again, by several workers.
    Scanned again = ScanAll(*source, Numbers(), 3);
    std::sort(again.rows.begin(), again.rows.end());
    Lines sorted = expected.rows;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(again.rows, sorted);
  }
}

// Each record is there before the next one is written.
TEST_F(Pipe, RowsComeBeforeTheEnd) {
  for (const bool gzip : {false, true}) {
    const std::string path = NewPipe();
    const int to = ::open(path.c_str(), O_RDWR);
    const auto packed = [&](const std::string& text) { return gzip ? Gzip(text) : Zstd(text); };
    WriteAll(to, packed("{\"n\":1}\n{\"n\":2}\n"));
    const Result<Recognized> recognized = RecognizeFile(path);
    ASSERT_TRUE(recognized && recognized->reader != nullptr);
    EXPECT_EQ(recognized->reader->name, "ndjson");
    EXPECT_TRUE(recognized->file.open_ended);
    const auto scan = recognized->reader->open({recognized->file})->Open(Numbers());
    const auto worker = (*scan)->NewWorker();
    Batch batch;
    for (const ScanColumn& column : Numbers().columns) batch.columns.emplace_back(column.type);
    ASSERT_TRUE(worker->Next(batch));
    ASSERT_EQ(batch.rows, 2u);
    for (int n = 3; n < 50; ++n) {
      WriteAll(to, packed("{\"n\":" + std::to_string(n) + "}\n"));
      ASSERT_TRUE(worker->Next(batch));
      ASSERT_EQ(batch.rows, 1u);
      EXPECT_EQ(batch.columns[1].Get(0).integer, n);
    }
    // A record of two parts, of which the first has come.
    WriteAll(to, packed("{\"n\":"));
    std::thread later([&] {
      WriteAll(to, packed("50}\n"));
      ::close(to);
    });
    ASSERT_TRUE(worker->Next(batch));
    EXPECT_EQ(batch.columns[1].Get(0).integer, 50);
    EXPECT_FALSE(worker->Next(batch));
    later.join();
  }
}

// Two scans of one pipe: one waits for what comes while the other reads what has come.
TEST_F(Pipe, AQuietPipeDoesNotHoldOthersUp) {
  const std::string path = NewPipe();
  const int to = ::open(path.c_str(), O_RDWR);
  WriteAll(to, "{\"n\":1}\n");
  std::atomic<bool> cancelled{false};
  const Result<Recognized> recognized = RecognizeFile(path, "ndjson", &cancelled);
  ASSERT_TRUE(recognized.has_value());
  const auto source = recognized->reader->open({recognized->file});
  const auto scan = source->Open(Numbers());
  std::atomic<int> rows{0};
  std::thread waits([&] {
    const auto worker = (*scan)->NewWorker();
    Batch batch;
    for (const ScanColumn& column : Numbers().columns) batch.columns.emplace_back(column.type);
    while (worker->Next(batch)) rows += static_cast<int>(batch.rows);
  });
  while (rows == 0) std::this_thread::yield();
  const auto other = source->Open(Numbers());
  const auto worker = (*other)->NewWorker();
  Batch batch;
  for (const ScanColumn& column : Numbers().columns) batch.columns.emplace_back(column.type);
  EXPECT_TRUE(worker->Next(batch));
  EXPECT_EQ(batch.rows, 1u);
  // Nobody writes any more, and the pipe is open: who waits can be stopped.
  cancelled = true;
  waits.join();
  EXPECT_EQ(rows, 1);
  EXPECT_EQ((*scan)->statistics().problems, (Lines{path + ": interrupted (after 8 bytes)"}));
  ::close(to);
}

// What is looked at to know the records ends where the pipe falls silent; later ones are read all the same.
TEST_F(Pipe, AnEmptyPipeIsEmpty) {
  const std::string path = NewPipe();
  std::thread writer([&] { ::close(::open(path.c_str(), O_WRONLY)); });
  const Result<Recognized> recognized = RecognizeFile(path, "ndjson");
  writer.join();
  ASSERT_TRUE(recognized.has_value());
  EXPECT_FALSE(recognized->file.open_ended);
  EXPECT_EQ(recognized->file.bytes, 0u);
  EXPECT_TRUE(ScanAll(*recognized->reader->open({recognized->file}), Numbers()).rows.empty());
}

}  // namespace
}  // namespace quarry
