// Places on the Earth, taken as a sphere.
// Thread rule: pure functions.
#pragma once

#include "functions/function_def.h"

namespace quarry {

struct GeoPoint {
  double longitude = 0;  // degrees, -180 to 180
  double latitude = 0;   // degrees, -90 to 90
};

// False for numbers that are no place.
bool IsOnEarth(const GeoPoint& point);
inline constexpr double kEarthRadius = 6371010;  // meters
// Along the surface, in the unit of the radius.
double DistanceBetween(const GeoPoint& a, const GeoPoint& b, double radius);
inline double MetersBetween(const GeoPoint& a, const GeoPoint& b) {
  return DistanceBetween(a, b, kEarthRadius);
}
// The point of arguments `i` and `i + 1`, longitude first. REQUIRES: not null, numbers.
GeoPoint PointOf(const KernelCall& call, const Cell* args, size_t i);

}  // namespace quarry
