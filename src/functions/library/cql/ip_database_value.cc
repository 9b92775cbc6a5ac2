// One value that a database in MaxMind's format has of an IP address; behind ipLocation() and asn().
#include "functions/function_def.h"
#include "functions/network/ip_database.h"
#include "functions/text/display.h"
#include "types/number.h"

namespace quarry {

namespace {

struct Lookup : CallState {
  std::shared_ptr<const IpDatabase> database;
  std::string path;
};

Result<std::unique_ptr<const CallState>> Prepare(const PrepareCall& call) {
  for (size_t i : {1, 2})
    if (call.constants[i] == nullptr || call.constants[i]->is_null()) return Error{"database and path are constants"};
  auto lookup = std::make_unique<Lookup>();
  lookup->path = call.constants[2]->text();
  if (const std::string& file = call.constants[1]->text(); !file.empty()) {
    Result<std::shared_ptr<const IpDatabase>> database = IpDatabase::Open(file);
    if (!database) return database.error();
    lookup->database = *database;
  }
  return std::unique_ptr<const CallState>(std::move(lookup));
}

void Run(const KernelCall& call, const Cell* args, Cell& result) {
  const auto& lookup = *static_cast<const Lookup*>(call.state);
  if (lookup.database == nullptr) return;
  const std::optional<IpDatabase::Record> record = lookup.database->Find(args[0].text);
  const std::optional<IpDatabase::Value> value = record ? record->Find(lookup.path) : std::nullopt;
  if (!value) return;
  if (!value->is_number) {
    result = TextIn(call.arena, value->text);
    return;
  }
  result = TextIn(call.arena, FormatReal(value->number));
}

}  // namespace

QUARRY_DEFINE(FunctionDef, kIpDatabaseValueFunction) = {
    .name = "ip_database_value",
    .signature = "(address: string, database: string, path: string) -> string",
    .doc = "What the database has at `path` of an address, as text; null where it has nothing.",
    .example = "ipLocation(RemoteAddressIP4)",
    .nullable_string = true,
    .prepare = Prepare,
    .kernel = Run,
};

}  // namespace quarry
