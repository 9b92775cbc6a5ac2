// The Parquet reader below the decoder: footers, damaged ones too, and what imported files say of themselves.
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <random>

#include "readers/formats/parquet/file_plan.h"
#include "readers/formats/parquet/footer.h"
#include "readers/formats/parquet/stored_layout.h"
#include "types/ticks.h"

namespace quarry {
namespace {

const std::string kFolder = QUARRY_SOURCE_DIR "/tests/golden/data/parquet/";

std::string FooterBytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  uint32_t length = 0;
  std::memcpy(&length, all.data() + all.size() - 8, 4);
  return all.substr(all.size() - 8 - length, length);
}

FieldPath Path(std::initializer_list<const char*> names) {
  FieldPath path;
  for (const char* name : names) {
    JsonStep step;
    step.name = name;
    path.push_back(step);
  }
  return path;
}

TEST(ParquetFooter, TellsColumnsAndRowGroups) {
  Result<ParquetFooter> footer = ReadParquetFooter(kFolder + "types.parquet");
  ASSERT_TRUE(footer) << footer.error().message;
  EXPECT_EQ(footer->rows, 3u);
  ASSERT_EQ(footer->row_groups.size(), 1u);
  const auto form = [&](const char* name) { return footer->Find(name)->form; };
  EXPECT_EQ(form("id"), ParquetForm::kInteger);
  EXPECT_EQ(form("big"), ParquetForm::kUnsigned64);
  EXPECT_EQ(form("price"), ParquetForm::kDecimal);
  EXPECT_EQ(form("utc_time"), ParquetForm::kTimestampMicros);
  EXPECT_EQ(form("nanos"), ParquetForm::kTimestampNanos);
  EXPECT_EQ(form("clock"), ParquetForm::kTimeOfDay);
  EXPECT_EQ(form("uid"), ParquetForm::kUuid);
  EXPECT_EQ(form("doc"), ParquetForm::kJson);
  EXPECT_EQ(form("st"), ParquetForm::kNested);
  EXPECT_EQ(form("bytes"), ParquetForm::kBytes);
  EXPECT_EQ(footer->Find("st")->leaves, 3);
  EXPECT_EQ(footer->Find("st")->first_leaf + 3, footer->Find("list")->first_leaf);
  int64_t newest = 0;
  const ParquetColumn& time = *footer->Find("local_time");
  const ParquetChunk& chunk = footer->row_groups[0].chunks[static_cast<size_t>(time.first_leaf)];
  ASSERT_TRUE(chunk.max);
  std::memcpy(&newest, chunk.max->data(), 8);
  EXPECT_EQ(FormatDateTime(kUnixEpochTicks + newest * 10), "2024-05-01T10:00:02.1234560Z");
  EXPECT_EQ(footer->Find("ID"), nullptr);
}

TEST(ParquetFooter, NamesTypesThatAreNotRead) {
  Result<ParquetFooter> footer = ReadParquetFooter(kFolder + "interval.parquet");
  ASSERT_TRUE(footer);
  EXPECT_EQ(footer->Find("span")->form, ParquetForm::kUnsupported);
  EXPECT_EQ(footer->Find("span")->unsupported, "INTERVAL");
}

// Every damage is an error or a footer whose parts fit together; the row groups' chunks are looked up without a check.
TEST(ParquetFooter, SurvivesDamage) {
  std::mt19937 random(7);
  for (const char* name : {"types.parquet", "spark96.parquet", "widths/part-1.parquet"}) {
    const std::string whole = FooterBytes(kFolder + name);
    ASSERT_TRUE(ParseParquetFooter(whole, name));
    for (size_t size = 0; size < whole.size(); ++size)
      EXPECT_FALSE(ParseParquetFooter(std::string_view(whole).substr(0, size), name)) << size;
    for (int round = 0; round < 20'000; ++round) {
      std::string bytes = whole;
      for (int i = 0; i < 1 + round % 4; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
      Result<ParquetFooter> footer = ParseParquetFooter(bytes, name);
      if (!footer) continue;
      uint64_t rows = 0;
      for (const ParquetRowGroup& group : footer->row_groups) {
        EXPECT_EQ(group.first_row, rows);
        rows += group.rows;
        for (const ParquetColumn& column : footer->columns)
          ASSERT_LE(static_cast<size_t>(column.first_leaf + column.leaves), group.chunks.size());
      }
      EXPECT_EQ(rows, footer->rows);
    }
  }
}

TEST(ParquetFile, FoldersAreFields) {
  Result<ParquetFile> file = OpenParquetFile(kFolder + "logs/year=2024/kind=a%2Fb/part-0.parquet", 0);
  ASSERT_TRUE(file) << file.error().message;
  const std::vector<std::pair<std::string, std::string>> expected = {{"year", "2024"}, {"kind", "a/b"}};
  EXPECT_EQ(file->partitions, expected);
}

TEST(StoredLayout, IsReadAsItWasWritten) {
  StoredLayout layout;
  layout.table = "DeviceNetworkEvents";
  layout.time_column = "Timestamp";
  StoredColumn time;
  time.name = "Timestamp";
  time.path = Path({"properties", "Time\"stamp"});
  time.type = Type::kDateTime;
  time.text_exact = true;
  time.form = {3, ' ', "+00:00"};
  time.digit_column = "Timestamp_100ns";
  StoredColumn text;
  text.name = "Extra";
  text.path = Path({"Extra"});
  text.has_plain_scalars = text.has_hidden_nulls = text.dynamic = text.json_in_text = true;
  layout.columns = {time, text};
  layout.members.members["properties"].members["Time\"stamp"];
  layout.members.members["Extra"].open = true;
  Result<StoredLayout> read = ReadLayout(WriteLayout(layout), "f");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(WriteLayout(*read), WriteLayout(layout));
  EXPECT_EQ(read->columns[0].form, time.form);
  EXPECT_EQ(read->columns[0].path.back().name, "Time\"stamp");
  EXPECT_TRUE(read->columns[1].json_in_text);
  EXPECT_FALSE(ReadLayout("{}", "f"));
  EXPECT_FALSE(ReadLayout("not json", "f"));
  EXPECT_FALSE(ReadLayout(R"({"version":9,"columns":[],"members":0})", "f"));
}

TEST(StoredLayout, KnowsWhichMembersThereAre) {
  MemberTree tree;
  tree.members["a"].members["b"];
  tree.members["c"].open = true;
  EXPECT_TRUE(tree.MayHave(Path({"a"})));
  EXPECT_TRUE(tree.MayHave(Path({"a", "b"})));
  EXPECT_FALSE(tree.MayHave(Path({"a", "b", "c"})));
  EXPECT_FALSE(tree.MayHave(Path({"A"})));
  EXPECT_TRUE(tree.MayHave(Path({"c", "anything"})));
}

TEST(StoredLayout, TimesKeepTheirForm) {
  for (const char* text : {"2026-03-02T10:00:00.1234567Z", "2026-03-02 10:00:00", "2026-03-02T10:00:00.5+00:00",
                           "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999"}) {
    const std::optional<int64_t> time = ParseDateTime(text);
    ASSERT_TRUE(time) << text;
    const std::optional<TimeForm> form = FormOfTime(text, *time);
    ASSERT_TRUE(form) << text;
    EXPECT_EQ(FormatTime(*time, *form), text);
  }
  for (const char* text : {"2026-03-02T10:00:00.123456789Z", "2026-03-02T10:00:00+02:00", "2026-03-02",
                           "3/2/2026 10:00:00 AM", "2026-03-02T10:00:00.Z"}) {
    EXPECT_FALSE(FormOfTime(text, ParseDateTime(text).value_or(0))) << text;
  }
}

TEST(StoredLayout, AnswersOnlyWhatTheRecordWouldSay) {
  StoredColumn text;
  EXPECT_TRUE(AnswersAs(text, Type::kLong));
  EXPECT_TRUE(AnswersAs(text, Type::kDynamic));
  text.has_plain_scalars = true;  // the number 5 is 5 as dynamic, the string "5" is "5"
  EXPECT_TRUE(AnswersAs(text, Type::kLong));
  EXPECT_FALSE(AnswersAs(text, Type::kDynamic));
  EXPECT_FALSE(AnswersAs(text, Type::kTimeSpan));
  StoredColumn number;
  number.type = Type::kLong;
  EXPECT_TRUE(AnswersAs(number, Type::kLong));
  EXPECT_FALSE(AnswersAs(number, Type::kString));  // "007"
  number.text_exact = true;
  EXPECT_TRUE(AnswersAs(number, Type::kString));
  EXPECT_FALSE(AnswersAs(number, Type::kDynamic));
}

}  // namespace
}  // namespace quarry
