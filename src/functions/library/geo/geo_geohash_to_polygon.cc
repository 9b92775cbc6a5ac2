// The cell of a geohash, as a GeoJSON polygon; null where it is none.
#include "functions/function_def.h"
#include "functions/geo/geohash.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto cell = CellOfGeohash(args[0].text);
  if (!cell) return;
  const GeoPoint corners[] = {{cell->west, cell->south},
                              {cell->east, cell->south},
                              {cell->east, cell->north},
                              {cell->west, cell->north},
                              {cell->west, cell->south}};
  std::string out = R"({"type":"Polygon","coordinates":[)";
  char before = '[';
  for (const GeoPoint& corner : corners) {
    out += before;
    out += '[';
    AppendJsonNumber(corner.longitude, out);
    out += ',';
    AppendJsonNumber(corner.latitude, out);
    out += ']';
    before = ',';
  }
  out += "]]}";
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGeoGeohashToPolygonFunction) = {
    .name = "geo_geohash_to_polygon",
    .spelled = {{Lang::kKql, "geo_geohash_to_polygon"}},
    .signature = "(geohash: string) -> dynamic",
    .doc = "The cell of a geohash, as a GeoJSON polygon; null where it is none.",
    .example = "T | extend Area = geo_geohash_to_polygon(Cell)",
    .kernel = Run,
};

}  // namespace quarry
