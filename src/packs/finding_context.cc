// FindingContexts: findings' own fields first, then processes and contacts from the telemetry.
#include "packs/finding_context.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/ascii.h"
#include "packs/expected_finding.h"
#include "packs/telemetry_query.h"
#include "providers/provider_match.h"
#include "providers/tenant.h"
#include "types/json.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr int kMostAncestors = 4;

// What is known of a finding, before it becomes a row.
struct Context {
  std::string host, account, image, process, command_line, domain, tenant;
  std::vector<std::string> ancestors;
  int64_t time = 0;
  std::optional<int64_t> tenant_hosts, tenant_age, tenants_per_hour, hits;
  std::optional<double> host_share, active_hours;
};

std::string Lowered(const Value& value) {
  return AsciiLowered(value.text());
}

// Falcon writes device paths.
std::string ImagePath(std::string_view image) {
  constexpr std::string_view kDevice = "\\device\\harddiskvolume";
  if (!AsciiLowered(image.substr(0, kDevice.size())).starts_with(kDevice)) return std::string(image);
  const size_t slash = image.find('\\', kDevice.size());
  return slash == std::string_view::npos ? std::string(image) : "C:" + std::string(image.substr(slash));
}

// "CORP\mia": "mia".
std::string AccountName(std::string_view account) {
  return std::string(account.substr(account.rfind('\\') + 1));
}

// "a.lantern-lab.workers.dev": "lantern-lab.workers.dev"; the host itself where it does not tell the tenant.
std::string TenantOfHost(const std::string& host) {
  const ProviderMatch match = FindProvider(host, ProviderRows::kAll);
  if (match.provider == nullptr) return host;
  const std::string_view name = TenantName(match, host, "");
  return name.empty() ? host : std::string(name) + "." + host.substr(match.suffix_start);
}

std::string ParentOf(std::string_view event) {
  Arena arena;
  const JsonNode* object = ParseJson(event, arena);
  if (object == nullptr) return {};
  for (const std::string_view field : {"ParentFileName", "InitiatingProcessParentFileName", "ParentBaseFileName",
                                       "ParentImage", "InitiatingProcessParentFolderPath"}) {
    const JsonNode* value = object->Find(field);
    if (value != nullptr && value->kind == JsonNode::Kind::kString && !value->text.empty())
      return AsciiLowered(FileNameOf(value->text));
  }
  return {};
}

Context OwnFields(const Finding& finding) {
  Context context;
  context.host = HostNameOf(EntityValue(finding, "host"));
  context.account = AccountName(EntityValue(finding, "account"));
  context.image = ImagePath(EntityValue(finding, "process"));
  context.process = AsciiLowered(FileNameOf(context.image));
  context.command_line = EntityValue(finding, "command");
  std::string_view domain = EntityValue(finding, "domain");
  while (domain.ends_with('.')) domain.remove_suffix(1);
  context.domain = AsciiLowered(domain);
  context.tenant = TenantOfHost(context.domain);
  context.time = finding.time.value_or(0);
  if (std::string parent = ParentOf(finding.event); !parent.empty()) context.ancestors.push_back(std::move(parent));
  return context;
}

// Starts of processes on the findings' hosts.
class Processes {
 public:
  void Read(Engine& telemetry, const std::set<std::string>& hosts);
  void Complete(Context& context) const;

 private:
  struct Start {
    int64_t time = 0;
    std::string host, name, command_line, account, id, parent_name, parent_id, grandparent_name;
  };
  const Start* Find(const Context& context) const;

  std::vector<Start> starts_;
  std::multimap<std::pair<std::string, std::string>, size_t> by_name_;  // host, name
  std::map<std::pair<std::string, std::string>, size_t> by_id_;         // host, id
};

void Processes::Read(Engine& telemetry, const std::set<std::string>& hosts) {
  const std::string query =
      "DeviceProcessEvents | where tolower(tostring(split(DeviceName, '.')[0])) in (" +
      DynamicTexts({hosts.begin(), hosts.end()}) +
      ") | project Timestamp, DeviceName, FileName, ProcessCommandLine, AccountName, tostring(ProcessUniqueId), "
      "InitiatingProcessFileName, tostring(InitiatingProcessUniqueId), InitiatingProcessParentFileName";
  DiagnosticList ignored;  // without process telemetry there is nothing to add
  FailureOr<std::vector<std::vector<Value>>> rows =
      QueryRows(telemetry, Lang::kKql, "ancestors of findings", query, 1, ignored);
  if (!rows) return;
  for (const std::vector<Value>& row : *rows) {
    Start& start = starts_.emplace_back();
    start.time = row[0].is_null() ? 0 : row[0].integer();
    start.host = HostNameOf(row[1].text());
    start.name = AsciiLowered(FileNameOf(row[2].text()));
    start.command_line = row[3].text();
    start.account = AccountName(row[4].text());
    start.id = Lowered(row[5]);
    start.parent_name = AsciiLowered(FileNameOf(row[6].text()));
    start.parent_id = Lowered(row[7]);
    start.grandparent_name = AsciiLowered(FileNameOf(row[8].text()));
    by_name_.emplace(std::pair(start.host, start.name), starts_.size() - 1);
    if (!start.id.empty()) by_id_[{start.host, start.id}] = starts_.size() - 1;
  }
}

// The latest start of that name before the finding; the command line, where it is known, must be the same.
const Processes::Start* Processes::Find(const Context& context) const {
  const Start* best = nullptr;
  const auto [first, last] = by_name_.equal_range({context.host, context.process});
  for (auto at = first; at != last; ++at) {
    const Start& start = starts_[at->second];
    if (!context.command_line.empty() && start.command_line != context.command_line) continue;
    if (context.time != 0 && start.time > context.time + kTicksPerSecond) continue;
    if (best == nullptr || start.time > best->time) best = &start;
  }
  return best;
}

void Processes::Complete(Context& context) const {
  const Start* start = Find(context);
  if (start == nullptr) return;
  if (context.command_line.empty()) context.command_line = start->command_line;
  if (context.account.empty()) context.account = start->account;
  if (context.ancestors.empty() && !start->parent_name.empty()) context.ancestors.push_back(start->parent_name);
  for (int hop = 1; hop < kMostAncestors && start != nullptr; ++hop) {
    const auto parent = start->parent_id.empty() ? by_id_.end() : by_id_.find({start->host, start->parent_id});
    const std::string& next = parent == by_id_.end() ? start->grandparent_name : starts_[parent->second].parent_name;
    if (next.empty()) return;
    context.ancestors.push_back(next);
    start = parent == by_id_.end() ? nullptr : &starts_[parent->second];
  }
}

// Who asked for and reached the names of the findings.
class Contacts {
 public:
  void Read(Engine& telemetry, const std::set<std::string>& names);
  void ReadHosts(Engine& telemetry);
  void Complete(Context& context) const;

 private:
  struct Tenant {
    std::set<std::string> hosts;
    std::map<std::string, std::set<std::string>> hosts_of_process;
    int64_t first = 0;
  };
  struct Use {  // of a tenant by a process on a host
    int64_t first = 0, last = 0, lookups = 0, connections = 0;
  };
  void Add(const std::vector<Value>& row, bool lookup);

  std::map<std::string, Tenant> tenants_;
  std::map<std::tuple<std::string, std::string, std::string>, Use> uses_;  // host, process, name
  std::map<std::pair<std::string, std::string>, std::map<int64_t, std::set<std::string>>> hours_;
  std::set<std::string> all_hosts_;
  int64_t newest_ = 0;
};

void Contacts::Add(const std::vector<Value>& row, bool lookup) {
  const std::string host = HostNameOf(row[0].text()), &process = row[1].text(), name = TenantOfHost(row[2].text());
  if (row[3].is_null() || row[4].is_null() || row[5].is_null()) return;
  const int64_t first = row[4].integer(), last = row[5].integer();
  Tenant& tenant = tenants_[name];
  tenant.first = tenant.hosts.empty() ? first : std::min(tenant.first, first);
  tenant.hosts.insert(host);
  tenant.hosts_of_process[process].insert(host);
  Use& use = uses_[{host, process, name}];
  use.first = use.last == 0 ? first : std::min(use.first, first);
  use.last = std::max(use.last, last);
  (lookup ? use.lookups : use.connections) += row[6].integer();
  hours_[{host, process}][row[3].integer()].insert(name);
  newest_ = std::max(newest_, last);
  all_hosts_.insert(host);
}

void Contacts::Read(Engine& telemetry, const std::set<std::string>& names) {
  std::vector<std::string> tenants;  // by the name that is unique within a platform
  for (const std::string& name : names) {
    const ProviderMatch match = FindProvider(name, ProviderRows::kAll);
    const std::string_view tenant = match.provider == nullptr ? "" : TenantName(match, name, "");
    if (!tenant.empty()) tenants.emplace_back(tenant);
  }
  const std::string tail = " | where Name in (" + DynamicTexts({names.begin(), names.end()}) +
                           ") or serverless_tenant(Name) in (" + DynamicTexts(tenants) +
                           ") | summarize First = min(Timestamp), Last = max(Timestamp), Hits = count() by DeviceName, "
                           "Process = tolower(InitiatingProcessFileName), Name, Hour = bin(Timestamp, 1h)"
                           " | project DeviceName, Process, Name, Hour, First, Last, Hits";
  const std::pair<std::string, bool> kQueries[] = {
      {"DeviceEvents | where ActionType == 'DnsQueryResponse' | extend Name = "
       "normalize_host(tostring(parse_json(AdditionalFields).DnsQueryString))" +
           tail,
       true},
      {"DeviceNetworkEvents | where isnotempty(RemoteUrl) | extend Name = normalize_host(RemoteUrl)" + tail, false}};
  for (const auto& [query, lookup] : kQueries) {
    DiagnosticList ignored;  // a kind of telemetry that is not there tells nothing
    FailureOr<std::vector<std::vector<Value>>> rows =
        QueryRows(telemetry, Lang::kKql, "contacts of findings", query, 1, ignored);
    if (!rows) continue;
    for (const std::vector<Value>& row : *rows) Add(row, lookup);
  }
}

void Contacts::ReadHosts(Engine& telemetry) {
  for (const char* table : {"DeviceProcessEvents", "DeviceNetworkEvents", "DeviceEvents"}) {
    DiagnosticList ignored;
    FailureOr<std::vector<std::vector<Value>>> rows = QueryRows(
        telemetry, Lang::kKql, "hosts of the telemetry", std::string(table) + " | distinct DeviceName", 1, ignored);
    if (!rows) continue;
    for (const std::vector<Value>& row : *rows) all_hosts_.insert(HostNameOf(row[0].text()));
  }
}

void Contacts::Complete(Context& context) const {
  const auto tenant = tenants_.find(context.tenant);
  if (tenant == tenants_.end()) return;
  context.tenant_hosts = static_cast<int64_t>(tenant->second.hosts.size());
  context.tenant_age = newest_ - tenant->second.first;
  const auto hosts = tenant->second.hosts_of_process.find(context.process);
  const size_t with = hosts == tenant->second.hosts_of_process.end() ? 0 : hosts->second.size();
  if (!all_hosts_.empty()) context.host_share = static_cast<double>(with) / static_cast<double>(all_hosts_.size());
  const auto use = uses_.find({context.host, context.process, context.tenant});
  if (use != uses_.end()) {
    context.hits = use->second.connections > 0 ? use->second.connections : use->second.lookups;
    context.active_hours =
        static_cast<double>(use->second.last - use->second.first) / static_cast<double>(kTicksPerHour);
  }
  const auto hours = hours_.find({context.host, context.process});
  if (hours == hours_.end()) return;
  size_t most = 0;
  for (const auto& [hour, names] : hours->second) most = std::max(most, names.size());
  context.tenants_per_hour = static_cast<int64_t>(most);
}

std::vector<Value> RowOf(size_t number, const Finding& finding, const Context& context) {
  const auto integer = [](Type type, const std::optional<int64_t>& value) {
    return value ? Value::Integer(type, *value) : Value::Null(type);
  };
  const auto real = [](const std::optional<double>& value) {
    return value ? Value::Real(*value) : Value::Null(Type::kReal);
  };
  std::string ancestors = "[";
  for (const std::string& name : context.ancestors) {
    if (ancestors.size() > 1) ancestors += ',';
    AppendJsonString(name, ancestors);
  }
  ancestors += ']';
  return {Value::Integer(Type::kLong, static_cast<int64_t>(number)),
          Value::String(finding.rule->id),
          Value::String(LevelName(finding.severity)),
          Value::String(ConfidenceName(finding.confidence)),
          integer(Type::kDateTime, finding.time),
          Value::String(context.host),
          Value::String(context.account),
          Value::String(context.image),
          Value::String(context.process),
          Value::String(context.command_line),
          Value::String(context.ancestors.empty() ? "" : context.ancestors.front()),
          Value::Text(Type::kDynamic, ancestors),
          Value::String(context.domain),
          Value::String(context.tenant),
          integer(Type::kLong, context.tenant_hosts),
          integer(Type::kTimeSpan, context.tenant_age),
          real(context.host_share),
          integer(Type::kLong, context.tenants_per_hour),
          integer(Type::kLong, context.hits),
          real(context.active_hours),
          Value::Text(Type::kDynamic, finding.event)};
}

}  // namespace

void ContextNeeds::Add(std::string_view condition) {
  const auto names = [&](std::initializer_list<std::string_view> columns) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](std::string_view column) { return condition.find(column) != std::string_view::npos; });
  };
  processes |= names({"Parent", "Ancestors", "CommandLine", "Account"});
  contacts |= names({"TenantHosts", "TenantAge", "HostShare", "TenantsPerHour", "HitsPerTenant", "ActiveHours"});
  hosts |= names({"HostShare"});
}

std::vector<ColumnSchema> FindingColumns() {
  return {{"Number", Type::kLong},        {"Rule", Type::kString},      {"Severity", Type::kString},
          {"Confidence", Type::kString},  {"Time", Type::kDateTime},    {"Host", Type::kString},
          {"Account", Type::kString},     {"Image", Type::kString},     {"Process", Type::kString},
          {"CommandLine", Type::kString}, {"Parent", Type::kString},    {"Ancestors", Type::kDynamic},
          {"Domain", Type::kString},      {"Tenant", Type::kString},    {"TenantHosts", Type::kLong},
          {"TenantAge", Type::kTimeSpan}, {"HostShare", Type::kReal},   {"TenantsPerHour", Type::kLong},
          {"HitsPerTenant", Type::kLong}, {"ActiveHours", Type::kReal}, {"Event", Type::kDynamic}};
}

InlineTable FindingContexts(Engine& telemetry, const std::vector<Finding>& findings, const ContextNeeds& needs) {
  InlineTable table;
  table.name = kFindingsTable;
  table.columns = FindingColumns();
  std::vector<Context> contexts;
  std::set<std::string> hosts, names;
  for (const Finding& finding : findings) {
    contexts.push_back(OwnFields(finding));
    hosts.insert(contexts.back().host);
    if (!contexts.back().domain.empty()) names.insert(contexts.back().domain);
  }
  Processes processes;
  Contacts contacts;
  if (needs.processes && !findings.empty()) processes.Read(telemetry, hosts);
  if (needs.contacts && !names.empty()) contacts.Read(telemetry, names);
  if (needs.hosts && !names.empty()) contacts.ReadHosts(telemetry);
  for (size_t i = 0; i < findings.size(); ++i) {
    processes.Complete(contexts[i]);
    contacts.Complete(contexts[i]);
    table.rows.push_back(RowOf(i, findings[i], contexts[i]));
  }
  return table;
}

}  // namespace quarry
