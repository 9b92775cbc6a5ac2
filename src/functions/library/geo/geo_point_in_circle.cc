// True when the point is at most `radius` meters from the center along the surface of the Earth; null where one is
// no place or the radius is not above 0.
#include "functions/function_def.h"
#include "functions/geo/sphere.h"
#include "functions/numeric/arithmetic.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const GeoPoint point = PointOf(call, args, 0), center = PointOf(call, args, 2);
  const double radius = RealOf(call, args, 4);
  if (IsOnEarth(point) && IsOnEarth(center) && radius > 0) result = Cell::Bool(MetersBetween(point, center) <= radius);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGeoPointInCircleFunction) = {
    .name = "geo_point_in_circle",
    .spelled = {{Lang::kKql, "geo_point_in_circle"}},
    .signature =
        "(longitude: int|long|real, latitude: int|long|real, center_longitude: int|long|real, center_latitude: "
        "int|long|real, radius: int|long|real) -> bool",
    .doc =
        "True when the point is at most `radius` meters from the center along the surface of the Earth; null where"
        " one is no place or the radius is not above 0.",
    .example = "T | where geo_point_in_circle(Lon, Lat, 8.54, 47.37, 18000)",
    .kernel = Run,
};

}  // namespace quarry
