#include "exec/matcher/candidate_index.h"

#include <algorithm>

#include "base/ascii.h"

namespace quarry {
namespace {

using Texts = std::optional<std::vector<RequiredText>>;

// How much a set of texts leaves out: its shortest text decides, and a large set finds more.
int Worth(const std::vector<RequiredText>& texts) {
  size_t shortest = 16;
  for (const RequiredText& text : texts) shortest = std::min(shortest, text.text.size());
  return static_cast<int>(shortest) * 16 - static_cast<int>(std::min<size_t>(texts.size(), 64));
}

void KeepBetter(Texts& best, Texts other) {
  if (other && (!best || Worth(*other) > Worth(*best))) best = std::move(other);
}

void Append(Texts& all, Texts more) {
  if (!all || !more)
    all.reset();
  else
    all->insert(all->end(), more->begin(), more->end());
}

Texts OfFilter(const LiteralFilter& filter, ColumnId column) {
  switch (filter.kind) {
    case LiteralFilter::Kind::kAny:
      return std::nullopt;
    case LiteralFilter::Kind::kNothing:
      return std::vector<RequiredText>();
    case LiteralFilter::Kind::kLiteral:
      if (filter.literal.size() < CandidateIndex::kShortest) return std::nullopt;
      return std::vector<RequiredText>{{column, AsciiLowered(filter.literal)}};
    case LiteralFilter::Kind::kAnd: {
      Texts best;
      for (const LiteralFilter& child : filter.children) KeepBetter(best, OfFilter(child, column));
      return best;
    }
    case LiteralFilter::Kind::kOr: {
      Texts all = std::vector<RequiredText>();
      for (const LiteralFilter& child : filter.children) Append(all, OfFilter(child, column));
      return all;
    }
  }
  return std::nullopt;
}

// A call over one text column and constants.
Texts OfCall(const Expr& call) {
  if (call.function->literals == nullptr) return std::nullopt;
  std::vector<const Value*> constants;
  const Expr* column = nullptr;
  for (const ExprPtr& arg : call.args) {
    constants.push_back(arg->is_literal() ? &arg->literal : nullptr);
    if (arg->is_literal()) continue;
    // JSON text has escapes, so that its texts are not those of its values: only strings will do.
    if (column || arg->kind != Expr::Kind::kColumn || arg->type != Type::kString) return std::nullopt;
    column = arg.get();
  }
  return column ? OfFilter(call.function->literals(constants), column->column) : std::nullopt;
}

}  // namespace

std::optional<std::vector<RequiredText>> RequiredTexts(const Expr& condition) {
  if (condition.kind != Expr::Kind::kCall) return std::nullopt;
  const std::string_view name = condition.function->name;
  if (name == "and") {
    Texts best;
    for (const ExprPtr& arg : condition.args) KeepBetter(best, RequiredTexts(*arg));
    return best;
  }
  if (name == "or") {
    Texts all = std::vector<RequiredText>();
    for (const ExprPtr& arg : condition.args) Append(all, RequiredTexts(*arg));
    return all;
  }
  return OfCall(condition);
}

void CandidateIndex::Add(size_t column, std::string text, uint32_t rule) {
  Column& texts = columns_[column];
  const auto [at, is_new] = texts.by_text.try_emplace(text, texts.atoms.size());
  if (is_new) texts.atoms.push_back({std::move(text), 0, {}});
  std::vector<uint32_t>& rules = texts.atoms[at->second].rules;
  if (rules.empty() || rules.back() != rule) rules.push_back(rule);
}

void CandidateIndex::Build() {
  for (auto& [position, texts] : columns_) {
    column_list_.push_back(position);
    std::unordered_map<uint32_t, size_t> counts;
    for (const Atom& atom : texts.atoms) {
      for (size_t i = 0; i + kShortest <= atom.text.size(); ++i) ++counts[GramAt(atom.text.data() + i)];
    }
    texts.filter.assign((size_t{1} << kFilterBits) / 64, 0);
    for (size_t index = 0; index < texts.atoms.size(); ++index) {
      // The gram that fewest texts share tells them apart best: not the ".exe" of each.
      Atom& atom = texts.atoms[index];
      for (size_t i = 1; i + kShortest <= atom.text.size(); ++i) {
        if (counts[GramAt(atom.text.data() + i)] < counts[GramAt(atom.text.data() + atom.gram_at)]) atom.gram_at = i;
      }
      const uint32_t gram = GramAt(atom.text.data() + atom.gram_at);
      texts.grams[gram].push_back(static_cast<uint32_t>(index));
      texts.filter[FilterBit(gram) >> 6] |= uint64_t{1} << (FilterBit(gram) & 63);
    }
  }
  std::sort(column_list_.begin(), column_list_.end());
}

}  // namespace quarry
