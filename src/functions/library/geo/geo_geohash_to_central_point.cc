// The center of the cell of a geohash, as a GeoJSON point; null where it is none.
#include "functions/function_def.h"
#include "functions/geo/geohash.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto cell = CellOfGeohash(args[0].text);
  if (!cell) return;
  std::string out = R"({"type":"Point","coordinates":[)";
  AppendJsonNumber((cell->west + cell->east) / 2, out);
  out += ',';
  AppendJsonNumber((cell->south + cell->north) / 2, out);
  out += "]}";
  result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGeoGeohashToCentralPointFunction) = {
    .name = "geo_geohash_to_central_point",
    .spelled = {{Lang::kKql, "geo_geohash_to_central_point"}},
    .signature = "(geohash: string) -> dynamic",
    .doc = "The center of the cell of a geohash, as a GeoJSON point; null where it is none.",
    .example = "T | extend Place = geo_geohash_to_central_point(Cell)",
    .kernel = Run,
};

}  // namespace quarry
