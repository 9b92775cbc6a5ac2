// What a test says that rules find: findings by host, process and domain. Hosts are compared without their domain,
// processes by file name, all without regard to case.
// Thread rule: values and pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "findings/finding.h"
#include "syntax/yaml/member_reader.h"

namespace quarry {

struct ExpectedFinding {
  std::string host, process, domain;
  std::optional<Level> severity;
};

// A list of {host, process, domain, severity}; what is wrong is reported through `reader`.
std::vector<ExpectedFinding> ReadExpectedFindings(const yaml::Node& node, yaml::MemberReader& reader);

// What a finding is about: "ws-07 | powershell.exe | a.b.workers.dev".
std::string FindingKey(const Finding& finding);
std::string FindingKey(const ExpectedFinding& finding);

// "C:\Temp\a.exe", "/usr/bin/a": the name of the file.
std::string_view FileNameOf(std::string_view path);
// "ws-07.corp.example": "ws-07", in lower case.
std::string HostNameOf(std::string_view host);

}  // namespace quarry
