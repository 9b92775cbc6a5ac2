// The provider list is sound, and the rules that hold a copy of it hold the current one.
// QUARRY_ACCEPT=1 writes the current list into the rules.
#include "packs/providers.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "packs/files.h"

namespace quarry {
namespace {

const std::string kRoot = QUARRY_SOURCE_DIR;

std::vector<Provider> Load() {
  SourceMap sources;
  DiagnosticList diagnostics;
  FailureOr<std::vector<Provider>> providers = LoadProviders(kRoot + "/data/providers.yaml", sources, diagnostics);
  EXPECT_TRUE(providers.ok());
  return providers ? *providers : std::vector<Provider>();
}

TEST(Providers, AreSound) {
  const std::vector<Provider> providers = Load();
  EXPECT_EQ(providers.size(), 47u);
  const std::set<std::string> classes = {"faas",     "edge-faas", "api-gateway", "workflow",
                                         "app-host", "tunnel",    "cdn",         "object-store"};
  const std::set<std::string> tenants = {"label", "inside-label", "path"};
  std::set<std::string> ids, suffixes;
  for (const Provider& provider : providers) {
    EXPECT_TRUE(ids.insert(provider.id).second) << provider.id;
    EXPECT_TRUE(classes.count(provider.platform_class)) << provider.id;
    EXPECT_TRUE(tenants.count(provider.tenant)) << provider.id;
    EXPECT_EQ(provider.references.empty(), provider.evidence == "unverified") << provider.id;
    for (const std::string& suffix : provider.suffixes) EXPECT_TRUE(suffixes.insert(suffix).second) << suffix;
  }
}

TEST(Providers, RegexOfASuffix) {
  EXPECT_EQ(SuffixRegex("workers.dev"), R"((?:^|\.)workers\.dev$)");
  EXPECT_EQ(SuffixRegex("lambda-url.*.on.aws"), R"((?:^|\.)lambda-url\.[^.]+\.on\.aws$)");
  EXPECT_EQ(SuffixRegex("*.run.app"), R"(\.run\.app$)");
}

TEST(Providers, RulesHoldTheCurrentList) {
  const std::vector<Provider> providers = Load();
  const std::string pack = kRoot + "/packs/T1583.007-serverless/";
  for (const auto& [file, lang] :
       {std::pair{"rules/serverless.kql", Lang::kKql}, std::pair{"rules/serverless.cql", Lang::kCql},
        std::pair{"rules/serverless.yml", Lang::kSigma}, std::pair{"rules/serverless-masquerade.yml", Lang::kSigma},
        std::pair{"hunts/unanswered.kql", Lang::kKql}}) {
    Result<std::string> text = ReadWholeFile(pack + file);
    ASSERT_TRUE(text.has_value()) << file;
    ASSERT_NE(text->find(kProvidersBegin), std::string::npos) << file;
    const std::string current = WithProviderBlock(*text, providers, lang);
    if (std::getenv("QUARRY_ACCEPT") != nullptr)
      std::ofstream(pack + file) << current;
    else
      EXPECT_EQ(*text, current) << file;
  }
}

}  // namespace
}  // namespace quarry
