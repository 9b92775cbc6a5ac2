#include "scan/flat_name.h"

namespace quarry {

std::string FlatName(const FieldPath& path) {
  std::string name;
  for (const JsonStep& step : path) {
    if (!name.empty() && !step.is_index) name += '.';
    name += step.is_index ? "[" + std::to_string(step.index) + "]" : step.name;
  }
  return name;
}

}  // namespace quarry
