// The tenant: which customer of a platform a host or URL belongs to.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "providers/provider_match.h"

namespace quarry {

struct Tenant {
  std::string_view name;  // "" when host and path do not tell; a view into them
  std::string found_by;   // the form that told, or why there is none; for people
};

// By what the row of `match` says. Where it says `public-suffix`, the list that libpsl was built with splits, but never
// right of the row's own suffix, so that an old list cannot merge tenants with their platform.
// REQUIRES: match.provider != nullptr; `host` is the host that was matched.
Tenant TenantOf(const ProviderMatch& match, std::string_view host, std::string_view path);
// The name alone.
std::string_view TenantName(const ProviderMatch& match, std::string_view host, std::string_view path);

}  // namespace quarry
