// ipLocation(), asn(): what a database among the lookup files says of an address.
#include "bind/cql/arguments.h"
#include "bind/lookup_files.h"

namespace quarry {
namespace {

using Kind = CqlParameter::Kind;

struct Output {
  std::string_view field, path;
};

bool Bind(CqlStage& stage, CqlArguments& args, IpDatabaseKind kind, std::initializer_list<Output> outputs) {
  const std::string field = args.Field("field");
  const std::string prefix = args.Has("as") ? args.String("as") : field;
  if (!args.ok()) return false;
  const CqlContext& context = stage.context();
  const LookupFolders folders{context.sources.name(context.source), context.options.data_dir};
  const std::optional<std::string> database =
      FindIpDatabase(kind, args.call().name_span, folders, context.options.lookups_may_miss, stage.diagnostics());
  if (!database) return false;
  const ExprPtr address = cql_value::AsText(stage.Field(field));
  for (const Output& output : outputs) {
    Result<ExprPtr> value =
        MakeCall(*FindFunction("ip_database_value"),
                 {address, cql_value::Text(*database), cql_value::Text(std::string(output.path))}, args.span());
    if (!value) {
      stage.diagnostics().Add(Code::Q0603, args.call().name_span, value.error().message).label = "not such a database";
      return false;
    }
    stage.Assign(prefix + "." + std::string(output.field), *value);
  }
  return true;
}

bool BindIpLocation(CqlStage& stage, CqlArguments& args) {
  return Bind(stage, args, IpDatabaseKind::kCity,
              {{"country", "country.iso_code"},
               {"city", "city.names.en"},
               {"lat", "location.latitude"},
               {"lon", "location.longitude"}});
}

bool BindAsn(CqlStage& stage, CqlArguments& args) {
  return Bind(stage, args, IpDatabaseKind::kNetwork,
              {{"asn", "autonomous_system_number"}, {"org", "autonomous_system_organization"}});
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kIpLocationCql) = {
    .name = "ipLocation",
    .doc =
        "Where an address is: the fields `.country` (two letters), `.city`, `.lat` and `.lon`, as far as the database "
        "knows "
        "them, behind the address's field or `as`. The database is the file GeoLite2-City.mmdb or one of its kin among "
        "the lookup files (docs/lookups.md).",
    .example = "ipLocation(RemoteAddressIP4)",
    .parameters = {{"field", Kind::kField, true, false, "ip"}, {"as", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = BindIpLocation,
};
QUARRY_DEFINE(CqlFunctionDef, kAsnCql) = {
    .name = "asn",
    .doc =
        "The network that an address belongs to: the fields `.asn`, the number of the autonomous system, and `.org`, "
        "its "
        "organisation, behind the address's field or `as`. The database is the file GeoLite2-ASN.mmdb or one of its "
        "kin "
        "among the lookup files (docs/lookups.md).",
    .example = "asn(RemoteAddressIP4, as=net)",
    .parameters = {{"field", Kind::kField, true, false, "ip"}, {"as", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = BindAsn,
};

}  // namespace quarry
