#include "providers/public_suffix_list.h"

#include <libpsl.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/shared_library.h"

namespace quarry {
namespace {

constexpr size_t kLongestName = 253;

#define QUARRY_PSL_FUNCTIONS(DO) \
  DO(psl_builtin)                \
  DO(psl_dist_filename)          \
  DO(psl_free)                   \
  DO(psl_is_public_suffix2)      \
  DO(psl_load_file)              \
  DO(psl_registrable_domain)     \
  DO(psl_unregistrable_domain)
QUARRY_PSL_FUNCTIONS(QUARRY_LIBRARY_FUNCTION)

void LoadPsl() {
  static const LibrarySymbol kSymbols[] = {QUARRY_PSL_FUNCTIONS(QUARRY_LIBRARY_SYMBOL)};
  static const RequiredLibrary library(QUARRY_LIBPSL, kSymbols);
}

}  // namespace

struct PublicSuffixList::Context {
  psl_ctx_t* owned = nullptr;
  const psl_ctx_t* list = nullptr;
  ~Context() {
    if (owned) psl_free(owned);
  }
};

PublicSuffixList::PublicSuffixList(std::unique_ptr<Context> context) : context_(std::move(context)) {}
PublicSuffixList::PublicSuffixList(PublicSuffixList&&) noexcept = default;
PublicSuffixList& PublicSuffixList::operator=(PublicSuffixList&&) noexcept = default;
PublicSuffixList::~PublicSuffixList() = default;

const PublicSuffixList& PublicSuffixList::BuiltIn() {
  static const PublicSuffixList list = [] {
    LoadPsl();
    auto context = std::make_unique<Context>();
    context->list = psl_builtin();
    return PublicSuffixList(std::move(context));
  }();
  return list;
}

Result<PublicSuffixList> PublicSuffixList::Load(const std::string& path) {
  LoadPsl();
  auto context = std::make_unique<Context>();
  context->list = context->owned = psl_load_file(path.c_str());
  if (context->owned == nullptr) return Error{"cannot read " + path + " as a public suffix list"};
  return PublicSuffixList(std::move(context));
}

std::string PublicSuffixList::SystemFile() {
  LoadPsl();
  const char* path = psl_dist_filename();
  return path ? path : "";
}

std::string_view PublicSuffixList::SuffixOf(std::string_view host) const {
  if (host.size() > kLongestName || context_->list == nullptr) return {};
  const std::string name(host);
  const char* suffix = psl_unregistrable_domain(context_->list, name.c_str());
  return suffix ? host.substr(static_cast<size_t>(suffix - name.c_str())) : std::string_view();
}

std::string_view PublicSuffixList::RegistrableDomain(std::string_view host) const {
  if (host.size() > kLongestName || context_->list == nullptr) return {};
  const std::string name(host);
  const char* domain = psl_registrable_domain(context_->list, name.c_str());
  return domain ? host.substr(static_cast<size_t>(domain - name.c_str())) : std::string_view();
}

bool PublicSuffixList::HasRule(std::string_view name) const {
  if (context_->list == nullptr || name.size() > kLongestName) return false;
  std::string asked(name);
  if (asked.starts_with("*.")) asked[0] = 'a';
  return psl_is_public_suffix2(context_->list, asked.c_str(), PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) != 0;
}

Result<std::vector<PublicSuffixRule>> ParsePublicSuffixRules(std::string_view text) {
  std::vector<PublicSuffixRule> rules;
  bool private_section = false, has_sections = false;
  int line_number = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    if (line.find("===BEGIN PRIVATE DOMAINS===") != std::string_view::npos) private_section = has_sections = true;
    if (line.find("===BEGIN ICANN DOMAINS===") != std::string_view::npos) has_sections = true;
    if (line.find("===END PRIVATE DOMAINS===") != std::string_view::npos) private_section = false;
    if (line.starts_with("//")) continue;
    // A rule ends at the first white space.
    line = line.substr(0, line.find_first_of(" \t\r"));
    if (line.empty()) continue;
    PublicSuffixRule rule;
    rule.exception = line.starts_with('!');
    if (rule.exception) line.remove_prefix(1);
    rule.name = AsciiLowered(line);
    rule.line = line_number;
    rule.private_section = private_section;
    rules.push_back(std::move(rule));
  }
  if (!has_sections) return Error{"it has neither the section of ICANN domains nor that of private ones"};
  return rules;
}

}  // namespace quarry
