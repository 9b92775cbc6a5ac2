// Questions to files with a side index and without: the answers must be the same. Longer by hand:
// QUARRY_PROPERTY_ROUNDS=1000 readers_test --gtest_filter='*SideIndex.*'
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>

#include "base/ascii.h"
#include "readers/index/build_index.h"
#include "scan_rows.h"
#include "types/ticks.h"

namespace quarry {

inline constexpr uint64_t kSmallBlocks = 4 << 10;

inline int Rounds() {
  const char* rounds = std::getenv("QUARRY_PROPERTY_ROUNDS");
  return rounds == nullptr ? 8 : std::atoi(rounds);
}

// An index of blocks of 4 KiB beside the file.
inline IndexReport Build(const std::string& path, IndexedFormat format = IndexedFormat::kNdjson,
                         std::shared_ptr<const SideIndex> keep = nullptr) {
  IndexBuild build;
  build.keep = std::move(keep);
  build.format = format;
  build.file = FileOf(path);
  build.index_path = path + kIndexSuffix;
  build.block_bytes = kSmallBlocks;
  build.version = "test";
  const Result<IndexReport> report = BuildIndex(build);
  EXPECT_TRUE(report) << report.error().message;
  return report ? *report : IndexReport();
}

// The same by what the index before says of the file as it was.
inline IndexReport Renew(const std::string& path, IndexedFormat format) {
  Result<std::shared_ptr<const SideIndex>> index = SideIndex::Open(path + kIndexSuffix);
  EXPECT_TRUE(index) << index.error().message;
  return Build(path, format, index ? *index : nullptr);
}

// Nothing in the index, and no block, differs from the file.
inline void ExpectSound(const std::string& path) {
  const Result<std::shared_ptr<const SideIndex>> index = SideIndex::Open(path + kIndexSuffix);
  ASSERT_TRUE(index) << index.error().message;
  const Result<std::string> checked = CheckIndex(**index, FileOf(path));
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(*checked, "");
}

inline InputFile WithIndex(const std::string& path) {
  InputFile file = FileOf(path);
  file.index = path + kIndexSuffix;
  return file;
}

inline std::string Ascending(std::string line, int i) {
  const size_t at = line.find("2026-05-12T17:51");
  if (at == std::string::npos) return line;
  CivilTime time;
  time.year = 2026;
  time.month = 5;
  time.day = 1;
  return line.replace(at, 16, FormatDateTime(FromCivil(time) + i * kTicksPerMinute).substr(0, 16));
}

inline ScanRange Between(std::string_view path, std::string_view min, std::string_view max) {
  ScanRange range;
  range.name = path;
  range.paths = {PathOf(path)};
  range.min = Value::Integer(Type::kDateTime, *ParseDateTime(min));
  range.max = Value::Integer(Type::kDateTime, *ParseDateTime(max));
  return range;
}

// What is asked, and which rows have it. The columns are Timestamp, RemoteUrl, DeviceName, the record and its number.
struct Question {
  std::string name;
  ScanSpec spec;
  bool (*has)(const std::string& row);
};

inline std::string Cell(const std::string& row, int column) {
  std::string rest = row;
  for (; column > 0; --column) rest = rest.substr(rest.find(" | ") + 3);
  return rest.substr(0, rest.find(" | "));
}

inline std::vector<Question> Questions() {
  ScanSpec spec;
  spec.columns = {Field("Timestamp", Type::kDateTime), Field("RemoteUrl"), Field("DeviceName"),
                  Special(ScanColumn::Kind::kEvent), Special(ScanColumn::Kind::kRecord)};
  std::vector<Question> questions;
  ScanSpec literal = spec;
  literal.prefilter = LiteralFilter::Literal("needleinhay", true);
  questions.push_back({"a rare literal", literal, [](const std::string& row) {
                         return AsciiLowered(Cell(row, 1)).find("needleinhay") != std::string::npos;
                       }});
  literal.prefilter = LiteralFilter::And(
      {LiteralFilter::Literal("NeedleInHay", false),
       LiteralFilter::Or({LiteralFilter::Literal("wks-1477", true), LiteralFilter::Literal("zz", true)})});
  questions.push_back({"several literals", literal, [](const std::string& row) {
                         return Cell(row, 1).find("NeedleInHay") != std::string::npos &&
                                Cell(row, 2).find("wks-1477") != std::string::npos;
                       }});
  literal.prefilter = LiteralFilter::Literal("caf\xc3\xa9", false);
  questions.push_back({"letters beyond ASCII", literal,
                       [](const std::string& row) { return Cell(row, 2).find("caf\xc3\xa9") != std::string::npos; }});
  ScanSpec range = spec;
  range.ranges = {Between("Timestamp", "2026-05-01T03:00:00Z", "2026-05-01T03:20:00Z")};
  const auto in_time = [](const std::string& row) {
    const std::string time = Cell(row, 0);
    return time >= "\"2026-05-01T03:00:00.0000000Z" && time <= "\"2026-05-01T03:20:00.0000000Z\"";
  };
  questions.push_back({"a range", range, in_time});
  range.prefilter = LiteralFilter::Literal("login", true);
  questions.push_back({"a range and a literal", range, [](const std::string& row) {
                         const std::string time = Cell(row, 0);
                         return time >= "\"2026-05-01T03:00:00.0000000Z" &&
                                time <= "\"2026-05-01T03:20:00.0000000Z\"" &&
                                AsciiLowered(Cell(row, 1)).find("login") != std::string::npos;
                       }});
  ScanSpec key = spec;
  key.prefilter = LiteralFilter::Literal("escaped", false);
  key.key_filters = {{"RemoteUrl", key.prefilter}};
  questions.push_back(
      {"a member", key, [](const std::string& row) { return Cell(row, 1).find("escaped") != std::string::npos; }});
  ScanSpec nested = spec;
  nested.ranges = {Between("Nowhere.At", "2026-05-01T03:00:00Z", "2026-05-01T03:20:00Z")};
  questions.push_back({"a field that no record has", nested, [](const std::string&) { return false; }});
  return questions;
}

inline std::vector<std::string> Passing(std::vector<std::string> rows, bool (*has)(const std::string&)) {
  std::erase_if(rows, [&](const std::string& row) { return !has(row); });
  return rows;
}

// The answers with the index are those without. Returns how many blocks were left out in all.
inline uint64_t ExpectTheSameAnswers(const Source& plain, const Source& indexed, const std::string& when) {
  uint64_t left_out = 0;
  for (const Question& question : Questions()) {
    const Scanned without = ScanAll(plain, question.spec);
    const Scanned with = ScanAll(indexed, question.spec, 2);
    std::vector<std::string> expected = Passing(without.rows, question.has), got = Passing(with.rows, question.has);
    std::sort(expected.begin(), expected.end());
    std::sort(got.begin(), got.end());
    EXPECT_EQ(got, expected) << question.name << " " << when;
    EXPECT_EQ(with.statistics.records_seen, without.statistics.records_seen) << question.name << " " << when;
    EXPECT_GE(with.statistics.records_skipped, without.statistics.records_skipped) << question.name << " " << when;
    left_out += with.statistics.index_blocks - with.statistics.index_blocks_read;
  }
  return left_out;
}

inline void RestoreTimes(const std::string& path, const struct stat& before) {
  const timespec times[2] = {before.st_atim, before.st_mtim};
  ASSERT_EQ(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
}

inline std::string Content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace quarry
