// Golden trees of KQL: tests/parse/kql/<name>.in is parsed, its tree and errors are compared with <name>.tree.
// QUARRY_ACCEPT=1 in the environment rewrites the trees instead.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "syntax/kql/parser.h"

namespace quarry {
namespace {

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string TreeAndErrors(std::string text) {
  SourceMap sources;
  uint16_t source = sources.Add("query", std::move(text));
  Arena arena;
  DiagnosticList diagnostics;
  kql::Query query = kql::ParseKql(sources.text(source), source, arena, diagnostics);
  std::string result = kql::PrintTree(query);
  for (const Diagnostic& item : diagnostics.items()) result += RenderText(item, sources);
  return result;
}

TEST(KqlParser, Goldens) {
  std::vector<std::filesystem::path> inputs;
  for (const auto& entry : std::filesystem::directory_iterator(QUARRY_SOURCE_DIR "/tests/parse/kql"))
    if (entry.path().extension() == ".in") inputs.push_back(entry.path());
  std::sort(inputs.begin(), inputs.end());
  ASSERT_FALSE(inputs.empty());
  for (const std::filesystem::path& input : inputs) {
    std::string actual = TreeAndErrors(ReadAll(input));
    std::filesystem::path golden = input;
    golden.replace_extension(".tree");
    if (std::getenv("QUARRY_ACCEPT") != nullptr) std::ofstream(golden, std::ios::binary) << actual;
    EXPECT_EQ(ReadAll(golden), actual) << golden;
  }
}

TEST(KqlParser, SurvivesNestingAndTruncation) {
  TreeAndErrors("print " + std::string(100'000, '('));
  TreeAndErrors("print " + std::string(100'000, '-') + "1");
  TreeAndErrors("print dynamic(" + std::string(100'000, '[') + ")");
  std::string sum = "print 1";
  for (int i = 0; i < 100'000; i++) sum += "+1";
  TreeAndErrors(sum);
  std::string whole = ReadAll(QUARRY_SOURCE_DIR "/tests/parse/kql/operators.in");
  for (size_t length = 0; length < whole.size(); length += 3) TreeAndErrors(whole.substr(0, length));
  for (size_t start = 0; start < whole.size(); start += 7) TreeAndErrors(whole.substr(start, 60));
}

TEST(KqlParser, AnEmptyTextIsNoStatement) {
  EXPECT_EQ(TreeAndErrors("// nothing\n"), "");
}

}  // namespace
}  // namespace quarry
