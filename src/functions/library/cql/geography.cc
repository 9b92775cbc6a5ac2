// geography:distance(): along the surface of the sphere that LogScale takes the Earth for.
#include "functions/function_def.h"
#include "functions/geo/sphere.h"

namespace quarry {
namespace {

constexpr double kRadius = 6371009;  // meters; that of the documentation's example

void Distance(const KernelCall& call, const Cell* args, Cell& result) {
  const GeoPoint a = PointOf(call, args, 0), b = PointOf(call, args, 2);
  if (IsOnEarth(a) && IsOnEarth(b)) result = Cell::Real(DistanceBetween(a, b, kRadius));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kCqlDistanceFunction) = {
    .name = "cql_distance",
    .signature = "(longitude1: real, latitude1: real, longitude2: real, latitude2: real) -> real",
    .doc = "The shortest way between two points along the surface of the Earth, in meters; absent where one is none.",
    .example = "geography:distance(lat1=a.lat, lon1=a.lon, lat2=b.lat, lon2=b.lon)",
    .kernel = Distance,
};

}  // namespace quarry
