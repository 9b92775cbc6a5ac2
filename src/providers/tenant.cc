#include "providers/tenant.h"

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "providers/public_suffix_list.h"
#include "providers/tenant_form.h"

namespace quarry {
namespace {

struct NamedForm {
  std::string_view text;
  TenantForm form;
};

// By row. The build has checked that all can be parsed.
const std::vector<NamedForm>& FormsOf(const Provider& provider) {
  static const std::vector<std::vector<NamedForm>> all = [] {
    std::vector<std::vector<NamedForm>> rows;
    for (const Provider& row : AllProviders()) {
      rows.emplace_back();
      for (const std::string_view text : row.tenants) {
        Result<TenantForm> form = TenantForm::Parse(text);
        QUARRY_CHECK(form.has_value());
        rows.back().push_back({text, std::move(*form)});
      }
    }
    return rows;
  }();
  return all[static_cast<size_t>(&provider - AllProviders().data())];
}

std::string_view LabelLeftOf(std::string_view host, size_t start) {
  if (start == 0) return {};
  const std::string_view left = host.substr(0, start - 1);
  const size_t dot = left.rfind('.');
  return dot == std::string_view::npos ? left : left.substr(dot + 1);
}

}  // namespace

std::string_view TenantName(const ProviderMatch& match, std::string_view host, std::string_view path) {
  for (const NamedForm& named : FormsOf(*match.provider)) {
    if (const std::optional<std::string_view> tenant = named.form.Match(host, path)) return *tenant;
  }
  if (match.provider->tenant == "label") return LabelLeftOf(host, match.suffix_start);
  if (match.provider->tenant == "public-suffix") {
    const std::string_view suffix = PublicSuffixList::BuiltIn().SuffixOf(host);
    return LabelLeftOf(host, std::min(match.suffix_start, host.size() - suffix.size()));
  }
  return {};
}

Tenant TenantOf(const ProviderMatch& match, std::string_view host, std::string_view path) {
  Tenant tenant{TenantName(match, host, path), {}};
  const std::string_view rule = match.provider->tenant;
  for (const NamedForm& named : FormsOf(*match.provider)) {
    if (!named.form.Match(host, path)) continue;
    tenant.found_by =
        named.form.names_tenant() ? std::string(named.text) : "none in hosts of the form " + std::string(named.text);
    return tenant;
  }
  if (!tenant.name.empty())
    tenant.found_by =
        rule == "label" ? "label left of " + std::string(match.suffix) : "label left of the public suffix";
  else if (rule == "path")
    tenant.found_by = "only the path of a URL tells, as " + std::string(match.provider->tenants.front());
  else
    tenant.found_by = "the host has no label that names one";
  return tenant;
}

}  // namespace quarry
