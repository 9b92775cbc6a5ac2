// Files that are written to, cut, removed or withheld while they are read: what was there is read, no record is made of
// a part of one, what is missing is named, and the other files go on.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "packing.h"
#include "scan_rows.h"

namespace quarry {
namespace {

using Lines = std::vector<std::string>;

// A record states its number twice, so that a part of one shows; digits that nobody can foresee make compressed files
// as long as it takes to read them in several pieces.
std::string TextOf(int n) {
  const std::string number = std::to_string(n);
  std::string text = "t" + number;
  for (uint64_t hash = static_cast<uint64_t>(n) + 1, i = 0; i < 2 + hash % 3; ++i)
    text += std::to_string(hash *= 0x9e3779b97f4a7c15);
  return text + number + "e";
}
std::string Record(bool csv, int n) {
  const std::string number = std::to_string(n);
  return csv ? number + "," + TextOf(n) + "\n" : R"({"n":)" + number + R"(,"text":")" + TextOf(n) + "\"}\n";
}
std::string Records(bool csv, int from, int to) {
  std::string text;
  for (int n = from; n < to; ++n) text += Record(csv, n);
  return text;
}

struct Form {
  bool csv;
  Codec codec;
};
const Form kForms[] = {{false, Codec::kPlain}, {false, Codec::kGzip}, {false, Codec::kZstd},
                       {true, Codec::kPlain},  {true, Codec::kGzip},  {true, Codec::kZstd}};

std::string Packed(Codec codec, const std::string& text) {
  return codec == Codec::kGzip ? Gzip(text) : codec == Codec::kZstd ? Zstd(text, true) : text;
}

ScanSpec Numbers() {
  ScanSpec spec;
  spec.columns = {Field("n", Type::kLong), Field("text")};
  return spec;
}

class ChangingFiles : public testing::Test {
 protected:
  // Scans the file and changes it when the first rows are there. How many rows there were; each has to be whole.
  template <typename Change>
  size_t ScanAround(const std::string& path, const Form& form, Change change) {
    const ReaderDef& reader = *FindReader(form.csv ? "csv" : "ndjson");
    const auto scan = reader.open({FileOf(path, form.codec)})->Open(Numbers());
    const auto worker = (*scan)->NewWorker();
    Batch batch;
    for (const ScanColumn& column : Numbers().columns) batch.columns.emplace_back(column.type);
    size_t rows = 0;
    while (worker->Next(batch)) {
      for (size_t row = 0; row < batch.rows; ++row) {
        const auto n = static_cast<int>(batch.columns[0].Get(row).integer);
        EXPECT_TRUE(seen_.insert(n).second) << n;
        EXPECT_EQ(batch.columns[1].Get(row).text, TextOf(n));
      }
      if (rows == 0) change();
      rows += batch.rows;
    }
    statistics_ = (*scan)->statistics();
    return rows;
  }

  void SetUp() override { seen_.clear(); }
  static std::string Name(const Form& form) {
    return std::string(form.csv ? "csv" : "ndjson") + std::to_string(static_cast<int>(form.codec));
  }

  TemporaryFolder folder_;
  std::set<int> seen_;
  ScanStatistics statistics_;
};

// Sizes that are read at once, in blocks and ranges, and as streams.
constexpr int kSizes[] = {10, 3000, 60000};

TEST_F(ChangingFiles, WhatIsAppendedMeanwhileTearsNothing) {
  for (const Form& form : kForms) {
    for (const int size : kSizes) {
      SCOPED_TRACE(Name(form) + " " + std::to_string(size));
      seen_.clear();
      const std::string path =
          folder_.Write("f", Packed(form.codec, (form.csv ? "n,text\n" : "") + Records(form.csv, 0, size)));
      const size_t rows = ScanAround(path, form, [&] {
        std::ofstream(path, std::ios::binary | std::ios::app)
            << Packed(form.codec, Records(form.csv, size, size + 2000));
      });
      EXPECT_GE(rows, static_cast<size_t>(size));
      for (int n = 0; n < size; ++n) ASSERT_TRUE(seen_.count(n)) << n;
      EXPECT_EQ(statistics_.records_skipped, 0u);
      EXPECT_TRUE(statistics_.problems.empty()) << statistics_.problems.front();
    }
  }
}

// The last record was being written: it is read when its end has come, and left out and counted when not.
TEST_F(ChangingFiles, ARecordThatIsBeingWritten) {
  for (const Form& form : kForms) {
    if (form.codec == Codec::kPlain && form.csv) continue;  // a last line without an end is a record of CSV
    for (const int size : kSizes) {
      SCOPED_TRACE(Name(form) + " " + std::to_string(size));
      seen_.clear();
      const std::string last = Record(form.csv, size);
      const std::string whole = Packed(form.codec, (form.csv ? "n,text\n" : "") + Records(form.csv, 0, size) + last);
      const size_t cut = form.codec == Codec::kPlain ? 7 : 20;  // bytes that are still to come
      const std::string path = folder_.Write("f", whole.substr(0, whole.size() - cut));
      const size_t rows = ScanAround(path, form, [&] {});
      EXPECT_LE(rows, static_cast<size_t>(size));
      // Zstd gives whole blocks, which may end with a record.
      EXPECT_TRUE(statistics_.records_skipped == 1 || form.codec == Codec::kZstd);
      EXPECT_EQ(statistics_.problems.size(), 1u);
    }
  }
}

TEST_F(ChangingFiles, AFileThatBecomesShorter) {
  for (const Form& form : kForms) {
    SCOPED_TRACE(Name(form));
    seen_.clear();
    constexpr int kRecords = 60000;
    const std::string path =
        folder_.Write("f", Packed(form.codec, (form.csv ? "n,text\n" : "") + Records(form.csv, 0, kRecords)));
    const uint64_t bytes = std::filesystem::file_size(path);
    const size_t rows = ScanAround(path, form, [&] { std::filesystem::resize_file(path, bytes - bytes / 4); });
    EXPECT_LT(rows, static_cast<size_t>(kRecords));
    EXPECT_GT(rows, 100u);
    ASSERT_FALSE(statistics_.problems.empty());
    const bool named =
        std::any_of(statistics_.problems.begin(), statistics_.problems.end(), [&](const std::string& text) {
          return text.starts_with(path) && (text.find("became shorter while it was read") != std::string::npos ||
                                            text.find("data ends in the middle") != std::string::npos);
        });
    EXPECT_TRUE(named) << statistics_.problems.front();
  }
}

// Between the listing of a folder and its reading, files go, become folders, or must not be read any more.
TEST_F(ChangingFiles, FilesThatCannotBeOpenedAreNamedAndTheOthersRead) {
  for (const Form& form : kForms) {
    SCOPED_TRACE(Name(form));
    const ReaderDef& reader = *FindReader(form.csv ? "csv" : "ndjson");
    std::vector<InputFile> files;
    for (int i = 0; i < 5; ++i) {
      const std::string path =
          folder_.Write(Name(form) + "-" + std::to_string(i),
                        Packed(form.codec, (form.csv ? "n,text\n" : "") + Records(form.csv, 10 * i, 10 * i + 10)));
      files.push_back(FileOf(path, form.codec));
    }
    const auto source = reader.open(files);
    std::filesystem::remove(files[1].path);
    std::filesystem::remove(files[2].path);
    std::filesystem::create_directory(files[2].path);
    const bool may_be_withheld = ::geteuid() != 0;
    if (may_be_withheld) ::chmod(files[3].path.c_str(), 0);
    const Scanned out = ScanAll(*source, Numbers(), 2);
    EXPECT_EQ(out.rows.size(), may_be_withheld ? 20u : 30u);
    Lines expected = {files[1].path + ": cannot open: No such file or directory", files[2].path + ": is a folder"};
    if (may_be_withheld) expected.push_back(files[3].path + ": cannot open: Permission denied");
    EXPECT_EQ(out.statistics.problems, expected);
  }
}

// Of a disk that fails; here a process's own memory, whose first page cannot be read.
TEST_F(ChangingFiles, AFailingReadIsNamed) {
  const std::string good = folder_.Write("good", Gzip(Records(false, 0, 10)));
  InputFile bad = FileOf(good, Codec::kGzip);
  bad.path = "/proc/self/mem";
  const Scanned out = ScanAll(*FindReader("ndjson")->open({bad, FileOf(good, Codec::kGzip)}), Numbers(), 2);
  EXPECT_EQ(out.rows.size(), 10u);
  ASSERT_EQ(out.statistics.problems.size(), 1u);
  EXPECT_TRUE(out.statistics.problems[0].starts_with("/proc/self/mem: ")) << out.statistics.problems[0];
  EXPECT_NE(out.statistics.problems[0].find("cannot read: Input/output error"), std::string::npos);
}

}  // namespace
}  // namespace quarry
