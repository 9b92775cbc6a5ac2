// The table that the build makes, and what is found with it.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "providers/provider.h"
#include "providers/provider_match.h"
#include "providers/tenant.h"

namespace quarry {
namespace {

std::string File(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The host and the path of an example, which is written in its normal form.
std::pair<std::string, std::string> HostAndPath(std::string_view url) {
  if (url.starts_with("https://")) url.remove_prefix(8);
  const size_t slash = std::min(url.find('/'), url.size());
  const std::string_view authority = url.substr(0, slash);
  return {std::string(authority.substr(0, authority.find(':'))), std::string(url.substr(slash))};
}

// The values of a key in the file, one a row, without a YAML reader: the file keeps a key to a line.
std::vector<std::string> Values(const std::string& text, const std::string& key) {
  std::vector<std::string> values;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const size_t at = line.find(key + ": ");
    if (at != 4 || line.starts_with("#")) continue;
    std::string value = line.substr(at + key.size() + 2);
    if (value.starts_with('"')) value = value.substr(1, value.rfind('"') - 1);
    values.push_back(value);
  }
  return values;
}

TEST(ProviderTable, AgreesWithItsFile) {
  const std::string text = File(std::string(QUARRY_SOURCE_DIR) + "/data/providers.yaml");
  ASSERT_GT(AllProviders().size(), 47u);
  const std::vector<std::string> ids = Values(text, "id"), platforms = Values(text, "platform"),
                                 classes = Values(text, "class"), tenants = Values(text, "tenant"),
                                 evidence = Values(text, "evidence");
  ASSERT_EQ(ids.size(), AllProviders().size());
  ASSERT_EQ(platforms.size(), ids.size());
  ASSERT_EQ(classes.size(), ids.size());
  ASSERT_EQ(tenants.size(), ids.size());
  ASSERT_EQ(evidence.size(), ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    const Provider& provider = AllProviders()[i];
    EXPECT_EQ(provider.id, ids[i]);
    EXPECT_EQ(provider.platform, platforms[i]);
    EXPECT_EQ(provider.platform_class, classes[i]);
    EXPECT_EQ(provider.tenant, tenants[i]);
    EXPECT_EQ(provider.evidence, evidence[i]);
    std::string list;
    for (const std::string_view suffix : provider.suffixes)
      list += (list.empty() ? "\"" : ", \"") + std::string(suffix) + '"';
    EXPECT_NE(text.find("suffixes: [" + list + "]"), std::string::npos) << provider.id;
  }
}

TEST(ProviderTable, FindsItsExamples) {
  for (const Provider& provider : AllProviders()) {
    const auto [host, path] = HostAndPath(provider.example);
    const ProviderMatch match = FindProvider(host, ProviderRows::kAll);
    ASSERT_NE(match.provider, nullptr) << provider.id;
    EXPECT_EQ(match.provider->id, provider.id);
    // The redirects of Apps Script name no deployment, all other examples name a tenant.
    const bool none = provider.id == "google-apps-script-content";
    EXPECT_EQ(TenantName(match, host, path).empty(), none) << provider.id << ' ' << provider.example;
  }
}

TEST(ProviderTable, UnverifiedRowsAreNotFound) {
  for (const Provider& provider : AllProviders()) {
    if (provider.verified()) continue;
    EXPECT_FALSE(provider.alertable());
    EXPECT_EQ(FindProvider(HostAndPath(provider.example).first).provider, nullptr) << provider.id;
  }
}

TEST(ProviderTable, TheLongestSuffixWins) {
  EXPECT_EQ(FindProvider("a.run.app").suffix, "*.run.app");
  EXPECT_EQ(FindProvider("run.app").provider, nullptr);
  EXPECT_EQ(FindProvider("x.prod-03.westus.logic.azure.com").provider->id, "azure-logic-apps");
  EXPECT_EQ(FindProvider("azure.com").provider, nullptr);
}

TEST(ProviderTable, OddHosts) {
  const std::string long_host = [] {
    std::string host;
    while (host.size() < 10000) host += "a.";
    return host + "workers.dev";
  }();
  const ProviderMatch match = FindProvider(long_host);
  ASSERT_NE(match.provider, nullptr);
  EXPECT_EQ(TenantName(match, long_host, ""), "a");
  for (const char* host : {"", ".", "..", "dev", ".dev", "x..lambda-url..on.aws", "2001:db8::1", "10.0.0.1", "*", "*.*",
                           "a.lambda-url.on.aws"})
    EXPECT_EQ(FindProvider(host).provider, nullptr) << host;
  for (const char* host : {".workers.dev", "a..workers.dev", "workers.dev"}) {
    ASSERT_NE(FindProvider(host).provider, nullptr) << host;
    EXPECT_EQ(TenantName(FindProvider(host), host, ""), "") << host;
  }
}

struct Case {
  const char *url, *tenant;
};

TEST(Tenants, OfTheAwkwardPlatforms) {
  for (const Case& c : {
           Case{"us-central1-p.cloudfunctions.net", "p"},
           Case{"northamerica-northeast1-my-long-project.cloudfunctions.net/hook", "my-long-project"},
           Case{"p.cloudfunctions.net", ""},
           Case{"svc-with-dashes-abc123-uc.a.run.app", "abc123"},
           Case{"tag---svc-abc123-uc.a.run.app", "abc123"},
           Case{"svc-1234567890.us-central1.run.app", "1234567890"},
           Case{"v1-dot-p.uc.r.appspot.com", "p"},
           Case{"p.uc.r.appspot.com", "p"},
           Case{"uc.r.appspot.com", ""},
           Case{"old.appspot.com", "old"},
           Case{"p--pr1-abc.web.app", "p"},
           Case{"my-site.web.app", "my-site"},
           Case{"app-0a1b.scm.westus-01.azurewebsites.net", "app-0a1b"},
           Case{"app-0a1b.westus-01.azurewebsites.net", "app-0a1b"},
           Case{"old.scm.azurewebsites.net", "old"},
           Case{"old.azurewebsites.net", "old"},
           Case{"a.happyhill-70162bb9.canadacentral.azurecontainerapps.io", "happyhill-70162bb9"},
           Case{"a.internal.happyhill-70162bb9.canadacentral.azurecontainerapps.io", "happyhill-70162bb9"},
           Case{"n.developer.azure-api.net", "n"},
           Case{"n.azure-api.net", "n"},
           Case{"deadbeef--my-site.netlify.app", "my-site"},
           Case{"ref.functions.supabase.co", "ref"},
           Case{"db.ref.supabase.co", "ref"},
           Case{"script.google.com/macros/s/ID/exec", "ID"},
           Case{"script.google.com/a/macros/example.org/s/ID/exec", "ID"},
           Case{"script.google.com/home", ""},
           Case{"script.googleusercontent.com/macros/echo", ""},
           Case{"prod-03.westus.logic.azure.com/workflows/W/triggers/manual/paths/invoke", "W"},
           Case{"prod-03.westus.logic.azure.com", ""},
           Case{"functions.yandexcloud.net/ID", "ID"},
           Case{"functions.yandexcloud.net/", ""},
           Case{"id.i9h1ax4c.apigw.yandexcloud.net", "id"},
           Case{"faas-nyc1-2ef2e6cc.doserverless.co/api/v1/web/fn-1/default/hello", "fn-1"},
           Case{"http--svc--a1b2.code.run", "a1b2"},
       }) {
    const auto [host, path] = HostAndPath(c.url);
    const ProviderMatch match = FindProvider(host);
    ASSERT_NE(match.provider, nullptr) << c.url;
    EXPECT_EQ(TenantName(match, host, path), c.tenant) << c.url;
    EXPECT_EQ(TenantOf(match, host, path).name, c.tenant) << c.url;
    EXPECT_NE(TenantOf(match, host, path).found_by, "") << c.url;
  }
}

}  // namespace
}  // namespace quarry
