// A Sigma rule as checks see it. The single entry is ReadSigmaTree.
#include <algorithm>

#include "lint/read_query.h"

namespace quarry {
namespace {

using sigma::Condition;
using sigma::Matcher;

// Detections below a `not` an odd number of times.
void FindNegated(const Condition& condition, bool negated, std::vector<bool>& out) {
  if (condition.kind == Condition::Kind::kIdentifier) {
    if (condition.detection < out.size() && negated) out[condition.detection] = true;
    return;
  }
  const bool inside = condition.kind == Condition::Kind::kNot ? !negated : negated;
  for (const Condition& operand : condition.operands) FindNegated(operand, inside, out);
}

// A literal between open sides; false when the pattern has wildcards inside.
bool ReadPattern(const sigma::Pattern& pattern, TextTest::Kind* kind, std::string* text) {
  size_t from = pattern.starts_open() ? 1 : 0, to = pattern.parts.size() - (pattern.ends_open() ? 1 : 0);
  if (pattern.parts.empty() || from + 1 != to || pattern.parts[from].kind != sigma::Pattern::Part::Kind::kText)
    return false;
  *text = pattern.parts[from].text;
  *kind = pattern.starts_open() ? (pattern.ends_open() ? TextTest::Kind::kContains : TextTest::Kind::kEndsWith)
          : pattern.ends_open() ? TextTest::Kind::kStartsWith
                                : TextTest::Kind::kEquals;
  return true;
}

void AddItem(const sigma::DetectionItem& item, const sigma::Detection& detection, bool negated, LintQuery& query) {
  TextTest test;
  test.field = item.field;
  test.field_span = item.field_span;
  test.op_span = item.field_span;
  test.negated = negated != item.negated;
  test.filters = true;
  test.table = query.sigma->logsource.category;
  test.stage_span = detection.span;
  test.span = item.span;
  bool first = true;
  for (const sigma::DetectionValue& value : item.values) {
    for (const Matcher& matcher : value.any_of) {
      TextTest::Kind kind = TextTest::Kind::kRegex;
      std::string text;
      if (matcher.kind == Matcher::Kind::kRegex) {
        text = matcher.text;
        test.ignore_case = matcher.regex_flags.find('i') != std::string::npos;
      } else if (matcher.kind == Matcher::Kind::kPattern) {
        if (!ReadPattern(matcher.pattern, &kind, &text)) continue;
        test.ignore_case = !matcher.cased;
      } else {
        continue;
      }
      if (!first && kind != test.kind) continue;
      test.kind = kind;
      first = false;
      test.values.push_back({std::move(text), value.span});
    }
  }
  static constexpr std::string_view kNames[] = {"", "", "|contains", "|startswith", "|endswith", "|re"};
  test.op = kNames[static_cast<size_t>(test.kind)];
  CompleteTest(test);
  query.fields.insert(item.field);
  if (!test.values.empty()) query.tests.push_back(std::move(test));
}

}  // namespace

void ReadSigmaTree(LintQuery& query) {
  const sigma::Rule& rule = *query.sigma;
  if (!rule.logsource.category.empty()) query.tables.insert(rule.logsource.category);
  std::vector<bool> negated(rule.detections.size());
  FindNegated(rule.condition, false, negated);
  for (size_t i = 0; i < rule.detections.size(); ++i) {
    for (const std::vector<sigma::DetectionItem>& items : rule.detections[i].alternatives) {
      for (const sigma::DetectionItem& item : items) AddItem(item, rule.detections[i], negated[i], query);
    }
  }
}

}  // namespace quarry
