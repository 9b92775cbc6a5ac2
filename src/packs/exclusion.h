// Exclusions: known false positives of rules, as objects with an owner, a reason and an end. They stand in YAML files
// below a pack's exclusions/ folder, or in files that a user names:
//   lists:                                # values that conditions name; a user's lists override them
//     ci_hosts: []
//   exclusions:
//     - id: build-agents
//       owner: detection engineering
//       reason: build jobs deploy to the organisation's own functions
//       expires: 2027-06-30
//       scope: {rules: ['*.kql'], hosts: ['BUILD-*']}   # optional
//       when: Host in~ (ci_hosts) and Tenant in~ (own_tenants)      # KQL; or {cql: ...}, {sigma: ...}
//       effect: suppress                    # or lower, or tag (with `tag: NAME`)
//       keep_if: TenantAge < 7d and TenantHosts <= 1    # the default; `none`: nothing
//       tests: [{about, lists, simulation, matches: [...], keeps: [...]}]
// Conditions see the columns of packs/finding_context.h. In KQL a list is a dynamic array of its name; in CQL and Sigma
// `%name%` stands for its values. An exclusion that names an empty list is inactive: it has not been filled in.
// Lists of a file `local.yaml` override those of the folder's other files.
// Ownership: values. Thread rule: read-only after loading.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostic.h"
#include "engine/engine.h"
#include "packs/expected_finding.h"
#include "simulate/simulation.h"

namespace quarry {

using ExclusionLists = std::map<std::string, std::vector<std::string>>;

// A story, in every form and language: what the condition must hold for, and what it must not.
struct ExclusionTest {
  std::string about;
  ExclusionLists lists;
  simulate::Simulation simulation;
  std::vector<std::string> forms;  // empty: all
  std::vector<ExpectedFinding> matches, keeps;
  Span span;
};

struct Exclusion {
  enum class Effect : uint8_t { kSuppress, kLower, kTag };
  std::string id, owner, reason, tag;
  int64_t expires = 0;                    // ticks; the end of validity
  std::vector<std::string> rules, hosts;  // scope, globs without regard to case; empty: all
  Lang lang = Lang::kKql;                 // of `when`
  std::string when;
  std::string keep_if;  // KQL; "": none
  Effect effect = Effect::kSuppress;
  std::vector<std::string> lists;  // that conditions name
  std::vector<ExclusionTest> tests;
  std::string path;
  Span span, when_span, keep_if_span;  // `keep_if_span` is unknown where the default holds
  uint32_t line = 0, when_line = 0;
};
std::string_view EffectName(Exclusion::Effect effect);  // "suppress"

inline constexpr std::string_view kDefaultKeepIf = "TenantAge < 7d and TenantHosts <= 1";

struct ExclusionSet {
  std::string pack;  // id of the pack whose rules they are for; "": any rule
  std::vector<Exclusion> exclusions;
  ExclusionLists lists;
  bool empty() const { return exclusions.empty(); }
};

// The files of `folder`/*.yaml, in the order of their names; nothing when there is no such folder.
ExclusionSet LoadExclusionFolder(const std::string& folder, SourceMap& sources, DiagnosticList& diagnostics);
// One file. Its exclusions and lists are added to `set`; ids and conditions must not repeat.
void LoadExclusionFile(const std::string& path, ExclusionSet& set, SourceMap& sources, DiagnosticList& diagnostics);
// A file with `lists:` alone, or the mapping itself.
ExclusionLists LoadLists(const std::string& path, SourceMap& sources, DiagnosticList& diagnostics);
ExclusionLists ReadLists(const yaml::Node& node, yaml::MemberReader& reader);
// Overrides lists of `set`; a list that it does not have is an error.
void OverrideLists(const ExclusionLists& lists, ExclusionSet& set, Span span, DiagnosticList& diagnostics);

// Names of the empty lists that an exclusion names.
std::vector<std::string> EmptyLists(const Exclusion& exclusion, const ExclusionLists& lists);

}  // namespace quarry
