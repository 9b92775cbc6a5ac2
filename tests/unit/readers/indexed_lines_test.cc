// Reading over the index of strings gives what the scanner gives, line by line, whatever stands in the lines. Longer by
// hand: QUARRY_PROPERTY_ROUNDS=1000 readers_test --gtest_filter='IndexedLines.*'
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "base/ascii.h"
#include "json_lines.h"
#include "readers/json/record_columns.h"
#include "scan_rows.h"

namespace quarry {
namespace {

std::vector<ScanColumn> Columns() {
  std::vector<ScanColumn> columns = {Field("Timestamp", Type::kDateTime), Field("DeviceName"),
                                     Field("RemotePort", Type::kInt),     Field("RemoteUrl"),
                                     Field("ReportId", Type::kReal),      Field("AdditionalFields.DnsQueryString"),
                                     Field("AdditionalFields.Ttl[-1]"),   Field("Extra", Type::kDynamic),
                                     Field("IsUp", Type::kBool),          Special(ScanColumn::Kind::kEvent),
                                     Special(ScanColumn::Kind::kRecord)};
  columns[3].paths.push_back(PathOf("DomainName"));
  columns[1].null_as_empty = true;
  return columns;
}

struct Expected {
  std::vector<std::string> rows;
  uint64_t broken = 0;
};

// Each line by itself through the scanner.
Expected ByScanner(std::string_view text, const std::vector<ScanColumn>& columns) {
  Expected out;
  uint64_t number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    RecordColumns records(columns);
    Batch batch;
    for (const ScanColumn& column : columns) batch.columns.emplace_back(column.type);
    batch.Clear();
    if (!records.Append(line, static_cast<int64_t>(number), "in.ndjson", batch)) {
      ++out.broken;
      continue;
    }
    std::string row;
    for (const ColumnVector& column : batch.columns) {
      if (!row.empty()) row += " | ";
      AppendCellJson(column.type(), column.Get(0), row);
    }
    out.rows.push_back(row);
  }
  return out;
}

void ExpectTheSame(std::string_view text) {
  const std::vector<ScanColumn> columns = Columns();
  const Expected expected = ByScanner(text, columns);
  const TemporaryFolder folder;
  ScanSpec spec;
  spec.columns = columns;
  const Scanned got = ScanAll(*FindReader("ndjson")->open({FileOf(folder.Write("in.ndjson", text))}), spec);
  EXPECT_EQ(got.statistics.records_skipped, expected.broken);
  ASSERT_EQ(got.rows.size(), expected.rows.size());
  for (size_t i = 0; i < got.rows.size(); ++i) ASSERT_EQ(got.rows[i], expected.rows[i]);
}

int Rounds() {
  const char* rounds = std::getenv("QUARRY_PROPERTY_ROUNDS");
  return rounds == nullptr ? 6 : std::atoi(rounds);
}

void Replace(std::string& text, std::string_view what, std::string_view with) {
  const size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), with);
}

TEST(IndexedLines, AreReadAsTheScannerReadsThem) {
  std::string text;
  for (int turn = 0; turn < 3; ++turn) {
    for (const std::string_view line : kTelemetryLines) text.append(line) += turn == 1 ? "\r\n" : "\n";
    text += "\n \t\n";
  }
  ExpectTheSame(text);
  ExpectTheSame(text.substr(0, text.size() / 2));
}

TEST(IndexedLines, AreReadAsTheScannerReadsThemWhateverHappensToThem) {
  for (int round = 0; round < Rounds(); ++round) {
    std::mt19937 random(static_cast<unsigned>(round));
    std::string text;
    // Mostly lines of one kind, so that keys are learned, with others among them.
    for (int line = 0; line < 1500; ++line) {
      std::string one(
          kTelemetryLines[random() % 3 ? static_cast<size_t>(round) % 4 : random() % kTelemetryLines.size()]);
      for (unsigned changes = random() % 4; changes > 0; --changes) Mutate(one, random);
      text += one;
      if (line % 400 == 399) text += std::string(random() % 3 * 40000, ' ');
      text += '\n';
    }
    if (round % 2) text += kTelemetryLines[0];
    ExpectTheSame(text);
    if (HasFatalFailure()) FAIL() << "round " << round;
  }
}

TEST(IndexedLines, MayHaveTheirMembersInAnyOrder) {
  for (int round = 0; round < Rounds(); ++round) {
    std::mt19937 random(static_cast<unsigned>(round) + 2000);
    std::vector<std::string> members = {R"("Timestamp":"2026-05-12T17:51:35.0858617Z")",
                                        R"("DeviceName":"wks-1477.corp.example")",
                                        R"("RemotePort":443)",
                                        R"("RemoteUrl":"https:\/\/a.workers.dev")",
                                        R"("ReportId":408578)",
                                        R"("IsUp":true)",
                                        R"("Extra":{"a":["b"]})",
                                        R"("AdditionalFields":"{\"DnsQueryString\":\"a\",\"Ttl\":[1,2]}")",
                                        R"("tags":["x","y"])",
                                        R"("Protocol":null)"};
    std::string text;
    for (int line = 0; line < 1500; ++line) {
      // Now and then a stretch of lines in order.
      if (line % 500 < 400) std::shuffle(members.begin(), members.end(), random);
      std::string one = "{";
      for (const std::string& member : members) (one += one.size() > 1 ? "," : "") += member;
      one += "}";
      for (unsigned changes = random() % 8; changes > 6; --changes) Mutate(one, random);
      text += one + "\n";
    }
    ExpectTheSame(text);
    if (HasFatalFailure()) FAIL() << "round " << round;
  }
}

// The rows that may pass, by a search for one key and by looking at all.
TEST(IndexedLines, AreFoundByOneKeyWhateverHappensToThem) {
  for (int round = 0; round < Rounds(); ++round) {
    std::mt19937 random(static_cast<unsigned>(round) + 1000);
    std::string text;
    for (int line = 0; line < 1500; ++line) {
      std::string one(kTelemetryLines[random() % 3 ? 0 : random() % kTelemetryLines.size()]);
      if (random() % 20 == 0) Replace(one, "RemoteUrl\":\"", "RemoteUrl\":\"wor");
      for (unsigned changes = random() % 4; changes > 0; --changes) Mutate(one, random);
      text += one + "\n";
    }
    const TemporaryFolder folder;
    const auto source = FindReader("ndjson")->open({FileOf(folder.Write("in.ndjson", text))});
    ScanSpec spec;
    spec.columns = {Field("RemoteUrl"), Special(ScanColumn::Kind::kRecord)};
    spec.prefilter = LiteralFilter::Or({LiteralFilter::Literal("wor", true), LiteralFilter::Literal("dev", false)});
    spec.key_filters = {{"RemoteUrl", spec.prefilter}};
    ::setenv("QUARRY_SCAN_WAY", "key", 1);
    const Scanned found = ScanAll(*source, spec);
    ::unsetenv("QUARRY_SCAN_WAY");
    ASSERT_TRUE(found.statistics.ways[0].starts_with("one key")) << found.statistics.ways[0];
    spec.use_prefilter = false;
    const auto passing = [](std::vector<std::string> rows) {
      std::erase_if(rows, [](const std::string& row) {
        const std::string value = AsciiLowered(row.substr(0, row.rfind(" | ")));
        return value.find("wor") == std::string::npos && row.find("dev") == std::string::npos;
      });
      return rows;
    };
    ASSERT_EQ(passing(found.rows), passing(ScanAll(*source, spec).rows)) << "round " << round;
  }
}

TEST(IndexedLines, TakeLinesLongerThanAPieceAndManyKeys) {
  std::string text(kTelemetryLines[0]);
  text += "\n{\"DeviceName\":\"" + std::string(300000, 'x') + "\"}\n";
  text.append(kTelemetryLines[0]) += '\n';
  for (int line = 0; line < 3; ++line) {
    text += "{";
    for (int key = 0; key < 900; ++key)
      text +=
          "\"a rather long name of a member, " + std::to_string(key * (line + 1)) + "\":" + std::to_string(key) + ",";
    text += "\"DeviceName\":\"many\"}\n";
  }
  ExpectTheSame(text);
}

TEST(IndexedLines, NeverReadOnIntoTheNextLine) {
  ExpectTheSame(
      "{\"DeviceName\":\n\"a\"}\n{\"Extra\":{\n}}\n{\"DeviceName\":\"a\\\n\"}\n{\"RemotePort\":1\n}\n{\"a\":"
      "\"\\u00\n41\"}\n");
}

}  // namespace
}  // namespace quarry
