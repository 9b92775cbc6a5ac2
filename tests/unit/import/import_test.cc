// Whatever records hold, a scan of what was imported of them gives what a scan of the records gives: every member, at
// every path, as every type, alone and as one of several places.
#include "import/import.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>

#include "exec/executor.h"
#include "readers/reader.h"
#include "types/cell_text.h"
#include "types/ticks.h"

namespace quarry {
namespace {

namespace fs = std::filesystem;

class ImportTest : public testing::Test {
 protected:
  void SetUp() override {
    setenv("QUARRY_DATA_DIR", QUARRY_SOURCE_DIR "/data", 1);
    folder_ = fs::path(testing::TempDir()) / ("quarry-import-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    executor_ = std::move(*Executor::Create());  // announces the decoder of Parquet
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  void Write(const std::string& name, const std::string& text) { std::ofstream(Path(name), std::ios::binary) << text; }
  Result<ImportReport> Run(const std::string& input, const std::string& to, bool replace = false) {
    ImportOptions options;
    options.inputs = {{Path(input), "", ""}};
    options.folder = Path(to);
    options.replace = replace;
    options.row_group_rows = 2048;
    DiagnosticList diagnostics;
    SourceMap sources;
    Result<ImportReport> report = Import(options, diagnostics, sources);
    EXPECT_FALSE(diagnostics.has_errors());
    return report;
  }
  static std::vector<InputFile> Files(const std::string& path) {
    std::vector<std::string> problems;
    std::vector<InputFile> files;
    for (const std::string& file : ExpandPath(path, problems)) files.push_back(RecognizeFile(file)->file);
    EXPECT_TRUE(problems.empty());
    return files;
  }

  fs::path folder_;
  std::unique_ptr<Executor> executor_;
};

// Cells by record number, as text.
std::map<int64_t, std::vector<std::string>> Rows(const Source& source, std::vector<ScanColumn> columns) {
  ScanColumn number;
  number.kind = ScanColumn::Kind::kRecord;
  number.type = Type::kLong;
  columns.push_back(number);
  ScanSpec spec;
  spec.columns = columns;
  std::map<int64_t, std::vector<std::string>> rows;
  Result<std::unique_ptr<Scan>> scan = source.Open(spec);
  if (!scan) {
    ADD_FAILURE() << scan.error().message;
    return rows;
  }
  Batch batch;
  for (const ScanColumn& column : columns) batch.columns.emplace_back(column.type);
  const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
  batch.Clear();
  while (worker->Next(batch)) {
    for (size_t row = 0; row < batch.rows; ++row) {
      std::vector<std::string> cells;
      for (size_t i = 0; i + 1 < columns.size(); ++i) {
        const Cell cell = batch.columns[i].Get(row);
        std::string text = "null";
        if (!cell.null) {
          text.clear();
          AppendCellJson(columns[i].type, cell, text);
        }
        cells.push_back(std::move(text));
      }
      rows[batch.columns.back().Get(row).integer] = std::move(cells);
    }
    batch.Clear();
  }
  return rows;
}

class RecordMaker {
 public:
  explicit RecordMaker(unsigned seed) : random_(seed) {}

  std::string Record() {
    std::string out = "{";
    for (const char* name :
         {"time", "host", "n", "mixed", "flag", "id", "when", "json", "gone", "deep", "odd.name", "ÄÖ"}) {
      if (Below(10) == 0) continue;
      if (out.size() > 1) out += ',';
      out += '"' + std::string(name) + "\":" + Value(name);
      if (Below(60) == 0) out += ",\"" + std::string(name) + "\":" + Any();  // the last one counts
    }
    return out + "}";
  }

 private:
  unsigned Below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  std::string Time() {
    std::string text = FormatDateTime(kUnixEpochTicks + 17'000LL * kTicksPerDay +
                                      static_cast<int64_t>(random_() % 864'000'000) * 3001);
    return text;
  }
  std::string Any() {
    static const char* const kValues[] = {"null",
                                          "true",
                                          "false",
                                          "0",
                                          "-1",
                                          "7",
                                          "007",
                                          "1.0",
                                          "1e3",
                                          "-0",
                                          "9223372036854775807",
                                          "9223372036854775808",
                                          "0.1",
                                          "\"\"",
                                          "\"7\"",
                                          "\"007\"",
                                          "\"true\"",
                                          "\"text\"",
                                          "\"a\\u0041\\n\\\"\"",
                                          "\"\\ud800\"",
                                          "[]",
                                          "[1,\"x\"]",
                                          "{}",
                                          "{\"a\":1}",
                                          "\"{\\\"a\\\":{\\\"b\\\":2}}\"",
                                          "\"[1,2]\"",
                                          "\"{broken\"",
                                          "\"2026-03-02T10:00:00Z\"",
                                          "\"2026-03-02\"",
                                          "\"1772442000\"",
                                          "1772442000123",
                                          "\"10.5\"",
                                          "\"1d\"",
                                          "\"5f0c6f0e-1111-4222-8333-000000000001\"",
                                          "\"{5F0C6F0E-1111-4222-8333-000000000001}\"",
                                          "\"2026-03-02 10:00:00.5+02:00\"",
                                          "{\"b\":{\"a\":null}}"};
    std::string value = kValues[Below(std::size(kValues))];
    return value == "007" ? "7" : value;
  }
  std::string Value(const std::string& name) {
    if (Below(40) == 0) return Any();
    if (name == "time") return '"' + Time() + '"';
    if (name == "when") return '"' + Time().substr(0, 19 + Below(2) * 9) + "Z\"";
    if (name == "n") return std::to_string(static_cast<int>(random_() % 2000) - 1000);
    if (name == "flag") return Below(2) ? "true" : "false";
    if (name == "id") return '"' + std::to_string(Below(100)) + '"';
    if (name == "json")
      return Below(2) ? "{\"a\":{\"b\":" + std::to_string(Below(9)) + "}}" : "\"{\\\"a\\\":{\\\"b\\\":1}}\"";
    if (name == "deep") return "{\"a\":" + std::to_string(Below(9)) + ",\"b\":{\"c\":\"x\"}}";
    if (name == "mixed" || name == "gone") return Any();
    return "\"host-" + std::to_string(Below(20)) + "\"";
  }
  std::mt19937 random_;
};

FieldPath PathOf(const std::vector<std::string>& names) {
  FieldPath path;
  for (const std::string& name : names) {
    JsonStep step;
    if (name.starts_with('#')) {
      step.is_index = true;
      step.index = name[1] - '0';
    } else {
      step.name = name;
    }
    path.push_back(step);
  }
  return path;
}

TEST_F(ImportTest, EveryMemberReadsAsBefore) {
  const std::vector<FieldPath> paths = {PathOf({"time"}),        PathOf({"host"}),
                                        PathOf({"n"}),           PathOf({"mixed"}),
                                        PathOf({"flag"}),        PathOf({"id"}),
                                        PathOf({"when"}),        PathOf({"json"}),
                                        PathOf({"json", "a"}),   PathOf({"json", "a", "b"}),
                                        PathOf({"gone"}),        PathOf({"deep"}),
                                        PathOf({"deep", "a"}),   PathOf({"deep", "b", "c"}),
                                        PathOf({"odd.name"}),    PathOf({"ÄÖ"}),
                                        PathOf({"absent"}),      PathOf({"mixed", "a"}),
                                        PathOf({"mixed", "#0"}), PathOf({"host", "a"})};
  const char* const rounds_text = std::getenv("QUARRY_PROPERTY_ROUNDS");
  const int rounds = rounds_text == nullptr ? 2 : std::atoi(rounds_text);
  for (int round = 0; round < rounds; ++round) {
    RecordMaker maker(static_cast<unsigned>(round));
    std::string text;
    // A small set leaves columns of one kind; a large one has every oddity in all of them.
    const int records = round % 2 == 0 ? 60 : 800;
    for (int i = 0; i < records; ++i) text += maker.Record() + "\n";
    Write("app.ndjson", text);
    Result<ImportReport> report = Run("app.ndjson", "out", true);
    ASSERT_TRUE(report) << report.error().message;
    ASSERT_EQ(report->records, static_cast<uint64_t>(records));
    const auto raw = FindReader("ndjson")->open(Files(Path("app.ndjson")));
    const auto imported = FindReader("parquet")->open(Files(Path("out")));
    std::vector<ScanColumn> columns;
    ScanColumn event;
    event.kind = ScanColumn::Kind::kEvent;
    event.type = Type::kDynamic;
    columns.push_back(event);
    for (int type = 0; type < kTypeCount; ++type) {
      for (size_t p = 0; p < paths.size(); ++p) {
        ScanColumn column;
        column.type = static_cast<Type>(type);
        column.paths = {paths[p]};
        columns.push_back(column);
        column.paths.push_back(paths[(p * 7 + 3) % paths.size()]);
        column.null_as_empty = column.type == Type::kString;
        columns.push_back(column);
      }
    }
    const auto expected = Rows(*raw, columns);
    // All at once, and each alone: what else is read must not matter.
    const auto all = Rows(*imported, columns);
    ASSERT_EQ(expected.size(), all.size());
    for (const auto& [number, cells] : expected) {
      for (size_t c = 0; c < columns.size(); ++c)
        ASSERT_EQ(cells[c], all.at(number)[c])
            << "round " << round << " record " << number << " column " << c << " type " << TypeName(columns[c].type);
    }
    for (size_t c = 0; c < columns.size(); c += 5) {
      const auto alone = Rows(*imported, {columns[c]});
      for (const auto& [number, cells] : expected)
        ASSERT_EQ(cells[c], alone.at(number)[0]) << "round " << round << " record " << number << " column " << c;
    }
  }
}

// Row groups that ranges and texts leave out hold nothing that passes.
TEST_F(ImportTest, WhatIsSkippedDoesNotMatch) {
  RecordMaker maker(11);
  std::string text;
  for (int i = 0; i < 8'000; ++i) text += maker.Record() + "\n";
  Write("app.ndjson", text);
  ASSERT_TRUE(Run("app.ndjson", "out"));
  const auto imported = FindReader("parquet")->open(Files(Path("out")));
  std::mt19937 random(3);
  size_t skipped = 0;
  for (int round = 0; round < 40; ++round) {
    ScanSpec spec;
    ScanColumn column;
    column.type = round % 3 == 0 ? Type::kDateTime : round % 3 == 1 ? Type::kLong : Type::kString;
    column.paths = {PathOf({round % 3 == 0 ? "time" : round % 3 == 1 ? "n" : "host"})};
    spec.columns = {column};
    const auto all = Rows(*imported, spec.columns);
    ScanRange range;
    range.type = column.type;
    range.paths = column.paths;
    if (column.type == Type::kDateTime) {
      const int64_t from =
          kUnixEpochTicks + 17'000LL * kTicksPerDay + static_cast<int64_t>(random() % 864'000'000) * 3001;
      range.min = Value::Integer(column.type, from);
      range.max = Value::Integer(column.type, from + 600 * kTicksPerSecond);
    } else if (column.type == Type::kLong) {
      range.min = Value::Integer(column.type, static_cast<int>(random() % 3000) - 1500);
    } else {
      range.min = range.max = Value::String("host-" + std::to_string(random() % 30));
    }
    spec.ranges = {range};
    size_t expected = 0, kept = 0;
    const auto passes = [&](const Cell& cell) {
      if (cell.null) return false;
      const Value value = Value::FromCell(column.type, cell);
      return (range.min.is_null() || CompareBounds(value, range.min) >= 0) &&
             (range.max.is_null() || CompareBounds(value, range.max) <= 0);
    };
    for (const bool use : {false, true}) {
      spec.use_prefilter = use;
      Result<std::unique_ptr<Scan>> scan = imported->Open(spec);
      ASSERT_TRUE(scan);
      const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
      Batch batch;
      batch.columns.emplace_back(column.type);
      batch.Clear();
      while (worker->Next(batch)) {
        for (size_t row = 0; row < batch.rows; ++row) (use ? kept : expected) += passes(batch.columns[0].Get(row));
        batch.Clear();
      }
      if (use) skipped += (*scan)->statistics().records_seen < 8'000;
    }
    EXPECT_EQ(expected, kept) << DescribeRange(range);
  }
  EXPECT_GT(skipped, 5u);
}

TEST_F(ImportTest, AFullDiskLeavesTheFolderAsItWas) {
  Write("a.ndjson", "{\"time\":\"2026-03-02T10:00:00Z\",\"a\":1}\n");
  ASSERT_TRUE(Run("a.ndjson", "out"));
  Write("b.ndjson", "{\"time\":\"2026-03-03T10:00:00Z\",\"a\":2}\n");
  // No new folder can be made where a file of its name stands.
  Write("out/b", "");
  ImportOptions options;
  options.inputs = {{Path("b.ndjson"), "", ""}};
  options.folder = Path("out");
  DiagnosticList diagnostics;
  SourceMap sources;
  EXPECT_FALSE(Import(options, diagnostics, sources));
  fs::remove(Path("out/b"));
  // What was complete is finished by the next import.
  Write("c.ndjson", "{\"time\":\"2026-03-04T10:00:00Z\",\"a\":3}\n");
  ASSERT_TRUE(Run("c.ndjson", "out"));
  size_t records = 0;
  ScanColumn a;
  a.type = Type::kLong;
  a.paths = {PathOf({"a"})};
  for (const InputFile& file : Files(Path("out"))) records += Rows(*FindReader("parquet")->open({file}), {a}).size();
  EXPECT_EQ(records, 3u);
  for (const fs::directory_entry& entry : fs::directory_iterator(Path("out")))
    EXPECT_FALSE(entry.path().filename().string().starts_with(".quarry-import")) << entry.path();
}

TEST_F(ImportTest, CancelledImportsLeaveNothing) {
  Write("a.ndjson", "{\"time\":\"2026-03-02T10:00:00Z\",\"a\":1}\n");
  std::atomic<bool> cancelled{true};
  ImportOptions options;
  options.inputs = {{Path("a.ndjson"), "", ""}};
  options.folder = Path("out");
  options.cancelled = &cancelled;
  DiagnosticList diagnostics;
  SourceMap sources;
  Result<ImportReport> report = Import(options, diagnostics, sources);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().message, "cancelled");
  EXPECT_FALSE(fs::exists(Path("out")));
}

}  // namespace
}  // namespace quarry
