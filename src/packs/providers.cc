#include "packs/providers.h"

#include <algorithm>

#include "packs/files.h"
#include "syntax/yaml/yaml.h"

namespace quarry {
namespace {

constexpr std::string_view kAlertable[] = {"faas", "edge-faas", "api-gateway", "workflow", "app-host"};

std::vector<std::string> TextsOf(const yaml::Node& node, std::string_view key) {
  std::vector<std::string> texts;
  if (const yaml::Node* list = node.Find(key)) {
    for (const yaml::Node& item : list->items) texts.push_back(item.text);
  }
  return texts;
}

std::string QuotedList(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", \"" : "\"") + text + '"';
  return out + "]";
}

}  // namespace

bool Provider::alertable() const {
  return evidence != "unverified" &&
         std::find(std::begin(kAlertable), std::end(kAlertable), platform_class) != std::end(kAlertable);
}

FailureOr<std::vector<Provider>> LoadProviders(const std::string& path, SourceMap& sources,
                                               DiagnosticList& diagnostics) {
  Result<std::string> text = ReadWholeFile(path);
  if (!text) {
    diagnostics.Add(Code::Q0601, {}, text.error().message);
    return Failure{};
  }
  const uint16_t source = sources.Add(path, std::move(*text));
  FailureOr<std::vector<yaml::Node>> documents = yaml::Parse(sources, source, diagnostics);
  if (!documents) return Failure{};
  const yaml::Node* list = documents->empty() ? nullptr : documents->front().Find("providers");
  if (!list || list->kind != yaml::Node::Kind::kSequence) {
    diagnostics.Add(Code::Q0501, {0, 0, source}, "`providers` must be a list");
    return Failure{};
  }
  std::vector<Provider> providers;
  for (const yaml::Node& node : list->items) {
    Provider provider;
    provider.id = node.TextOf("id");
    provider.provider = node.TextOf("provider");
    provider.product = node.TextOf("product");
    provider.platform = node.TextOf("platform");
    provider.platform_class = node.TextOf("class");
    provider.tenant = node.TextOf("tenant");
    provider.evidence = node.TextOf("evidence");
    provider.example = node.TextOf("example");
    provider.note = node.TextOf("note");
    provider.suffixes = TextsOf(node, "suffixes");
    provider.references = TextsOf(node, "references");
    if (provider.id.empty() || provider.platform.empty() || provider.platform_class.empty() ||
        provider.suffixes.empty()) {
      diagnostics.Add(Code::Q0501, node.span, "a provider needs `id`, `platform`, `class` and `suffixes`");
      return Failure{};
    }
    providers.push_back(std::move(provider));
  }
  return providers;
}

std::string SuffixRegex(std::string_view suffix) {
  std::string regex = "(?:^|\\.)";
  if (suffix.starts_with("*.")) {  // at least one label before the rest
    regex = "\\.";
    suffix.remove_prefix(2);
  }
  for (const char c : suffix) {
    if (c == '*')
      regex += "[^.]+";
    else if (c == '.')
      regex += "\\.";
    else
      regex += c;
  }
  return regex + "$";
}

std::string ProviderBlock(const std::vector<Provider>& providers, Lang lang, size_t indent) {
  const std::string margin(indent, ' ');
  std::string block;
  for (const Provider& provider : providers) {
    if (!provider.alertable()) continue;
    if (lang == Lang::kKql) {
      block += margin + "isnotempty(domain_suffix_match(Host, dynamic(" + QuotedList(provider.suffixes) + "))), \"" +
               provider.platform + "\",\n";
      continue;
    }
    for (const std::string& suffix : provider.suffixes) {
      const std::string regex = SuffixRegex(suffix);
      if (lang == Lang::kCql)
        block += margin + "Host=/" + regex + "/ | ServerlessPlatform := \"" + provider.platform + "\" ;\n";
      else
        block += margin + "- '" + regex.substr(0, regex.size() - 1) + "\\.?$'  # " + provider.platform + "\n";
    }
  }
  return block;
}

std::string WithProviderBlock(std::string_view rule, const std::vector<Provider>& providers, Lang lang) {
  const size_t begin = rule.find(kProvidersBegin);
  const size_t end = rule.find(kProvidersEnd);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return std::string(rule);
  const size_t marker_line = rule.rfind('\n', begin) + 1;
  const size_t indent = rule.find_first_not_of(' ', marker_line) - marker_line;
  const size_t block_begin = rule.find('\n', begin) + 1;
  const size_t block_end = rule.rfind('\n', end) + 1;
  return std::string(rule.substr(0, block_begin)) + ProviderBlock(providers, lang, indent) +
         std::string(rule.substr(block_end));
}

}  // namespace quarry
