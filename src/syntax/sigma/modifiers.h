// Value modifiers (`field|contains|all`): their names, and what they make of a value.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "syntax/sigma/rule.h"
#include "syntax/yaml/yaml.h"

namespace quarry::sigma {

enum class Modifier : uint8_t {
  kContains,
  kStartsWith,
  kEndsWith,
  kAll,
  kRegex,
  kIgnoreCase,
  kMultiLine,
  kDotAll,
  kCased,
  kCidr,
  kExists,
  kFieldRef,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kWindash,
  kBase64,
  kBase64Offset,
  kUtf16Le,
  kUtf16Be,
  kUtf16,
  kExpand,
  kMinute,
  kHour,
  kDay,
  kWeek,
  kMonth,
  kYear,
  kServerlessProvider,
  kServerlessTenant,
  kServerlessClass,
};

struct ModifierUse {
  Modifier modifier;
  std::string_view name;  // as written
  Span span;
};

std::optional<Modifier> FindModifier(std::string_view name);
// The nearest name, or "".
std::string_view SuggestModifier(std::string_view name);

// Applies the modifiers that concern the whole item (all, neq, minute ... year, serverless_...).
void ApplyToItem(const std::vector<ModifierUse>& modifiers, DetectionItem& item);
// Makes the comparisons of one value. `keyword`: the item has no field.
FailureOr<DetectionValue> MakeValue(const yaml::Node& node, const std::vector<ModifierUse>& modifiers, bool keyword,
                                    DiagnosticList& diagnostics);

}  // namespace quarry::sigma
