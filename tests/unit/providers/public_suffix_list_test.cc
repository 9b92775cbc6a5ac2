#include "providers/public_suffix_list.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "providers/tenant.h"

namespace quarry {
namespace {

constexpr std::string_view kList =
    "// a list\n"
    "// ===BEGIN ICANN DOMAINS===\ncom\nuk\nco.uk\n// ===END ICANN DOMAINS===\n"
    "// ===BEGIN PRIVATE DOMAINS===\n*.run.example  // a comment\n!www.run.example\nworkers.example\n"
    "// ===END PRIVATE DOMAINS===\n";

TEST(PublicSuffixList, ReadsThePublishedForm) {
  const Result<std::vector<PublicSuffixRule>> rules = ParsePublicSuffixRules(kList);
  ASSERT_TRUE(rules.has_value());
  ASSERT_EQ(rules->size(), 6u);
  EXPECT_EQ((*rules)[2].name, "co.uk");
  EXPECT_FALSE((*rules)[2].private_section);
  EXPECT_EQ((*rules)[3].name, "*.run.example");
  EXPECT_EQ((*rules)[3].line, 8);
  EXPECT_TRUE((*rules)[3].private_section);
  EXPECT_TRUE((*rules)[4].exception);
  EXPECT_EQ((*rules)[5].name, "workers.example");
  EXPECT_FALSE(ParsePublicSuffixRules("com\nuk\n").has_value());
  EXPECT_FALSE(ParsePublicSuffixRules("").has_value());
}

TEST(PublicSuffixList, OfAFile) {
  const std::string path = testing::TempDir() + "/suffixes.dat";
  std::ofstream(path) << kList;
  const Result<PublicSuffixList> list = PublicSuffixList::Load(path);
  std::remove(path.c_str());
  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(list->RegistrableDomain("a.b.co.uk"), "b.co.uk");
  EXPECT_EQ(list->SuffixOf("x.eu.run.example"), "eu.run.example");
  EXPECT_TRUE(list->HasRule("*.run.example"));
  EXPECT_TRUE(list->HasRule("workers.example"));
  EXPECT_FALSE(list->HasRule("workers.dev"));
  EXPECT_FALSE(PublicSuffixList::Load("no/such/file").has_value());
}

TEST(PublicSuffixList, OddNames) {
  const PublicSuffixList& list = PublicSuffixList::BuiltIn();
  std::string long_name;
  while (long_name.size() < 10000) long_name += "a.";
  EXPECT_EQ(list.RegistrableDomain(long_name + "com"), "");
  for (const char* name : {"", ".", "..", "com", ".com", "a..com"}) {
    const std::string_view domain = list.RegistrableDomain(name);
    EXPECT_LE(domain.size(), std::string_view(name).size()) << name;
  }
}

TEST(PublicSuffixList, SplitsTenantsAndNeverRightOfTheRow) {
  const auto tenant = [](std::string_view host) { return std::string(TenantName(FindProvider(host), host, "")); };
  EXPECT_EQ(tenant("a.ngrok.io"), "a");
  EXPECT_EQ(tenant("a.eu.ngrok.io"), "a");
  EXPECT_EQ(tenant("user.pythonanywhere.com"), "user");
  EXPECT_EQ(tenant("user.eu.pythonanywhere.com"), "user");
  EXPECT_EQ(tenant("gentle-mud.1.azurestaticapps.net"), "gentle-mud");
  EXPECT_EQ(tenant("gentle-mud-7.centralus.1.azurestaticapps.net"), "gentle-mud-7");
  EXPECT_EQ(tenant("gentle-mud.azurestaticapps.net"), "gentle-mud");
  EXPECT_EQ(tenant("azurestaticapps.net"), "");
}

}  // namespace
}  // namespace quarry
