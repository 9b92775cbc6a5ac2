#include "functions/geo/sphere.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {
double Radians(double degrees) {
  return degrees * std::numbers::pi / 180;
}
}  // namespace

bool IsOnEarth(const GeoPoint& point) {
  return std::fabs(point.longitude) <= 180 && std::fabs(point.latitude) <= 90;
}

double DistanceBetween(const GeoPoint& a, const GeoPoint& b, double radius) {
  // The haversine formula: exact for small distances, too.
  const double north = std::sin(Radians(b.latitude - a.latitude) / 2),
               east = std::sin(Radians(b.longitude - a.longitude) / 2);
  const double h = north * north + std::cos(Radians(a.latitude)) * std::cos(Radians(b.latitude)) * east * east;
  return 2 * radius * std::asin(std::sqrt(std::min(h, 1.0)));
}

GeoPoint PointOf(const KernelCall& call, const Cell* args, size_t i) {
  return {RealOf(call, args, i), RealOf(call, args, i + 1)};
}

}  // namespace quarry
