#include "providers/provider.h"

#include <algorithm>

namespace quarry {
namespace {

constexpr std::string_view kClasses[] = {"faas",     "edge-faas", "api-gateway", "workflow",
                                         "app-host", "tunnel",    "cdn",         "object-store"};
constexpr size_t kAlertableClasses = 5;

}  // namespace

bool Provider::alertable() const {
  const auto end = std::begin(kClasses) + kAlertableClasses;
  return verified() && std::find(std::begin(kClasses), end, platform_class) != end;
}

std::span<const std::string_view> ProviderClasses() {
  return kClasses;
}

}  // namespace quarry
