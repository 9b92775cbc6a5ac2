// Geohashes: cells of the map by name; each letter of base 32 stands for five halvings, of longitude and latitude in
// turn. Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "functions/geo/sphere.h"

namespace quarry {

inline constexpr size_t kLongestGeohash = 18;

struct GeoCell {
  double west = -180, east = 180, south = -90, north = 90;
};

// The cell of `length` letters that holds the point. REQUIRES: IsOnEarth(point).
std::string GeohashOf(const GeoPoint& point, size_t length);
// nullopt when `geohash` is none: empty, too long or with other letters.
std::optional<GeoCell> CellOfGeohash(std::string_view geohash);

}  // namespace quarry
