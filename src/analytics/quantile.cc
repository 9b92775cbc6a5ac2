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

double Quantile(std::vector<double> values, double q) {
  if (values.empty()) return 0;
  const double position = q * static_cast<double>(values.size() - 1);
  const auto below = values.begin() + static_cast<ptrdiff_t>(position);
  std::nth_element(values.begin(), below, values.end());
  if (below + 1 == values.end()) return *below;
  return *below + (position - std::floor(position)) * (*std::min_element(below + 1, values.end()) - *below);
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

double MedianAbsoluteDeviationSorted(std::span<const double> sorted, double center) {
  if (sorted.empty()) return 0;
  // The deviations in ascending order, from the center out on both sides, up to the middle one.
  auto right = std::lower_bound(sorted.begin(), sorted.end(), center);
  auto left = right;
  double before = 0, deviation = 0;
  for (size_t taken = 0; taken <= sorted.size() / 2; ++taken) {
    before = deviation;
    if (right == sorted.end() || (left != sorted.begin() && center - left[-1] <= *right - center))
      deviation = center - *--left;
    else
      deviation = *right++ - center;
  }
  return sorted.size() % 2 != 0 ? deviation : before + 0.5 * (deviation - before);
}

}  // namespace quarry
