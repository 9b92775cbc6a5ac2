// Expected findings: reading them, and the keys by which they compare.
#include "packs/expected_finding.h"

#include "base/ascii.h"

namespace quarry {
namespace {

std::string KeyOf(std::string_view host, std::string_view process, std::string_view domain) {
  while (domain.ends_with('.')) domain.remove_suffix(1);
  return HostNameOf(host) + " | " + AsciiLowered(FileNameOf(process)) + " | " + AsciiLowered(domain);
}

}  // namespace

std::string_view FileNameOf(std::string_view path) {
  const size_t slash = path.find_last_of("\\/");
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string HostNameOf(std::string_view host) {
  return AsciiLowered(host.substr(0, host.find('.')));
}

std::vector<ExpectedFinding> ReadExpectedFindings(const yaml::Node& node, yaml::MemberReader& reader) {
  std::vector<ExpectedFinding> findings;
  if (!reader.Sequence(node, "findings")) return findings;
  for (const yaml::Node& item : node.items) {
    ExpectedFinding& finding = findings.emplace_back();
    if (!reader.Mapping(item, "a finding: {host, process, domain}")) continue;
    for (const auto& [key, value] : item.members) {
      if (key.text == "host") {
        finding.host = reader.Text(value);
      } else if (key.text == "process") {
        finding.process = reader.Text(value);
      } else if (key.text == "domain") {
        finding.domain = reader.Text(value);
      } else if (key.text == "severity") {
        finding.severity = FindLevel(value.text);
        if (!finding.severity) reader.Fail(value.span, "unknown severity `" + value.text + "`");
      } else {
        reader.Unknown(key, {"host", "process", "domain", "severity"});
      }
    }
  }
  return findings;
}

std::string FindingKey(const Finding& finding) {
  return KeyOf(EntityValue(finding, "host"), EntityValue(finding, "process"), EntityValue(finding, "domain"));
}

std::string FindingKey(const ExpectedFinding& finding) {
  return KeyOf(finding.host, finding.process, finding.domain);
}

}  // namespace quarry
