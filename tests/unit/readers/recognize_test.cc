// What a file is, which files a path names, and compressed input.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include "packing.h"
#include "readers/reader.h"
#include "scan_rows.h"

namespace quarry {
namespace {

using Lines = std::vector<std::string>;

std::string ManyLines(int from, int to) {
  std::string out;
  for (int i = from; i < to; ++i)
    out +=
        "{\"n\":" + std::to_string(i) + ",\"pad\":\"" + std::string(static_cast<size_t>(i * 7919 % 500), 'p') + "\"}\n";
  return out;
}

class Recognize : public testing::Test {
 protected:
  std::string Kind(const std::string& name, std::string_view content) {
    const Result<Recognized> found = RecognizeFile(folder_.Write(name, content));
    return !found ? "error" : found->reader ? std::string(found->reader->name) : "nothing: " + found->why;
  }
  Scanned Numbers(const std::string& path, int workers = 2) {
    const Result<Recognized> found = RecognizeFile(path);
    ScanSpec spec;
    spec.columns = {Field("n", Type::kLong), Special(ScanColumn::Kind::kRecord)};
    return ScanAll(*found->reader->open({found->file}), spec, workers);
  }
  TemporaryFolder folder_;
};

TEST_F(Recognize, ByContent) {
  EXPECT_EQ(Kind("a.txt", "{\"a\":1}\n{\"b\":2}\n"), "ndjson");
  EXPECT_EQ(Kind("b.json", "{\"a\":1}"), "ndjson");
  EXPECT_EQ(Kind("c", "[\n{\"a\":1}]"), "json");
  EXPECT_EQ(Kind("d", "{\n \"a\":1\n}"), "json");
  EXPECT_EQ(Kind("e.log", "{\"Records\":[{\"a\":1}]}"), "json");
  EXPECT_EQ(Kind("f", "a,b,c\n1,2,3\n"), "csv");
  EXPECT_EQ(Kind("g", "{\"a\":1}\nbroken\n{\"b\":2}\n{\"b\":3}\n"), "ndjson");
  EXPECT_EQ(Kind("h", Gzip("{\"a\":1}\n{\"b\":2}\n")), "ndjson");
  EXPECT_EQ(Kind("i", Zstd("a;b;c\n1;2;3\n")), "csv");
}

TEST_F(Recognize, ByNameWhenTheContentSaysNothing) {
  EXPECT_EQ(Kind("empty.csv", ""), "csv");
  EXPECT_EQ(Kind("header.tsv", "a\tb\n"), "csv");
  EXPECT_EQ(Kind("empty.bin", ""), "nothing: empty");
}

TEST_F(Recognize, SaysWhatItDoesNotKnow) {
  EXPECT_EQ(Kind("a.bin", std::string("\x7f"
                                      "ELF\0\1",
                                      6)),
            "nothing: binary data that no reader knows");
  EXPECT_EQ(Kind("b.json", std::string("\xff\xfe{\0\"\0", 6)), "nothing: UTF-16 text, which is not read; UTF-8 is");
  EXPECT_EQ(Kind("c.txt", "Dear Sir,\nhow are you\n"), "nothing: text that no reader knows");
  EXPECT_EQ(Kind("dns.log", "#separator \\x09\n#fields\tts\n1\t2\n"),
            "nothing: a Zeek log in columns, which is not read; Zeek's JSON logs are");
  EXPECT_FALSE(RecognizeFile(folder_.path() + "/absent"));
  EXPECT_FALSE(RecognizeFile(folder_.path()));
  EXPECT_FALSE(RecognizeFile(folder_.path() + "/c.txt", "nosuch"));
}

TEST_F(Recognize, ExpandsFoldersAndGlobs) {
  folder_.Write("b.json", "x");
  folder_.Write("a.json", "x");
  folder_.Write(".hidden", "x");
  ::mkdir((folder_.path() + "/sub").c_str(), 0755);
  folder_.Write("sub/c.json", "x");
  const auto names = [&](const std::string& path, Lines& problems) {
    Lines out = ExpandPath(path, problems);
    for (std::string& name : out) name = name.substr(folder_.path().size() + 1);
    return out;
  };
  Lines problems;
  EXPECT_EQ(names(folder_.path(), problems), (Lines{"a.json", "b.json", "sub/c.json"}));
  EXPECT_EQ(names(folder_.path() + "/*.json", problems), (Lines{"a.json", "b.json"}));
  EXPECT_EQ(names(folder_.path() + "/**/*.json", problems), (Lines{"a.json", "b.json", "sub/c.json"}));
  EXPECT_EQ(names(folder_.path() + "/[b-z].js?n", problems), (Lines{"b.json"}));
  EXPECT_EQ(names(folder_.path() + "/{sub/c,a,b*}.json", problems), (Lines{"a.json", "b.json", "sub/c.json"}));
  EXPECT_EQ(names(folder_.path() + "/{a,{b,a}}.{json,js*}", problems), (Lines{"a.json", "b.json"}));
  EXPECT_EQ(ExpandPath("-", problems), (Lines{"-"}));
  EXPECT_TRUE(problems.empty());
  EXPECT_TRUE(ExpandPath(folder_.path() + "/*.csv", problems).empty());
  EXPECT_TRUE(ExpandPath("/absent/x", problems).empty());
  EXPECT_EQ(problems, (Lines{folder_.path() + "/*.csv: no file matches", "/absent/x: no such file or folder"}));
  problems.clear();
  EXPECT_EQ(names(folder_.path() + "/{a,absent}.json", problems), (Lines{"a.json"}));
  EXPECT_TRUE(ExpandPath(folder_.path() + "/{a}.json", problems).empty());  // no comma: a name with braces
  std::string many = folder_.path() + "/";
  for (int i = 0; i < 11; ++i) many += "{a,b}";
  EXPECT_TRUE(ExpandPath(many, problems).empty());
  EXPECT_EQ(problems, (Lines{folder_.path() + "/absent.json: no such file or folder",
                             folder_.path() + "/{a}.json: no such file or folder",
                             many + ": the braces stand for more than 1000 paths"}));
}

TEST_F(Recognize, LinksThatLeadBackUpAndThousandsOfFiles) {
  std::filesystem::create_directories(folder_.path() + "/deep/er");
  std::filesystem::create_directory_symlink("..", folder_.path() + "/deep/up");
  std::filesystem::create_symlink("missing", folder_.path() + "/deep/dangling");
  for (int i = 0; i < 2000; ++i) folder_.Write("deep/er/" + std::to_string(i), "{\"n\":1}\n");
  Lines problems;
  for (const char* const pattern : {"", "/**", "/deep/**/[0-9]*"}) {
    const Lines files = ExpandPath(folder_.path() + pattern, problems);
    EXPECT_EQ(files.size(), 2000u) << pattern;
    EXPECT_TRUE(std::is_sorted(files.begin(), files.end()));
  }
  EXPECT_TRUE(problems.empty());
}

// What a compressed input may decode to bounds the work, not only the memory.
TEST_F(Recognize, ACompressedInputIsGivenUpAtItsLimit) {
  const std::string text = ManyLines(1, 20001);
  for (const std::string& packed : {Gzip(text), Zstd(text), ZstdFrames(text, 1 << 20), Bgzf(text)}) {
    const std::string path = folder_.Write("x", packed);
    InputFile file = RecognizeFile(path)->file;
    ScanSpec spec;
    spec.columns = {Special(ScanColumn::Kind::kRecord)};
    for (const uint64_t most : {uint64_t{1}, uint64_t{1000}, uint64_t{3000000}, text.size() - 1, text.size()}) {
      file.most_decoded = most;
      const Scanned out = ScanAll(*FindReader("ndjson")->open({file}), spec, 2);
      const std::string before = text.substr(0, most);
      EXPECT_EQ(out.rows.size() + out.statistics.records_skipped,
                static_cast<size_t>(std::count(before.begin(), before.end(), '\n')) + !before.ends_with('\n'));
      const std::string expected =
          path + ": given up after " + std::to_string(most) + " decoded bytes, as --max-decoded says";
      const Lines& problems = out.statistics.problems;
      EXPECT_EQ(std::count(problems.begin(), problems.end(), expected), most < text.size()) << most;
    }
  }
}

// Checksums of frames are compared by who cuts what was decoded.
TEST_F(Recognize, AFrameWithAWrongChecksumIsDamaged) {
  const std::string text = ManyLines(1, 60001);
  ASSERT_GT(text.size(), 1u << 20);
  std::string packed = Zstd(text, true);
  packed.back() = static_cast<char>(packed.back() ^ 1);
  for (const std::string& behind : {std::string(), Zstd("{\"n\":1}\n", true)}) {
    const std::string path = folder_.Write("x", ZstdSkippable(std::string(17u << 20, 'x')) + packed + behind);
    ScanSpec spec;
    spec.columns = {Special(ScanColumn::Kind::kRecord)};
    for (const int workers : {1, 3}) {
      const Scanned out = ScanAll(*FindReader("ndjson")->open({RecognizeFile(path)->file}), spec, workers);
      EXPECT_EQ(out.rows.size(), 60000u);
      EXPECT_EQ(out.statistics.problems,
                (Lines{path + ": zstd data is damaged (Restored data doesn't match checksum) (after " +
                       std::to_string(text.size()) + " bytes)"}));
    }
  }
}

TEST_F(Recognize, ReadsCompressedFilesOfSeveralMembers) {
  for (const bool gzip : {true, false}) {
    const auto pack = [&](std::string_view text) { return gzip ? Gzip(text) : Zstd(text); };
    const std::string path = folder_.Write("x", pack(ManyLines(1, 3000)) + pack("") + pack(ManyLines(3000, 5001)));
    const Scanned out = Numbers(path);
    ASSERT_EQ(out.rows.size(), 5000u);
    for (const std::string& row : out.rows) EXPECT_EQ(row.substr(0, row.find(" | ")), row.substr(row.find(" | ") + 3));
    EXPECT_TRUE(out.statistics.problems.empty());
    EXPECT_EQ(out.statistics.bytes_read, out.statistics.bytes_total);
  }
}

TEST_F(Recognize, ReadsWhatACutCompressedFileStillHas) {
  for (const bool gzip : {true, false}) {
    std::string packed = gzip ? Gzip(ManyLines(1, 5001)) : Zstd(ManyLines(1, 5001));
    packed.resize(packed.size() / 2);
    const std::string path = folder_.Write("x", packed);
    const Scanned out = Numbers(path);
    EXPECT_GT(out.rows.size(), 500u) << gzip;
    const std::string expected = path + (gzip ? ": gzip data ends in the middle" : ": zstd data ends in the middle");
    EXPECT_TRUE(std::any_of(out.statistics.problems.begin(), out.statistics.problems.end(),
                            [&](const std::string& problem) { return problem.starts_with(expected); }));
  }
}

TEST_F(Recognize, ADamagedCompressedFileIsAProblem) {
  std::string packed = Gzip(ManyLines(1, 5001));
  for (size_t i = packed.size() / 2; i < packed.size() / 2 + 50; ++i) packed[i] = static_cast<char>(i);
  const Scanned out = Numbers(folder_.Write("x", packed));
  EXPECT_FALSE(out.statistics.problems.empty());
}

TEST_F(Recognize, ReadsSeveralFilesAtOnce) {
  std::vector<InputFile> files;
  for (int i = 0; i < 6; ++i) {
    const std::string text = ManyLines(i * 1000, i * 1000 + 1000);
    const std::string path = folder_.Write("f" + std::to_string(i), i % 3 == 0   ? text
                                                                    : i % 3 == 1 ? Gzip(text)
                                                                                 : Zstd(text));
    files.push_back(RecognizeFile(path)->file);
  }
  ScanSpec spec;
  spec.columns = {Field("n", Type::kLong)};
  for (const int workers : {1, 2, 5}) {
    Lines rows = ScanAll(*FindReader("ndjson")->open(files), spec, workers).rows;
    std::sort(rows.begin(), rows.end());
    EXPECT_EQ(rows.size(), 6000u);
    EXPECT_EQ(std::unique(rows.begin(), rows.end()), rows.end());
  }
}

TEST_F(Recognize, WorkersRunOnThreadsOfTheirOwn) {
  std::vector<InputFile> files;
  for (int i = 0; i < 4; ++i) {
    const std::string text = ManyLines(i * 3000, i * 3000 + 3000) + "broken\n";
    files.push_back(RecognizeFile(folder_.Write("f" + std::to_string(i), i % 2 == 0 ? text : Zstd(text)))->file);
  }
  files.push_back({folder_.path() + "/absent", 0, Codec::kPlain});
  ScanSpec spec;
  spec.columns = {Field("n", Type::kLong), Special(ScanColumn::Kind::kRecord)};
  for (const bool cancel : {false, true}) {
    Result<std::unique_ptr<Scan>> scan = FindReader("ndjson")->open(files)->Open(spec);
    ASSERT_TRUE(scan);
    std::atomic<int64_t> sum{0}, rows{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
        Batch batch;
        for (const ScanColumn& column : spec.columns) batch.columns.emplace_back(column.type);
        while (worker->Next(batch)) {
          for (size_t row = 0; row < batch.rows; ++row) sum += batch.columns[0].Get(row).integer;
          rows += static_cast<int64_t>(batch.rows);
          if (cancel) (*scan)->Cancel();
          (void)(*scan)->statistics();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    if (cancel) {
      EXPECT_LT(rows, 12000);
      continue;
    }
    EXPECT_EQ(rows, 12000);
    EXPECT_EQ(sum, int64_t{11999} * 12000 / 2);
    const ScanStatistics statistics = (*scan)->statistics();
    EXPECT_EQ(statistics.records_skipped, 4u);
    EXPECT_EQ(statistics.problems.size(), 5u);
    EXPECT_EQ(statistics.records_seen, 12004u);
  }
}

}  // namespace
}  // namespace quarry
