// `quarry providers`: the list of serverless and similar platforms, what it says about a host, and what it lacks.
#include <CLI/CLI.hpp>

#include <memory>

#include "cli/command.h"
#include "cli/provider_check.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "functions/network/host_name.h"
#include "functions/network/serverless_host.h"
#include "providers/near_miss.h"
#include "providers/tenant.h"
#include "types/json.h"

namespace quarry {
namespace {

struct Options {
  std::string format;
  std::vector<std::string> hosts;
  std::string platform_class;
  std::string public_suffix_file;
};

bool AsTable(const Options& options) {
  return options.format.empty() ? IsTerminal(stdout) : options.format == "table";
}

TextTable::Layout LayoutOfStdout() {
  return {.width = TerminalWidth(stdout), .color = ColorOnStdout()};
}

// Objects as lines, or as one array.
class JsonRows {
 public:
  explicit JsonRows(const Options& options) : array_(options.format == "json") {}
  void Add(const std::string& object) {
    if (array_) text_ += text_.empty() ? "[" : ",\n ";
    text_ += object + (array_ ? "" : "\n");
  }
  void Print() {
    if (array_) text_ += text_.empty() ? "[]\n" : "]\n";
    std::fwrite(text_.data(), 1, text_.size(), stdout);
  }

 private:
  bool array_;
  std::string text_;
};

void AppendTexts(std::string_view name, std::span<const std::string_view> texts, std::string& out) {
  out += ",\"" + std::string(name) + "\":[";
  for (const std::string_view text : texts) {
    if (!out.ends_with('[')) out += ',';
    AppendJsonString(text, out);
  }
  out += ']';
}

// `hosts`: host or URL; "" stands for members that do not apply.
std::string LookupObject(const std::string& input, const std::string& host, const ProviderMatch& match,
                         const Tenant& tenant, const std::string& near_miss) {
  std::string line = "{";
  AppendJsonMember("input", input, line);
  AppendJsonMember("host", host, line);
  if (const Provider* provider = match.provider) {
    AppendJsonMember("platform", provider->platform, line);
    AppendJsonMember("provider", provider->provider, line);
    AppendJsonMember("product", provider->product, line);
    AppendJsonMember("class", provider->platform_class, line);
    line += std::string(",\"alerts\":") + (provider->alertable() ? "true" : "false");
    AppendJsonMember("suffix", match.suffix, line);
    AppendJsonMember("tenant", tenant.name, line);
    AppendJsonMember("tenant_found_by", tenant.found_by, line);
  } else {
    line += ",\"platform\":null";
    AppendJsonMember("nearest", near_miss, line);
  }
  AppendJsonMember("public_suffix", PublicSuffixOf(host), line);
  AppendJsonMember("registrable_domain", RegistrableDomain(host), line);
  if (const Provider* provider = match.provider) {
    AppendJsonMember("evidence", provider->evidence, line);
    AppendTexts("references", provider->references, line);
    if (!provider->note.empty()) AppendJsonMember("note", provider->note, line);
  }
  return line + "}";
}

int Lookup(const Options& options) {
  TextTable table({{"host"}, {"platform"}, {"class"}, {"tenant"}, {"found by"}, {"public suffix"}, {"reference"}},
                  LayoutOfStdout());
  JsonRows rows(options);
  bool all_known = true;
  for (const std::string& input : options.hosts) {
    const std::string host = NormalizeHost(input);
    const ProviderMatch match = FindProvider(host);
    const Tenant tenant = match.provider ? TenantOf(match, host, UrlPath(input)) : Tenant{};
    const std::string near_miss = match.provider ? std::string() : NearMiss(host);
    all_known &= match.provider != nullptr;
    if (!AsTable(options))
      rows.Add(LookupObject(input, host, match, tenant, near_miss));
    else if (const Provider* provider = match.provider)
      table.AddRow({host, std::string(provider->platform), std::string(provider->platform_class),
                    std::string(tenant.name), tenant.found_by, PublicSuffixOf(host),
                    std::string(provider->references.empty() ? "" : provider->references.front())});
    else
      table.AddRow({host, "none", "", "", near_miss, PublicSuffixOf(host), ""});
  }
  if (AsTable(options))
    table.Print(stdout);
  else
    rows.Print();
  return all_known ? kExitOk : kExitFindings;
}

std::string Joined(std::span<const std::string_view> texts) {
  std::string all;
  for (const std::string_view text : texts) all += (all.empty() ? "" : ", ") + std::string(text);
  return all;
}

int List(const Options& options) {
  TextTable table({{"id"}, {"platform"}, {"class"}, {"suffixes"}, {"tenant"}, {"evidence"}}, LayoutOfStdout());
  JsonRows rows(options);
  for (const Provider& provider : AllProviders()) {
    if (!options.platform_class.empty() && provider.platform_class != options.platform_class) continue;
    if (AsTable(options)) {
      table.AddRow({std::string(provider.id), std::string(provider.platform), std::string(provider.platform_class),
                    Joined(provider.suffixes), std::string(provider.tenant), std::string(provider.evidence)});
      continue;
    }
    std::string line = "{";
    AppendJsonMember("id", provider.id, line);
    AppendJsonMember("platform", provider.platform, line);
    AppendJsonMember("provider", provider.provider, line);
    AppendJsonMember("product", provider.product, line);
    AppendJsonMember("class", provider.platform_class, line);
    line += std::string(",\"alerts\":") + (provider.alertable() ? "true" : "false");
    AppendTexts("suffixes", provider.suffixes, line);
    AppendJsonMember("tenant", provider.tenant, line);
    AppendTexts("tenants", provider.tenants, line);
    line += std::string(",\"random_ids\":") + (provider.random_ids ? "true" : "false");
    AppendJsonMember("public_suffix", provider.public_suffix, line);
    AppendJsonMember("example", provider.example, line);
    AppendJsonMember("evidence", provider.evidence, line);
    AppendTexts("references", provider.references, line);
    AppendJsonMember("note", provider.note, line);
    rows.Add(line + "}");
  }
  if (AsTable(options))
    table.Print(stdout);
  else
    rows.Print();
  return kExitOk;
}

int Check(const Options& options) {
  const std::string path = options.public_suffix_file.empty() ? SystemPublicSuffixFile() : options.public_suffix_file;
  if (path.empty()) {
    PrintError("libpsl knows of no list on this system: give --public-suffix-list FILE (from publicsuffix.org)");
    return kExitUsage;
  }
  const Result<ProviderGaps> gaps = FindProviderGaps(path);
  if (!gaps) {
    PrintError(gaps.error().message);
    return kExitUsage;
  }
  TextTable table({{"gap"}, {"name"}, {"where"}}, LayoutOfStdout());
  JsonRows rows(options);
  const auto add = [&](std::string_view gap, std::string_view name, const std::string& where) {
    if (AsTable(options)) {
      table.AddRow({std::string(gap), std::string(name), where});
      return;
    }
    std::string line = "{";
    AppendJsonMember("gap", gap, line);
    AppendJsonMember("name", name, line);
    AppendJsonMember("where", where, line);
    rows.Add(line + "}");
  };
  for (const PublicSuffixRule& rule : gaps->unlisted)
    add("not in the provider list", rule.name, path + ":" + std::to_string(rule.line));
  for (const Provider* provider : gaps->without_rule)
    add("not in the public suffix list", provider->public_suffix, std::string(provider->id));
  if (!AsTable(options))
    rows.Print();
  else if (table.rows() > 0)
    table.Print(stdout);
  std::fprintf(stderr, "%zu private rules read from %s: %zu that speak of compute have no row, %zu rows have no rule\n",
               gaps->rules, path.c_str(), gaps->unlisted.size(), gaps->without_rule.size());
  return gaps->unlisted.empty() && gaps->without_rule.empty() ? kExitOk : kExitFindings;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.require_subcommand(1);
  const auto action = [&](const char* name, const char* doc) {
    CLI::App* added = app.add_subcommand(name, doc);
    added->fallthrough();
    added->add_option("--format", options->format, "default: table on a terminal, else ndjson")
        ->check(CLI::IsMember({"table", "ndjson", "json"}));
    return added;
  };
  CLI::App* lookup = action("lookup", "say which platform and customer hosts or URLs belong to");
  lookup->add_option("host", options->hosts, "hosts or URLs")->required();
  CLI::App* list = action("list", "list the platforms");
  std::vector<std::string> classes(ProviderClasses().begin(), ProviderClasses().end());
  list->add_option("--class", options->platform_class, "only platforms of this class")->check(CLI::IsMember(classes));
  CLI::App* check = action("check", "compare the list of platforms with the public suffix list");
  check->add_option("--public-suffix-list", options->public_suffix_file,
                    "a list as publicsuffix.org publishes it; default: the system's");
  return [options, lookup, list] {
    if (lookup->parsed()) return Lookup(*options);
    return list->parsed() ? List(*options) : Check(*options);
  };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kProvidersCommand) = {
    .name = "providers",
    .doc = "say which serverless platform and customer a host belongs to; list and check the platforms",
    .details =
        "examples:\n"
        "  quarry providers lookup script.acct.workers.dev https://script.google.com/macros/s/ID/exec\n"
        "  quarry providers list --class faas\n"
        "  quarry providers check --public-suffix-list public_suffix_list.dat\n"
        "`lookup` gives exit code 1 when a host belongs to no platform, `check` when there are gaps.",
    .setup = Setup,
};

}  // namespace quarry
