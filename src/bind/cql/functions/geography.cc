// geography:distance(), geohash(): places on the Earth.
#include <cmath>

#include "bind/cql/arguments.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

bool Distance(CqlStage& stage, CqlArguments& args) {
  std::vector<ExprPtr> places;
  for (std::string_view name : {"lon1", "lat1", "lon2", "lat2"})
    places.push_back(cql_value::AsNumber(args.FieldValue(name)));
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_distance"), cql_value::Call("cql_distance", std::move(places), args.span()));
  return true;
}

bool Geohash(CqlStage& stage, CqlArguments& args) {
  const double precision = args.Number("precision");
  ExprPtr lon = cql_value::AsNumber(args.FieldValue("lon")), lat = cql_value::AsNumber(args.FieldValue("lat"));
  if (!args.ok()) return false;
  if (precision < 1 || precision > 12 || precision != std::floor(precision)) {
    args.Invalid("precision", "a geohash has 1 to 12 letters").label = "from 1 to 12";
    return false;
  }
  ExprPtr hash = cql_value::Call("geo_point_to_geohash",
                                 {lon, lat, MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(precision)))},
                                 args.span());
  // What is no place has an empty one.
  stage.Assign(
      stage.OutputName(args, "_geohash"),
      cql_value::Choose(cql_value::Call("not_equals", {hash, cql_value::Text("")}), hash, cql_value::Absent()));
  return true;
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kGeographyDistanceCql) = {
    .name = "geography:distance",
    .doc =
        "The shortest way between two places along the surface of the Earth, in meters, by the haversine formula with "
        "a radius of 6371.009 km. The parameters name fields with decimal degrees.",
    .example = "geography:distance(lat1=a.lat, lon1=a.lon, lat2=b.lat, lon2=b.lon)",
    .parameters = {{"lat1", Kind::kField, false, true},
                   {"lon1", Kind::kField, false, true},
                   {"lat2", Kind::kField, false, true},
                   {"lon2", Kind::kField, false, true},
                   {"as", Kind::kString, false, false, "_distance"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Distance,
};
QUARRY_DEFINE(CqlFunctionDef, kGeohashCql) = {
    .name = "geohash",
    .doc = "The geohash of a place, of `precision` letters, from fields with decimal degrees.",
    .example = "geohash(lat=ip.lat, lon=ip.lon, precision=5)",
    .parameters = {{"lat", Kind::kField, false, false, "ip.lat"},
                   {"lon", Kind::kField, false, false, "ip.lon"},
                   {"precision", Kind::kNumber, false, false, "12"},
                   {"as", Kind::kString, false, false, "_geohash"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Geohash,
};

}  // namespace quarry
