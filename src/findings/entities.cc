// Which fields name an entity, over Windows and Sysmon, Defender and Sentinel, Falcon, Zeek and ECS-like events.
// The single entry is EntitiesOf.
#include <algorithm>

#include "findings/finding.h"
#include "types/json.h"

namespace quarry {
namespace {

struct EntityField {
  std::string_view kind;
  std::string_view field;
};
// In order of preference within a kind; kinds in the order of presentation.
constexpr EntityField kFields[] = {
    {"host", "DeviceName"},
    {"host", "Computer"},
    {"host", "ComputerName"},
    {"host", "host"},
    {"host", "hostname"},
    {"host", "Hostname"},
    {"account", "InitiatingProcessAccountName"},
    {"account", "AccountName"},
    {"account", "User"},
    {"account", "UserName"},
    {"account", "TargetUserName"},
    {"account", "SubjectUserName"},
    {"process", "InitiatingProcessFolderPath"},
    {"process", "Image"},
    {"process", "ImageFileName"},
    {"process", "InitiatingProcessFileName"},
    {"process", "ContextBaseFileName"},
    {"process", "NewProcessName"},
    {"process", "FolderPath"},
    {"process", "SourceImage"},
    {"command", "InitiatingProcessCommandLine"},
    {"command", "ProcessCommandLine"},
    {"command", "CommandLine"},
    {"domain", "Host"},
    {"domain", "Tenant"},
    {"domain", "DomainName"},
    {"domain", "QueryName"},
    {"domain", "RemoteUrl"},
    {"domain", "DestinationHostname"},
    {"domain", "query"},
    {"ip", "RemoteIP"},
    {"ip", "DestinationIp"},
    {"ip", "RemoteAddressIP4"},
    {"ip", "RemoteAddressIP6"},
    {"ip", "IpAddress"},
    {"ip", "id.resp_h"},
    {"file", "TargetFilename"},
    {"file", "TargetFileName"},
    {"file", "ImageLoaded"},
    {"file", "TargetObject"},
    {"hash", "SHA256"},
    {"hash", "InitiatingProcessSHA256"},
    {"hash", "SHA256HashData"},
    {"hash", "Hashes"},
};

}  // namespace

std::vector<Entity> EntitiesOf(std::string_view event) {
  std::vector<Entity> entities;
  Arena arena;
  const JsonNode* object = ParseJson(event, arena);
  if (!object) return entities;
  // EVTX-like events that keep their data nested are looked into as well.
  const JsonNode* data = object->Find("EventData");
  for (const EntityField& known : kFields) {
    const JsonNode* value = object->Find(known.field);
    if (!value && data) value = data->Find(known.field);
    if (!value || value->kind != JsonNode::Kind::kString || value->text.empty() || value->text == "-") continue;
    const bool seen = std::any_of(entities.begin(), entities.end(), [&](const Entity& entity) {
      return entity.kind == known.kind && entity.value == value->text;
    });
    if (!seen) entities.push_back({std::string(known.kind), std::string(value->text), std::string(known.field)});
  }
  return entities;
}

}  // namespace quarry
