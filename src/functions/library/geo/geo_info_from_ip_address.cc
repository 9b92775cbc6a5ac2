// Where an IP address is, by a database in MaxMind's format.
#include "functions/function_def.h"
#include "functions/network/ip_database.h"
#include "functions/text/display.h"
#include "types/json.h"

namespace quarry {

namespace {

struct Places : CallState {
  std::shared_ptr<const IpDatabase> database;
};

// A database that is not there (`""`: the query is only checked) knows no address.
Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  auto places = std::make_unique<Places>();
  if (call.constants[1] == nullptr || call.constants[1]->is_null()) return Error{"the database is a constant path"};
  if (const std::string& path = call.constants[1]->text(); !path.empty()) {
    Result<std::shared_ptr<const IpDatabase>> database = IpDatabase::Open(path);
    if (!database) return database.error();
    places->database = *database;
  }
  return std::unique_ptr<const CallState>(std::move(places));
}

struct Member {
  std::string_view name, path;
};
constexpr Member kMembers[] = {{"country", "country.names.en"},
                               {"state", "subdivisions.0.names.en"},
                               {"city", "city.names.en"},
                               {"latitude", "location.latitude"},
                               {"longitude", "location.longitude"}};

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const IpDatabase* database = static_cast<const Places*>(call.state)->database.get();
  if (database == nullptr) return;
  const std::optional<IpDatabase::Record> record = database->Find(args[0].text);
  if (!record) return;
  std::string out = "{";
  for (const Member& member : kMembers) {
    const std::optional<IpDatabase::Value> value = record->Find(member.path);
    if (!value) continue;
    AppendJsonKey(member.name, out);
    if (value->is_number)
      AppendJsonNumber(value->number, out);
    else
      AppendJsonString(value->text, out);
  }
  out += '}';
  if (out.size() > 2) result = TextIn(call.arena, out);
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kGeoInfoFromIpAddressFunction) = {
    .name = "geo_info_from_ip_address",
    .spelled = {{Lang::kKql, "geo_info_from_ip_address"}},
    .signature = "(address: string, database: string) -> dynamic",
    .doc =
        "Where an IPv4 or IPv6 address is: a bag of `country`, `state`, `city`, `latitude` and `longitude`, as far as "
        "the "
        "database knows them; null where it knows nothing.\n\n`database` is not written: it is the file "
        "GeoLite2-City.mmdb "
        "or one of its kin among the lookup files (docs/lookups.md).",
    .example = "T | extend Country = tostring(geo_info_from_ip_address(RemoteIP).country)",
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
