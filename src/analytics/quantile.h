// Order statistics of small samples.
#pragma once

#include <span>
#include <vector>

namespace quarry {

// The quantile `q` (0..1) of `sorted` by linear interpolation between closest ranks. 0 for an empty sample.
// REQUIRES: `sorted` ascends.
double QuantileSorted(std::span<const double> sorted, double q);
// The same of values in any order.
double Quantile(std::vector<double> values, double q);
double MedianSorted(std::span<const double> sorted);
// Median of |x - center|.
double MedianAbsoluteDeviation(std::span<const double> values, double center);
// The same without a copy. REQUIRES: `sorted` ascends.
double MedianAbsoluteDeviationSorted(std::span<const double> sorted, double center);

}  // namespace quarry
