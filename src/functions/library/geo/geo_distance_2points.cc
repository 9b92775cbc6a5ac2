// The shortest way between two points along the surface of the Earth, in meters; null where one is no place.
#include "functions/function_def.h"
#include "functions/geo/sphere.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const GeoPoint a = PointOf(call, args, 0), b = PointOf(call, args, 2);
  if (IsOnEarth(a) && IsOnEarth(b)) result = Cell::Real(MetersBetween(a, b));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGeoDistance2pointsFunction) = {
    .name = "geo_distance_2points",
    .spelled = {{Lang::kKql, "geo_distance_2points"}},
    .signature =
        "(longitude1: int|long|real, latitude1: int|long|real, longitude2: int|long|real, latitude2: int|long|real) -> "
        "real",
    .doc =
        "The shortest way between two points along the surface of the Earth, in meters; null where one is no "
        "place.",
    .example = "T | extend Meters = geo_distance_2points(Lon, Lat, prev(Lon), prev(Lat))",
    .kernel = Run,
};

}  // namespace quarry
