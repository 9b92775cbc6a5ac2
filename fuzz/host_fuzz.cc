// Hosts and URLs of telemetry: normalisation, platforms, tenants, the public suffix list.
#include "base/check.h"
#include "functions/network/host_name.h"
#include "functions/network/serverless_host.h"
#include "providers/near_miss.h"
#include "providers/public_suffix_list.h"
#include "providers/tenant.h"
#include "target.h"

namespace quarry::fuzz {
std::span<const std::string_view> Seeds() {
  static constexpr std::string_view kSeeds[] = {
      "HTTPS://user:pw@Script.Acct.Workers.DEV.:8443/a?b#c",
      "https://script.google.com/a/macros/example.org/s/ID/exec",
      "us-central1-my-project.cloudfunctions.net",
      "tag---svc-abc123-uc.a.run.app",
      "myapp-ds27dh7271aah175.scm.westus-01.azurewebsites.net",
      "[2001:db8::1%eth0]:443",
      "x..lambda-url..on.aws.",
      "b\xc3\xbc"
      "cher.xn--bcher-kva.code.run",
      "// ===BEGIN PRIVATE DOMAINS===\n*.run.example\n!www.run.example // x\n",
      "*-<tenant>-<code>.a.run.app/s/<number>",
  };
  return kSeeds;
}
}  // namespace quarry::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace quarry;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string host = NormalizeHost(text);
  const std::string_view path = UrlPath(text);
  QUARRY_CHECK(path.empty() || path.front() == '/');
  const ProviderMatch match = FindProvider(host, ProviderRows::kAll);
  if (match.provider) {
    // What was found is a suffix in whole labels, and the tenant a part of host or path.
    QUARRY_CHECK(match.suffix_start <= host.size() && (match.suffix_start == 0 || host[match.suffix_start - 1] == '.'));
    QUARRY_CHECK(DomainSuffix(match.suffix).Matches(host));
    const Tenant tenant = TenantOf(match, host, path);
    QUARRY_CHECK(host.find(tenant.name) != std::string::npos || path.find(tenant.name) != std::string_view::npos);
  }
  // It looks at every row of the list, which costs more than all the rest.
  if (size % 8 == 0 && !FindProvider(host).provider) QUARRY_CHECK(!NearMiss(host).empty());
  const std::string domain = RegistrableDomain(text);
  QUARRY_CHECK(host.ends_with(domain));
  (void)ParsePublicSuffixRules(text);
  return 0;
}
