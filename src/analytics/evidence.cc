#include "analytics/evidence.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace quarry {

double ShannonEntropy(std::string_view text) {
  if (text.empty()) return 0;
  size_t counts[256] = {};
  for (const unsigned char byte : text) ++counts[byte];
  const double total = static_cast<double>(text.size());
  double entropy = 0;
  for (const size_t count : counts) {
    if (count != 0) entropy -= static_cast<double>(count) / total * std::log2(static_cast<double>(count) / total);
  }
  return entropy;
}

double WilsonLower(double successes, double total, double z) {
  if (!(total > 0) || !std::isfinite(total) || std::isnan(successes) || !std::isfinite(z)) return 0;
  const double share = std::clamp(successes, 0.0, total) / total, square = z * z;
  const double center = share + square / (2 * total);
  const double margin = std::abs(z) * std::sqrt(share * (1 - share) / total + square / (4 * total * total));
  return std::clamp((center - margin) / (1 + square / total), 0.0, 1.0);
}

double NoisyOr(std::span<const double> probabilities) {
  double none = 1;
  for (const double p : probabilities) {
    if (!std::isnan(p)) none *= 1 - std::clamp(p, 0.0, 1.0);
  }
  return 1 - none;
}

double Rarity(double having, double all) {
  if (std::isnan(having) || std::isnan(all)) return 0;
  all = std::max(all, 0.0);
  return std::abs(std::log10((1 + std::clamp(having, 0.0, all)) / (1 + all)));
}

double Ramp(double value, double low, double high) {
  if (low == high) return value >= high ? 1 : 0;
  const double place = (value - low) / (high - low);
  // Not a number, or infinite bounds, between which nothing has a place.
  return std::isnan(place) ? 0 : std::clamp(place, 0.0, 1.0);
}

}  // namespace quarry
