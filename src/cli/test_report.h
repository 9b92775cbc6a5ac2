// What `quarry test` writes of its checks: text, JSON, GitHub's workflow commands.
// Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "diag/source_map.h"
#include "packs/pack_test.h"

namespace quarry {

struct TestGroup {  // one test and its checks
  std::string pack, name, about;
  std::vector<PackCheck> checks;
};

struct TestCounts {
  size_t passed = 0, failed = 0, todo = 0;
};
TestCounts CountChecks(const std::vector<TestGroup>& groups);

// `seconds` < 0: not shown.
std::string TestReportText(const std::vector<TestGroup>& groups, double seconds);
std::string TestReportJson(const std::vector<TestGroup>& groups, const SourceMap& sources);
// ::error file=...,line=...,title=...::message
std::string TestReportGithub(const std::vector<TestGroup>& groups, const SourceMap& sources);

}  // namespace quarry
