#include "functions/geo/geohash.h"

namespace quarry {

namespace {

constexpr std::string_view kLetters = "0123456789bcdefghjkmnpqrstuvwxyz";

// Halves the cell: takes the upper half or the lower one. Halves of these ranges are exact for 90 halvings.
void Take(bool upper, bool of_longitude, GeoCell& cell) {
  double& low = of_longitude ? cell.west : cell.south;
  double& high = of_longitude ? cell.east : cell.north;
  const double middle = (low + high) / 2;
  (upper ? low : high) = middle;
}

}  // namespace

std::string GeohashOf(const GeoPoint& point, size_t length) {
  GeoCell cell;
  std::string out;
  bool of_longitude = true;
  while (out.size() < length) {
    size_t letter = 0;
    for (int bit = 0; bit < 5; ++bit) {
      const bool upper = of_longitude ? point.longitude >= (cell.west + cell.east) / 2
                                      : point.latitude >= (cell.south + cell.north) / 2;
      letter = letter << 1 | (upper ? 1 : 0);
      Take(upper, of_longitude, cell);
      of_longitude = !of_longitude;
    }
    out += kLetters[letter];
  }
  return out;
}

std::optional<GeoCell> CellOfGeohash(std::string_view geohash) {
  if (geohash.empty() || geohash.size() > kLongestGeohash) return std::nullopt;
  GeoCell cell;
  bool of_longitude = true;
  for (const char c : geohash) {
    const size_t letter = kLetters.find(c);
    if (letter == std::string_view::npos) return std::nullopt;
    for (int bit = 4; bit >= 0; --bit) {
      Take((letter >> bit & 1) != 0, of_longitude, cell);
      of_longitude = !of_longitude;
    }
  }
  return cell;
}

}  // namespace quarry
