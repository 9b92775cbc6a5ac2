// Kernels of the text predicates. Each is named by its template arguments: whether case counts, and which ends of a
// match must be ends of terms. A constant needle is prepared once.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "functions/function_def.h"
#include "functions/text/finder.h"
#include "functions/text/required_literals.h"
#include "functions/text/unicode.h"

namespace quarry {

// Predicates over needles in the arguments from the second on: a text, several, or dynamic arrays of them.
template <Case kCase, TermEnds kEnds>
Result<std::unique_ptr<const CallState>> PrepareNeedles(const PrepareCall& call) {
  const auto needles = ConstantNeedles(call);
  if (!needles) return std::unique_ptr<const CallState>();
  auto state = std::make_unique<FinderState>();
  for (const std::string& needle : *needles) state->finders.emplace_back(needle, kCase, kEnds);
  return std::unique_ptr<const CallState>(std::move(state));
}

// One needle: argument 2.
template <Case kCase, TermEnds kEnds>
void FinderKernel(const KernelCall& call, const Cell* args, Cell& result) {
  if (call.state) {
    const auto& finders = static_cast<const FinderState*>(call.state)->finders;
    result = Cell::Bool(!finders.empty() && finders.front().FoundIn(args[0].text));
  } else {
    result = Cell::Bool(TextFinder(args[1].text, kCase, kEnds).FoundIn(args[0].text));
  }
}

enum class Quantity : uint8_t { kAny, kAll };

template <Case kCase, TermEnds kEnds, Quantity kQuantity>
void NeedlesKernel(const KernelCall& call, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text;
  const auto decide = [&](const std::vector<TextFinder>& finders) {
    for (const TextFinder& finder : finders)
      if (finder.FoundIn(text) == (kQuantity == Quantity::kAny)) return kQuantity == Quantity::kAny;
    return kQuantity == Quantity::kAll;
  };
  if (call.state) {
    result = Cell::Bool(decide(static_cast<const FinderState*>(call.state)->finders));
    return;
  }
  std::vector<std::string> needles;
  for (size_t i = 1; i < call.types.size(); ++i) AppendNeedles(call.types[i], args[i], call.arena, needles);
  std::vector<TextFinder> finders;
  for (const std::string& needle : needles) finders.emplace_back(needle, kCase, kEnds);
  result = Cell::Bool(decide(finders));
}

template <Case kCase>
LiteralFilter NeedleLiterals(std::span<const Value* const> constants) {
  return RequiredSecond(constants, kCase == Case::kIgnore);
}

// Text that starts or ends with another.
enum class End : uint8_t { kStart, kFinish };
template <Case kCase, End kEnd>
void AffixKernel(const KernelCall&, const Cell* args, Cell& result) {
  const std::string_view text = args[0].text;
  const std::string_view affix = args[1].text;
  if (kCase == Case::kSensitive) {
    result = Cell::Bool(kEnd == End::kStart ? text.starts_with(affix) : text.ends_with(affix));
    return;
  }
  if (IsAsciiText(affix)) {
    if (text.size() < affix.size()) {
      result = Cell::Bool(false);
      return;
    }
    const std::string_view part =
        kEnd == End::kStart ? text.substr(0, affix.size()) : text.substr(text.size() - affix.size());
    result = Cell::Bool(EqualsFolded(part, affix));
    return;
  }
  const std::string whole = Folded(text);
  const std::string end = Folded(affix);
  result = Cell::Bool(kEnd == End::kStart ? whole.starts_with(end) : whole.ends_with(end));
}

}  // namespace quarry
