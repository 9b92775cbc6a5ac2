#include "analytics/quantile.h"

#include <algorithm>
#include <cmath>

namespace quarry {

double QuantileSorted(std::span<const double> sorted, double q) {
  if (sorted.empty()) return 0;
  const double position = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(position);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double share = position - static_cast<double>(below);
  return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

double MedianSorted(std::span<const double> sorted) {
  return QuantileSorted(sorted, 0.5);
}

double MedianAbsoluteDeviation(std::span<const double> values, double center) {
  std::vector<double> deviations;
  deviations.reserve(values.size());
  for (const double value : values) deviations.push_back(std::fabs(value - center));
  std::sort(deviations.begin(), deviations.end());
  return MedianSorted(deviations);
}

}  // namespace quarry
