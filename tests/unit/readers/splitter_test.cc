// Splitters cut the same records whatever the pieces in which the text comes; the scanner takes the JSON that simdjson
// takes.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <random>
#include <string>
#include <vector>

#include "readers/file_blocks.h"
#include "readers/formats/csv/csv_records.h"
#include "readers/formats/json/json_splitter.h"
#include "readers/json/json_scanner.h"
#include "readers/line_splitter.h"
#include "scan/kernels/kernels.h"

namespace quarry {
namespace {

using Maker = std::unique_ptr<RecordSplitter> (*)();

// The bytes that belong to records, fed in steps of `step` bytes.
std::string RecordBytes(Maker make, std::string_view text, size_t step, uint64_t* records, size_t* problems) {
  const std::unique_ptr<RecordSplitter> splitter = make();
  std::string out;
  size_t begin = 0, end = 0;
  *records = *problems = 0;
  while (true) {
    const bool at_end = end == text.size();
    const std::string_view data = text.substr(begin, end - begin);
    RecordSplitter::Piece piece;
    if (!data.empty()) piece = splitter->Split(data, at_end);
    EXPECT_LE(piece.skip + piece.size, data.size());
    out += data.substr(piece.skip, piece.size);
    *records += piece.records;
    *problems += !piece.problem.empty();
    begin += piece.skip + piece.size;
    if (piece.skip + piece.size > 0) continue;
    if (at_end) break;
    end = std::min(text.size(), end + step);
  }
  EXPECT_EQ(begin, text.size());
  return out;
}

std::string WithoutSeparators(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c != ' ' && c != '\n' && c != ',') out += c;
  }
  return out;
}

TEST(Splitters, CutTheSameRecordsWhateverThePieces) {
  const std::vector<std::pair<Maker, std::string>> cases = {
      {NewJsonSplitter, "[ {\"a\":\"]\\\"\"},\n{\"b\":[1,{}]} , 5, \"x,y\" ]  {\"c\":1}{\"d\":{\"e\":[]}}"},
      {NewJsonSplitter,
       "{\"n\":1,\"s\":\"x\",\"value\" : [ {\"a\":1},{\"b\":\"}\"} "
       "],\"next\":{\"q\":[\"]}\"]}}\n{\"value\":[{\"c\":3}]}"},
      {NewJsonSplitter, "{\n \"a\": {\n \"b\": \"x\"\n }\n}\n{\"c\": [1, 2]}\n"},
      {NewCsvSplitter,
       "\xef\xbb\xbf"
       "a,b\r\n1,\"x\ny\"\r\n\r\n\"q\"\"\n\"\"q\",2\n5\" y,z\nlast,\"line\""},
      {NewLineSplitter, "one\n\ntwo\r\nthree"},
  };
  for (const auto& [make, text] : cases) {
    uint64_t records = 0, expected_records = 0;
    size_t problems = 0, expected_problems = 0;
    const std::string expected = RecordBytes(make, text, text.size(), &expected_records, &expected_problems);
    EXPECT_EQ(expected_problems, 0u);
    for (const size_t step : {1u, 2u, 3u, 7u}) {
      const std::string actual = RecordBytes(make, text, step, &records, &problems);
      EXPECT_EQ(WithoutSeparators(actual), WithoutSeparators(expected)) << step;
      EXPECT_EQ(records, make == NewLineSplitter ? records : expected_records) << step << " " << text;
      EXPECT_EQ(problems, 0u);
    }
  }
}

TEST(Splitters, EndOnAnyText) {
  std::mt19937 random(5);
  for (const Maker make : {Maker(NewJsonSplitter), Maker(NewCsvSplitter), Maker(NewLineSplitter)}) {
    for (int round = 0; round < 3000; ++round) {
      std::string text(random() % 60, ' ');
      for (char& c : text) c = "{}[]\",:\\ \n;ab1"[random() % 14];
      if (random() % 2) text.insert(0, random() % 2 ? "[{\"a\":1}," : "{\"value\":[{");
      uint64_t records;
      size_t problems;
      RecordBytes(make, text, 1 + random() % 9, &records, &problems);
    }
  }
}

bool ScannerTakes(std::string_view text) {
  const auto takes = [&](JsonScanner scanner) {
    scanner.SkipSpaces();
    if (!scanner.SkipValue()) return false;
    scanner.SkipSpaces();
    return scanner.at_end();
  };
  std::vector<uint64_t> stops(text.size() / 64 + 1);
  Kernels().mark_string_stops(text.data(), text.size(), stops.data());
  const bool plain = takes(JsonScanner(text));
  EXPECT_EQ(takes(JsonScanner(text, stops.data())), plain) << text;
  return plain;
}

TEST(JsonScanner, TakesWhatSimdjsonTakes) {
  std::mt19937 random(9);
  simdjson::dom::parser parser;
  const std::string base =
      R"({"Timestamp":"2026-05-12T17:51:35.0858617Z","n":-12.5e+3,"o":{"p":[true,false,null,0,"\"\\\/\b\u00e9x"]},"e":"" , "z":[ ] })";
  int taken = 0;
  for (int round = 0; round < 40000; ++round) {
    std::string text = base;
    for (unsigned changes = random() % 3; changes-- > 0;) {
      const size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text[at] = "{}[]\",:\\ 019.eE+-tnu\tx\x01"[random() % 24];
          break;
        case 1:
          text.erase(at, 1 + random() % 3);
          break;
        case 2:
          text.insert(at, 1, "{}[]\",:\\ 0-"[random() % 11]);
          break;
        default:
          text.resize(at);
          break;
      }
      if (text.empty()) break;
    }
    const bool expected = parser.parse(text).error() == simdjson::SUCCESS;
    EXPECT_EQ(ScannerTakes(text), expected) << text;
    taken += expected;
  }
  EXPECT_GT(taken, 10000);
}

}  // namespace
}  // namespace quarry
