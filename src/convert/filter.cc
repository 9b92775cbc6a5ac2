// Builds the tree from a parsed rule and brings it into its one form. The single entry is FilterOf.
#include "convert/filter.h"

#include <utility>

namespace quarry::convert {
namespace {

using sigma::Matcher;

Filter Leaf(Filter::Kind kind, const sigma::DetectionItem& item, Span span) {
  Filter leaf;
  leaf.kind = kind;
  leaf.field = item.field;
  leaf.field_span = item.field_span;
  leaf.span = span;
  return leaf;
}

Filter Build(const sigma::DetectionItem& item, const Matcher& matcher) {
  const bool null = matcher.kind == Matcher::Kind::kNull;
  const bool exists = matcher.kind == Matcher::Kind::kExists;
  const bool anything = !item.field.empty() && matcher.kind == Matcher::Kind::kPattern &&
                        matcher.pattern.parts.size() == 1 && matcher.pattern.starts_open();
  if (null || exists || anything) {
    Filter absent = Leaf(Filter::Kind::kNull, item, matcher.span);
    return null || (exists && !matcher.exists) ? absent : Filter::Not(std::move(absent));
  }
  Filter test = Leaf(Filter::Kind::kTest, item, matcher.span);
  test.matcher = matcher;
  test.part = item.part;
  return test;
}

Filter Build(const sigma::DetectionItem& item) {
  std::vector<Filter> values;
  for (const sigma::DetectionValue& value : item.values) {
    std::vector<Filter> variants;
    for (const Matcher& matcher : value.any_of) variants.push_back(Build(item, matcher));
    values.push_back(Filter::Or(std::move(variants)));
  }
  Filter all = item.all ? Filter::And(std::move(values)) : Filter::Or(std::move(values));
  return item.negated ? Filter::Not(std::move(all)) : all;
}

Filter Build(const sigma::Detection& detection) {
  std::vector<Filter> alternatives;
  for (const std::vector<sigma::DetectionItem>& items : detection.alternatives) {
    std::vector<Filter> terms;
    for (const sigma::DetectionItem& item : items) terms.push_back(Build(item));
    alternatives.push_back(Filter::And(std::move(terms)));
  }
  return Filter::Or(std::move(alternatives));
}

Filter Build(const sigma::Rule& rule, const sigma::Condition& condition) {
  if (condition.kind == sigma::Condition::Kind::kIdentifier) return Build(rule.detections[condition.detection]);
  std::vector<Filter> operands;
  for (const sigma::Condition& operand : condition.operands) operands.push_back(Build(rule, operand));
  if (condition.kind == sigma::Condition::Kind::kNot) return Filter::Not(std::move(operands[0]));
  return condition.kind == sigma::Condition::Kind::kAnd ? Filter::And(std::move(operands))
                                                        : Filter::Or(std::move(operands));
}

bool IsEmptyText(const Filter& filter) {
  return filter.is_pattern() && filter.matcher.pattern.parts.empty() && !filter.field.empty();
}

// `f absent or f = ''` is one test, whose negation is `f there and not empty`.
void MergeBlanks(std::vector<Filter>& operands, bool negated) {
  const auto leaf = [&](Filter& operand) -> Filter* {
    if (!negated) return &operand;
    return operand.kind == Filter::Kind::kNot ? &operand.operands[0] : nullptr;
  };
  for (size_t i = 0; i < operands.size(); ++i) {
    Filter* absent = leaf(operands[i]);
    if (absent == nullptr || absent->kind != Filter::Kind::kNull) continue;
    for (size_t j = 0; j < operands.size(); ++j) {
      Filter* empty = leaf(operands[j]);
      if (empty == nullptr || !IsEmptyText(*empty) || empty->field != absent->field) continue;
      absent->kind = Filter::Kind::kBlank;
      operands.erase(operands.begin() + static_cast<std::ptrdiff_t>(j));
      if (j < i) --i;
      break;
    }
  }
}

Filter Chain(Filter::Kind kind, std::vector<Filter> operands) {
  Filter chain;
  chain.kind = kind;
  for (Filter& operand : operands) {
    chain.span = Span::Cover(chain.span, operand.span);
    if (operand.kind == kind) {
      for (Filter& inner : operand.operands) chain.operands.push_back(std::move(inner));
    } else {
      chain.operands.push_back(std::move(operand));
    }
  }
  MergeBlanks(chain.operands, kind == Filter::Kind::kAnd);
  if (chain.operands.size() == 1) return Filter(std::move(chain.operands[0]));
  return chain;
}

}  // namespace

Filter Filter::And(std::vector<Filter> operands) {
  return Chain(Kind::kAnd, std::move(operands));
}
Filter Filter::Or(std::vector<Filter> operands) {
  return Chain(Kind::kOr, std::move(operands));
}
Filter Filter::Not(Filter operand) {
  if (operand.kind == Kind::kNot) return Filter(std::move(operand.operands[0]));
  Filter negation;
  negation.kind = Kind::kNot;
  negation.span = operand.span;
  negation.operands.push_back(std::move(operand));
  return negation;
}
Filter Filter::Equals(std::string field, std::string_view text) {
  Filter test;
  test.kind = Kind::kTest;
  test.field = std::move(field);
  test.matcher.pattern = sigma::Pattern::Literal(text);
  test.matcher.cased = true;
  return test;
}

Filter FilterOf(const sigma::Rule& rule) {
  return Build(rule, rule.condition);
}

}  // namespace quarry::convert
