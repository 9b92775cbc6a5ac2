// The CSV reader, by its index, in ranges cut by several threads and through decoders, gives what a simple reading
// record by record gives, whatever the text. QUARRY_PROPERTY_ROUNDS asks for more rounds.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <thread>

#include "base/arena.h"
#include "packing.h"
#include "readers/formats/csv/csv_parser.h"
#include "readers/formats/csv/csv_records.h"
#include "readers/reader.h"
#include "scan_rows.h"

namespace quarry {
namespace {

using Lines = std::vector<std::string>;

struct Outcome {
  Lines rows;
  uint64_t skipped = 0, seen = 0;
  bool operator==(const Outcome&) const = default;
};

// Rows of the columns `wanted`, with their numbers, in one pass by the definition of CSV alone.
Outcome Simply(std::string_view text, const Lines& wanted) {
  Outcome out;
  const size_t header_end = EndOfCsvHeader(text, true);
  if (header_end == std::string_view::npos) return out;
  const CsvHeader header = CsvHeaderOf(text, header_end);
  text.remove_prefix(header_end);
  Arena arena;
  std::vector<std::string_view> fields;
  for (uint64_t number = 2; !text.empty(); ++number) {
    const size_t size = std::min(text.size(), EndOfCsvRecord(text, header.delimiter, true));
    const std::string_view record = WithoutLineEnd(text.substr(0, size));
    text.remove_prefix(size);
    if (record.empty()) continue;
    ++out.seen;
    const bool whole = SplitCsvRecord(record, header.delimiter, fields, arena);
    while (whole && fields.size() > header.names.size() && fields.back().empty()) fields.pop_back();
    if (!whole || fields.size() != header.names.size()) {
      ++out.skipped;
      continue;
    }
    std::string row = std::to_string(number);
    for (const std::string& name : wanted) {
      std::string_view value;
      for (size_t i = 0; i < header.names.size(); ++i) {
        if (header.names[i] == name) value = fields[i];
      }
      row += " | ";
      row += value;
    }
    out.rows.push_back(row);
  }
  std::sort(out.rows.begin(), out.rows.end());
  return out;
}

// By the reader, on threads of their own. Empty and absent are the same here.
Outcome ByReader(const Source& source, const Lines& wanted, LiteralFilter filter, int threads) {
  ScanSpec spec;
  spec.columns.push_back(Special(ScanColumn::Kind::kRecord));
  for (const std::string& name : wanted) spec.columns.push_back(Field(name));
  spec.prefilter = std::move(filter);
  const Result<std::unique_ptr<Scan>> scan = source.Open(spec);
  std::vector<Lines> rows(static_cast<size_t>(threads));
  const auto pull = [&](Lines& to) {
    const std::unique_ptr<ScanWorker> worker = (*scan)->NewWorker();
    Batch batch;
    for (const ScanColumn& column : spec.columns) batch.columns.emplace_back(column.type);
    while (worker->Next(batch)) {
      for (size_t row = 0; row < batch.rows; ++row) {
        std::string text = std::to_string(batch.columns[0].Get(row).integer);
        for (size_t i = 1; i < batch.columns.size(); ++i) {
          const Cell cell = batch.columns[i].Get(row);
          text += " | ";
          if (!cell.null) text += cell.text;
        }
        to.push_back(text);
      }
    }
  };
  std::vector<std::thread> running;
  for (Lines& some : rows) running.emplace_back([&] { pull(some); });
  for (std::thread& thread : running) thread.join();
  Outcome out;
  for (Lines& some : rows) out.rows.insert(out.rows.end(), some.begin(), some.end());
  std::sort(out.rows.begin(), out.rows.end());
  out.skipped = (*scan)->statistics().records_skipped;
  out.seen = (*scan)->statistics().records_seen;
  return out;
}

std::string SomeCsv(std::mt19937& random) {
  const char delimiter = ",;\t|"[random() % 4];
  const std::string line_end = random() % 2 ? "\n" : "\r\n";
  std::string text = random() % 3 == 0 ? "\xef\xbb\xbf" : "";
  if (random() % 4 == 0) text += line_end;
  text += "id" + std::string(1, delimiter) + "name" + delimiter + "\"text [UTC]\"" + delimiter + "last" + line_end;
  const unsigned quoting = random() % 4;  // of 4
  for (unsigned rows = 20 + random() % 120; rows-- > 0;) {
    for (int field = 0; field < 4; ++field) {
      if (field > 0) text += delimiter;
      std::string value;
      for (unsigned n = random() % (random() % 20 == 0 ? 300 : 12); n-- > 0;) value += "abcdef 0123"[random() % 11];
      if (random() % 4 < quoting) {
        for (unsigned n = random() % 3; n-- > 0;) {
          static const std::vector<std::string> kSpecial = {"\"\"", "\n",     ",",         ";",
                                                            "\r\n", "needle", "\"\",\"\"", "\t|"};
          value.insert(random() % 4 == 0 ? value.size() : 0, kSpecial[random() % kSpecial.size()]);
        }
        text += '"' + value + '"';
      } else {
        text += value;
      }
    }
    text += line_end;
    if (random() % 30 == 0) text += line_end;
  }
  if (random() % 2) text.resize(text.size() - line_end.size());
  return text;
}

void Damage(std::string& text, std::mt19937& random) {
  const size_t header = text.find('l', 8) + 8;  // the header stays
  for (unsigned changes = random() % 4; changes-- > 0 && text.size() > header + 1;) {
    const size_t at = header + random() % (text.size() - header);
    switch (random() % 4) {
      case 0:
        text[at] = "\",;\n\r\tx|"[random() % 8];
        break;
      case 1:
        text.insert(at, 1, "\",;\n\r\tx|"[random() % 8]);
        break;
      case 2:
        text.erase(at, 1 + random() % 3);
        break;
      default:
        text.insert(at, "\"\"");
        break;
    }
  }
}

TEST(CsvProperty, EveryWayGivesWhatReadingSimplyGives) {
  const char* const asked = std::getenv("QUARRY_PROPERTY_ROUNDS");
  const int rounds = asked != nullptr ? std::atoi(asked) : 150;
  const TemporaryFolder folder;
  std::mt19937 random(3);
  uint64_t skipped = 0, read = 0;
  for (int round = 0; round < rounds; ++round) {
    std::string text = SomeCsv(random);
    if (round % 3 != 0) Damage(text, random);
    const Lines wanted = round % 2 ? Lines{"text", "id", "last"} : Lines{"name"};
    const Outcome expected = Simply(text, wanted);
    skipped += expected.skipped;
    read += expected.rows.size();
    const InputFile plain = FileOf(folder.Write("in.csv", text));
    for (const size_t block : {64, 200, 1000}) {
      const auto source = OpenCsvInBlocks({plain}, block);
      for (const int threads : {1, 3})
        ASSERT_EQ(ByReader(*source, wanted, LiteralFilter::Any(), threads).rows, expected.rows) << round << "\n"
                                                                                                << text;
      ASSERT_EQ(ByReader(*source, wanted, LiteralFilter::Any(), 2), expected) << round << "\n" << text;
    }
    for (const bool gzip : {true, false}) {
      InputFile packed = FileOf(folder.Write("in.packed", gzip ? Gzip(text) : ZstdFrames(text, 300)));
      packed.codec = gzip ? Codec::kGzip : Codec::kZstd;
      ASSERT_EQ(ByReader(*OpenCsvInBlocks({packed}, 500), wanted, LiteralFilter::Any(), 2), expected) << text;
    }
    // What the prefilter leaves out cannot hold the text.
    Outcome needles = expected;
    std::erase_if(needles.rows, [](const std::string& row) { return row.find("needle") == std::string::npos; });
    if (wanted.size() == 3) continue;  // rows may hold it in a column that is not wanted
    Outcome found = ByReader(*OpenCsvInBlocks({plain}, 200), wanted, LiteralFilter::Literal("needle", true), 2);
    std::erase_if(found.rows, [](const std::string& row) { return row.find("needle") == std::string::npos; });
    ASSERT_EQ(found.rows, needles.rows) << text;
    ASSERT_EQ(found.seen, expected.seen);
  }
  EXPECT_GT(skipped, 10u);
  EXPECT_GT(read, 1000u);
}

// A stray quote that opens takes everything to the next one; beyond the limit its first line is given up.
TEST(CsvProperty, RecordsBeyondTheLimitLoseTheirFirstLineOnly) {
  const TemporaryFolder folder;
  std::string text = "a,b\n1,x\n2,\"stray\n";
  uint64_t rows = 1;
  while (text.size() < (9u << 20)) text += std::to_string(++rows + 1) + "," + std::string(90, 'y') + "\n";
  for (const bool gzip : {false, true}) {
    InputFile file = FileOf(folder.Write("in.csv", gzip ? Gzip(text) : text));
    if (gzip) file.codec = Codec::kGzip;
    const Outcome out = ByReader(*OpenCsvInBlocks({file}, 256 << 10), {"a"}, LiteralFilter::Any(), 2);
    EXPECT_EQ(out.rows.size(), rows);
    EXPECT_EQ(out.skipped, 1u);
    for (const std::string& row : out.rows) {
      const int number = std::atoi(row.c_str()), a = std::atoi(row.substr(row.find("| ") + 2).c_str());
      EXPECT_EQ(number, a + 1) << row;
    }
  }
}

}  // namespace
}  // namespace quarry
