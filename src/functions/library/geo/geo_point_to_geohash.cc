// The geohash of the point, of `accuracy` letters (5 unless given, at most 18); empty where it is no place.
#include "functions/function_def.h"
#include "functions/geo/geohash.h"
#include "functions/text/display.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const GeoPoint point = PointOf(call, args, 0);
  const int64_t length = call.types.size() > 2 ? args[2].integer : 5;
  const bool valid = IsOnEarth(point) && length >= 1 && length <= static_cast<int64_t>(kLongestGeohash);
  result = valid ? TextIn(call.arena, GeohashOf(point, static_cast<size_t>(length))) : Cell::Text("");
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGeoPointToGeohashFunction) = {
    .name = "geo_point_to_geohash",
    .spelled = {{Lang::kKql, "geo_point_to_geohash"}},
    .signature = "(longitude: int|long|real, latitude: int|long|real, accuracy?: int|long) -> string",
    .doc = "The geohash of the point, of `accuracy` letters (5 unless given, at most 18); empty where it is no place.",
    .example = "T | summarize count() by geo_point_to_geohash(Lon, Lat, 6)",
    .kernel = Run,
};

}  // namespace quarry
