// The columns that exclusions see of a finding, whatever rule and language it comes from:
//   Number, Rule, Severity, Confidence, Time, Event    of the finding; Event is its row as dynamic
//   Host, Account, Image, Process, CommandLine         Image is the path, Process the file name in lower case
//   Parent, Ancestors                                  file names in lower case, nearest first; up to four
//   Domain, Tenant                                     the host name; the tenant with its platform's suffix
//   (lantern-lab.workers.dev),
//                                                      or the host name where that does not tell
//   TenantHosts, TenantAge                             hosts that asked for or reached it; from first to newest contact
//   HostShare                                          share of all hosts on which this process reached this tenant
//   TenantsPerHour, HitsPerTenant, ActiveHours         of this process on this host: the most tenants (among those
//   found)
//                                                      in an hour; contacts with this one; hours from first to last
// What the finding does not carry (account, command line, ancestors) is taken from the start of the process in the same
// telemetry. Prevalence is that of the telemetry at hand, not of the organisation.
// Thread rule: one thread.
#pragma once

#include <vector>

#include "engine/engine.h"
#include "findings/finding.h"

namespace quarry {

struct ContextNeeds {
  bool processes = false;  // Parent, Ancestors, CommandLine, Account
  bool contacts = false;   // TenantHosts ... ActiveHours
  bool hosts = false;      // HostShare
  // What the text of a condition names.
  void Add(std::string_view condition);
};

inline constexpr std::string_view kFindingsTable = "Findings";
// In the order of the table.
std::vector<ColumnSchema> FindingColumns();

// A row for each finding, in their order. Without telemetry that tells, the columns that it would fill are null or "".
InlineTable FindingContexts(Engine& telemetry, const std::vector<Finding>& findings, const ContextNeeds& needs);

}  // namespace quarry
