// The CQL parser over tests/parse/cql: NAME.in is the query, NAME.tree the printed tree followed by its diagnostics.
// QUARRY_ACCEPT=1 rewrites the trees.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "syntax/cql/parser.h"

namespace quarry {
namespace {

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string ParseToText(const std::string& text) {
  SourceMap sources;
  uint16_t source = sources.Add("query", text);
  Arena arena;
  DiagnosticList diagnostics;
  const cql::Pipeline* tree = cql::Parse(sources, source, arena, diagnostics);
  std::string out = cql::PrintTree(*tree);
  for (const Diagnostic& diagnostic : diagnostics.items()) out += RenderText(diagnostic, sources);
  return out;
}

TEST(CqlParser, Goldens) {
  std::vector<std::filesystem::path> inputs;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(QUARRY_SOURCE_DIR) / "tests/parse/cql")) {
    if (entry.path().extension() == ".in") inputs.push_back(entry.path());
  }
  std::sort(inputs.begin(), inputs.end());
  ASSERT_FALSE(inputs.empty());
  for (const auto& input : inputs) {
    std::string actual = ParseToText(ReadAll(input));
    std::filesystem::path expected = input;
    expected.replace_extension(".tree");
    if (std::getenv("QUARRY_ACCEPT")) {
      std::ofstream(expected, std::ios::binary) << actual;
      continue;
    }
    EXPECT_EQ(ReadAll(expected), actual) << input.filename();
  }
}

TEST(CqlParser, DeepNestingIsAnError) {
  for (const char* unit : {"(", "!", "case{", "f([", "x:=-", "f({"}) {
    std::string text;
    for (int i = 0; i < 20000; ++i) text += unit;
    EXPECT_NE(ParseToText(text).find("error[Q0101]"), std::string::npos) << unit;
  }
}

TEST(CqlParser, AnyCutOfAQueryEnds) {
  std::string text =
      "#a=b* c=/x[/]y/i | d:=e+1 | case { f=1 | g(h, i=[j, {k}]); * } | l match { \"m\" => n := \"o\\\"\"; } | ?{p=q}";
  for (size_t i = 0; i <= text.size(); ++i) ParseToText(text.substr(0, i));
}

}  // namespace
}  // namespace quarry
