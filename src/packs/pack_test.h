// Tests of packs: telemetry in several forms, and what the pack's rules must find in it, in every language alike.
// A test is a file below the pack's tests/ folder:
//   about: PowerShell beacons to a worker
//   now: 2026-03-02T12:00:00Z            # optional; the clock of ago()
//   inputs:                              # one or more forms of the same story
//     sysmon: |                          # lines of telemetry, or {file: fixtures/x.ndjson}
//       {"EventID": 22, ...}
//   expect:                              # what the alert rules of each language find, each once
//     - {host: WS-07, process: powershell.exe, domain: a.b.workers.dev, severity: medium}
//   confidence: {kql: low}               # optional: of every finding of these languages
//   languages: [kql]                     # optional: only the rules of these languages
//   hunts: [...]                         # optional: what the hunt rules find
//   rules: {rules/seed.kql: [...]}       # optional: what single rules find, enabled or not
// Hosts are compared without their domain, processes by file name.
// Thread rule: tests share nothing; RunPackTest may run on several threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostic.h"
#include "packs/hunt.h"
#include "packs/pack.h"

namespace quarry {

struct ExpectedFinding {
  std::string host, process, domain;
  std::optional<Level> severity;
};

struct PackTest {
  std::string name, path, about;
  std::optional<int64_t> now;
  struct Input {
    std::string form;
    std::string text;  // inline
    std::string file;  // or a path
  };
  std::vector<Input> inputs;
  std::vector<ExpectedFinding> expect;
  std::map<std::string, Confidence> confidence;  // by language
  std::vector<std::string> languages;            // empty: all
  std::optional<std::vector<ExpectedFinding>> hunts;
  std::map<std::string, std::vector<ExpectedFinding>> rules;  // by file
};

// The tests of a pack, sorted by name. What is wrong is reported, and the others load.
std::vector<PackTest> LoadPackTests(const std::string& pack_folder, SourceMap& sources, DiagnosticList& diagnostics);

struct PackCheck {
  std::string test;
  std::string input;    // "sysmon"
  std::string what;     // "kql", "hunts", "rules/seed.kql"
  std::string failure;  // "": passed; several lines otherwise
};
// What a finding is about, as tests compare it: "ws-07 | powershell.exe | a.b.workers.dev".
std::string FindingKey(const Finding& finding);

// One check for each input and each language, the hunts and the named rules.
std::vector<PackCheck> RunPackTest(const Pack& pack, const PackTest& test);

}  // namespace quarry
