// Order statistics of small samples.
#pragma once

#include <span>
#include <vector>

namespace quarry {

// The quantile `q` (0..1) of `sorted` by linear interpolation between closest ranks. 0 for an empty sample.
// REQUIRES: `sorted` ascends.
double QuantileSorted(std::span<const double> sorted, double q);
double MedianSorted(std::span<const double> sorted);
// Median of |x - center|.
double MedianAbsoluteDeviation(std::span<const double> values, double center);

}  // namespace quarry
