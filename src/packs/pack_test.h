// Tests of packs: telemetry in several forms, and what the pack's rules must find in it, in every language alike.
// A test is a file below the pack's tests/ folder:
//   about: PowerShell beacons to a worker
//   now: 2026-03-02T12:00:00Z            # optional; the clock of ago(), else the newest event
//   todo: REASON                         # optional: known to fail; it counts as failed when it passes
//   inputs:                              # one or more forms of the same story
//     sysmon: |                          # lines of telemetry, or {file: fixtures/x.ndjson}
//       {"EventID": 22, ...}
//   simulation: {hosts: ..., steps: ...} # or the story as data (simulate/simulation.h), run in all forms
//   corpus: [benign/*.ndjson]            # or files below tests/, each an input of its own
//   background: {events: 5000, seed: 7}  # or simulated ordinary work, in all forms
//   start: 2026-03-02T09:00:00Z          # optional: when a simulation begins
//   forms: [sysmon]                      # optional: only these forms of a simulation
//   expect_signals: [...]                # optional: what the telemetry holds (simulate/signals.h)
//   expect:                              # what the alert rules of each language find, each once
//     - {host: WS-07, process: powershell.exe, domain: a.b.workers.dev, severity: medium}
//   confidence: {kql: low}               # optional: of every finding of these languages
//   languages: [kql]                     # optional: only the rules of these languages
//   hunts: [...]                         # optional: what the hunt rules find
//   rules: {rules/seed.kql: [...]}       # optional: what single rules find, enabled or not
//   at_most: 0                           # or {rules/x.kql: 2, default: 0}: findings of each alert rule
//   lists: {...}                         # optional: lists of the pack's exclusions (packs/exclusion.h)
// Hosts are compared without their domain, processes by file name.
// Thread rule: tests share nothing; PackTests::Run may be called from several threads.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostic.h"
#include "packs/exclusion.h"
#include "packs/expected_finding.h"
#include "packs/hunt.h"
#include "packs/pack.h"
#include "simulate/signals.h"
#include "simulate/simulation.h"

namespace quarry {

struct PackTest {
  std::string name, path, about, todo;
  std::optional<int64_t> now, start;
  struct Input {
    std::string form;
    std::string text;  // inline
    std::string file;  // or a path below tests/
  };
  std::vector<Input> inputs;
  std::optional<simulate::Simulation> simulation;
  std::vector<std::string> corpus;  // files or globs
  size_t background_events = 0;
  uint64_t background_seed = 1;
  std::vector<std::string> forms;  // of a simulation; empty: all
  std::vector<simulate::ExpectedSignal> signals;
  std::optional<std::vector<ExpectedFinding>> expect;
  std::map<std::string, Confidence> confidence;  // by language
  std::vector<std::string> languages;            // empty: all
  std::optional<std::vector<ExpectedFinding>> hunts;
  std::map<std::string, std::vector<ExpectedFinding>> rules;  // by file
  std::map<std::string, size_t> at_most;                      // by file, or "default"
  ExclusionLists lists;
  Span span;
};

// The tests of a pack, sorted by name. What is wrong is reported, and the others load.
std::vector<PackTest> LoadPackTests(const std::string& pack_folder, SourceMap& sources, DiagnosticList& diagnostics);
struct PackCheck {
  enum class Outcome : uint8_t { kPassed, kFailed, kTodo };
  std::string test;
  std::string input;    // "sysmon"
  std::string what;     // "kql", "hunts", "rules/seed.kql"
  std::string failure;  // "": as expected; several lines otherwise
  std::string path;     // of the test's file
  Span span;
  Outcome outcome = Outcome::kPassed;
};
// A known positive that an exclusion would take away or lower.
struct SwallowedFinding {
  const Exclusion* exclusion = nullptr;
  std::string test, input, key;
};

class PackTests {
 public:
  // Loads the pack's rules, once for all tests. REQUIRES: `pack` and `exclusions` outlive this.
  PackTests(const Pack& pack, const ExclusionSet& exclusions);
  ~PackTests();

  // One check for each input and each language, the hunts, the named rules, signals and budgets.
  std::vector<PackCheck> Run(const PackTest& test) const;
  // The test of an exclusion: what its condition holds for, and what it must not.
  std::vector<PackCheck> Run(const Exclusion& exclusion, const ExclusionTest& test) const;
  // What the exclusions of `sets` would do to the findings that tests expect, and to the implants of the tests of the
  // pack's own exclusions.
  std::vector<SwallowedFinding> Guard(const std::vector<const ExclusionSet*>& sets,
                                      const std::vector<PackTest>& tests) const;
  // After the tests have run: alert rules without a test that they find something in, or without one in which they
  // find nothing.
  std::vector<PackCheck> Coverage() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace quarry
