// longest_label(): the label of a host that has most characters.
#include <algorithm>

#include "functions/function_def.h"

namespace quarry {

namespace {

void Run(const KernelCall&, const Cell* args, Cell& result) {
  std::string_view rest = args[0].text, longest;
  while (!rest.empty()) {
    const std::string_view label = rest.substr(0, rest.find('.'));
    if (label.size() > longest.size()) longest = label;
    rest.remove_prefix(std::min(label.size() + 1, rest.size()));
  }
  result = Cell::Text(longest);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kLongestLabelFunction) = {
    .name = "longest_label",
    .spelled = {{Lang::kKql, "longest_label"}},
    .signature = "(host: string) -> string",
    .doc =
        "The longest label of a host name, the first of several.\n\nData that leave by DNS make labels long; the limit "
        "is 63. Quarry's own function.",
    .example = "T | where strlen(longest_label(Host)) > 40",
    .kernel = Run,
};

}  // namespace quarry
