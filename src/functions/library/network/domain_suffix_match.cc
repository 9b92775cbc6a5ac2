// The first of the patterns (texts, or dynamic arrays of them) that the normalised host ends with, label by label;
// empty where none does.
#include "functions/function_def.h"
#include "functions/network/host_name.h"
#include "functions/text/display.h"
#include "functions/text/finder.h"
#include "functions/text/required_literals.h"

namespace quarry {

namespace {

struct Suffixes : CallState {
  std::vector<DomainSuffix> all;
  explicit Suffixes(const std::vector<std::string>& patterns) {
    for (const std::string& pattern : patterns) all.emplace_back(pattern);
  }
  std::string_view FirstFor(std::string_view host) const {
    for (const DomainSuffix& suffix : all)
      if (suffix.Matches(host)) return suffix.pattern();
    return "";
  }
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  const auto patterns = ConstantNeedles(call);
  if (!patterns) return std::unique_ptr<const CallState>();
  return std::unique_ptr<const CallState>(std::make_unique<Suffixes>(*patterns));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  if (call.state) {
    result = Cell::Text(static_cast<const Suffixes*>(call.state)->FirstFor(args[0].text));
    return;
  }
  std::vector<std::string> patterns;
  for (size_t i = 1; i < call.types.size(); ++i) AppendNeedles(call.types[i], args[i], call.arena, patterns);
  result = TextIn(call.arena, Suffixes(patterns).FirstFor(args[0].text));
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  std::vector<LiteralFilter> ways;
  Arena arena;
  for (size_t i = 1; i < constants.size(); ++i) {
    if (!constants[i]) return LiteralFilter::Any();
    std::vector<std::string> patterns;
    AppendNeedles(constants[i]->type(), constants[i]->cell(), arena, patterns);
    for (const std::string& pattern : patterns)
      ways.push_back(RequiredText(DomainSuffix(pattern).LongestLiteral(), true));
  }
  return LiteralFilter::Or(std::move(ways));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kDomainSuffixMatchFunction) = {
    .name = "domain_suffix_match",
    .spelled = {{Lang::kKql, "domain_suffix_match"}},
    .signature = "(host: string, patterns...: string|dynamic) -> string",
    .doc =
        "The first of the patterns (texts, or dynamic arrays of them) that the normalised host ends with, "
        "label by label; empty where none does.\n\nA `*` label stands for exactly one label, a leading `*.` "
        "or `.` for at least one: `*.lambda-url.*.on.aws`. Quarry's own function.",
    .example = "T | where isnotempty(domain_suffix_match(normalize_host(RemoteUrl), dynamic([\"*.workers.dev\"])))",
    .nullable_string = true,
    .prepare = Prepare,
    .kernel = Run,
    .literals = Literals,
};

}  // namespace quarry
