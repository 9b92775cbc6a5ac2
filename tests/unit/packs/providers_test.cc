// The rules that hold a copy of the provider list hold the current one.
// QUARRY_ACCEPT=1 writes the current list into the rules.
#include "packs/providers.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "packs/files.h"

namespace quarry {
namespace {

const std::string kRoot = QUARRY_SOURCE_DIR;

TEST(ProviderRules, RegexOfASuffix) {
  EXPECT_EQ(SuffixRegex("workers.dev"), R"((?:^|\.)workers\.dev$)");
  EXPECT_EQ(SuffixRegex("lambda-url.*.on.aws"), R"((?:^|\.)lambda-url\.[^.]+\.on\.aws$)");
  EXPECT_EQ(SuffixRegex("*.run.app"), R"(\.run\.app$)");
}

TEST(ProviderRules, RulesHoldTheCurrentList) {
  const std::string pack = kRoot + "/packs/T1583.007-serverless/";
  for (const auto& [file, lang] :
       {std::pair{"rules/serverless.kql", Lang::kKql}, std::pair{"rules/serverless.cql", Lang::kCql},
        std::pair{"rules/serverless.yml", Lang::kSigma}, std::pair{"rules/serverless-masquerade.yml", Lang::kSigma},
        std::pair{"hunts/unanswered.kql", Lang::kKql}}) {
    Result<std::string> text = ReadWholeFile(pack + file);
    ASSERT_TRUE(text.has_value()) << file;
    ASSERT_NE(text->find(kProvidersBegin), std::string::npos) << file;
    const std::string current = WithProviderBlock(*text, lang);
    if (std::getenv("QUARRY_ACCEPT") != nullptr)
      std::ofstream(pack + file) << current;
    else
      EXPECT_EQ(*text, current) << file;
  }
}

}  // namespace
}  // namespace quarry
