// Rules and queries that were cut, repeated and mixed are converted or refused, and nothing else happens.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "convert/convert.h"
#include "convert/to_sigma.h"
#include "syntax/sigma/parser.h"

namespace quarry::convert {
namespace {

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<std::string> Texts(const std::string& folder, const std::string& ending) {
  std::vector<std::string> texts;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(QUARRY_SOURCE_DIR + std::string("/") + folder)) {
    if (entry.path().extension() == ending) texts.push_back(ReadFile(entry.path().string()));
  }
  return texts;
}

std::string Mutated(std::string text, const std::vector<std::string>& others, std::mt19937& random) {
  static const std::string kBytes = "\\*?'\"()[]{}|^$.:-\n\t\xc3\xa9%,=/ a0\x01";
  const auto below = [&](size_t n) { return n == 0 ? size_t{0} : random() % n; };
  for (size_t i = 0, count = 1 + below(4); i < count; ++i) {
    const size_t at = below(text.size()), length = below(20);
    switch (below(4)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, 1, kBytes[below(kBytes.size())]);
        break;
      case 2:
        text.insert(at, text.substr(below(text.size()), length * 3));
        break;
      default: {
        const std::string& other = others[below(others.size())];
        text.replace(at, std::min(length, text.size() - at), other.substr(below(other.size()), length * 2));
      }
    }
  }
  return text;
}

const Converter& TheConverter() {
  static const Result<Converter> converter = Converter::Load(QUARRY_SOURCE_DIR "/data");
  return *converter;
}

TEST(HostileInput, RulesAreConvertedOrRefused) {
  const std::vector<std::string> rules = Texts("tests/golden/data/sigma", ".yml");
  ASSERT_GE(rules.size(), 3u);
  std::mt19937 random(1);
  size_t converted = 0, refused = 0;
  for (int i = 0; i < 1500; ++i) {
    SourceMap sources;
    DiagnosticList diagnostics;
    const std::string text = Mutated(rules[random() % rules.size()], rules, random);
    const sigma::RuleFile file = sigma::ParseRules(sources, sources.Add("rule", text), diagnostics);
    for (const sigma::Rule& rule : file.rules) {
      for (const ConvertTarget* target : AllConvertTargets()) {
        const Conversion conversion =
            TheConverter().Convert(rule, *target, *TheConverter().pipelines().Find(target->name, ""), Form::kRule);
        ASSERT_NE(conversion.text.empty(), conversion.refusals.empty()) << target->name << "\n" << text;
        ++(conversion.text.empty() ? refused : converted);
      }
    }
  }
  EXPECT_GT(converted, 200u);
  EXPECT_GT(refused, 1000u);
}

TEST(HostileInput, QueriesAreConvertedOrRefused) {
  size_t converted = 0, refused = 0;
  for (const std::string ending : {".kql", ".cql"}) {
    const std::vector<std::string> queries = Texts("tests/golden/data/filters", ending);
    ASSERT_GE(queries.size(), 2u);
    std::mt19937 random(2);
    for (int i = 0; i < 1500; ++i) {
      SourceMap sources;
      DiagnosticList diagnostics;
      const std::string text = Mutated(queries[random() % queries.size()], queries, random);
      const uint16_t source = sources.Add("query", text);
      const SigmaConversion sigma =
          ending == ".kql" ? SigmaOfKql(sources, source, "Mutated", TheConverter().pipelines(), diagnostics)
                           : SigmaOfCql(sources, source, "Mutated", TheConverter().pipelines(), diagnostics);
      if (sigma.text.empty()) {
        ASSERT_TRUE(!sigma.refusals.empty() || diagnostics.has_errors()) << text;
        ++refused;
        continue;
      }
      ++converted;
      ASSERT_TRUE(sigma.refusals.empty());
      DiagnosticList problems;
      const sigma::RuleFile file = sigma::ParseRules(sources, sources.Add("rule", sigma.text), problems);
      ASSERT_EQ(file.rules.size(), 1u) << text << "\n" << sigma.text << "\n" << problems.items()[0].message;
    }
  }
  EXPECT_GT(converted, 50u);
  EXPECT_GT(refused, 500u);
}

}  // namespace
}  // namespace quarry::convert
