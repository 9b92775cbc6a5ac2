// glob_match: see glob.h.
#include "functions/library/cql/glob.h"

#include "functions/text/required_literals.h"

namespace quarry {

Glob::Glob(std::string_view pattern) {
  while (true) {
    size_t star = pattern.find('*');
    pieces_.emplace_back(pattern.substr(0, star));
    if (star == std::string_view::npos) return;
    pattern.remove_prefix(star + 1);
  }
}

bool Glob::Matches(std::string_view text) const {
  if (pieces_.size() == 1) return text == pieces_[0];
  const std::string& first = pieces_.front();
  const std::string& last = pieces_.back();
  if (text.size() < first.size() + last.size() || !text.starts_with(first) || !text.ends_with(last)) return false;
  text.remove_prefix(first.size());
  text.remove_suffix(last.size());
  // The leftmost place of each inner piece leaves most to the rest, so no other place need be tried.
  for (size_t i = 1; i + 1 < pieces_.size(); ++i) {
    size_t at = text.find(pieces_[i]);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + pieces_[i].size());
  }
  return true;
}

LiteralFilter Glob::RequiredLiterals() const {
  std::vector<LiteralFilter> all;
  for (const std::string& piece : pieces_) all.push_back(RequiredText(piece, false));
  return LiteralFilter::And(std::move(all));
}

namespace {

void Match(const KernelCall& call, const Cell* args, Cell& result) {
  if (call.state)
    result = Cell::Bool(static_cast<const Glob*>(call.state)->Matches(args[0].text));
  else
    result = Cell::Bool(Glob(args[1].text).Matches(args[0].text));
}

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  if (!call.constants[1]) return std::unique_ptr<const CallState>();
  return std::unique_ptr<const CallState>(std::make_unique<Glob>(call.constants[1]->text()));
}

LiteralFilter Literals(std::span<const Value* const> constants) {
  return constants[1] ? Glob(constants[1]->text()).RequiredLiterals() : LiteralFilter::Any();
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGlobMatchFunction) = {
    .name = "glob_match",
    .signature = "(text: string, pattern: string) -> bool",
    .doc =
        "True when `pattern`, in which `*` stands for any text, matches all of `text`. Case counts; a star cannot be "
        "escaped.",
    .example = "DomainName=*.workers.*",
    .null_rule = NullRule::kFalse,
    .prepare = Prepare,
    .kernel = Match,
    .literals = Literals,
};

}  // namespace quarry
