// The host names of serverless and similar platforms. The rows come from data/providers.yaml: the build turns the file
// into a table (cmake/generate_provider_table.cc), so that functions need no file at run time.
// Thread rule: constant data.
#pragma once

#include <span>
#include <string_view>

namespace quarry {

// What each member means stands at the top of data/providers.yaml.
struct Provider {
  std::string_view id, provider, product, platform, platform_class, tenant, public_suffix, evidence, example, note;
  std::span<const std::string_view> suffixes, tenants, references;
  bool random_ids = false;

  bool verified() const { return evidence != "unverified"; }
  // Rules alert on it: compute that runs for anyone, with evidence for its host names.
  bool alertable() const;
};

// In the order of the file. Generated.
std::span<const Provider> AllProviders();

// Rules of the public suffix list that were looked at and are no platforms, or no longer; `quarry providers check` does
// not name them again. Generated from `reviewed` of the same file.
struct ReviewedSuffix {
  std::string_view rule, reason;
};
std::span<const ReviewedSuffix> ReviewedSuffixes();

// The classes, alertable ones first.
std::span<const std::string_view> ProviderClasses();

}  // namespace quarry
