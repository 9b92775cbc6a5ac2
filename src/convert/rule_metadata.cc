// Names of tactics, levels and identifiers.
#include "convert/rule_metadata.h"

#include <algorithm>

#include "base/ascii.h"
#include "types/json.h"

namespace quarry::convert {
namespace {

constexpr std::pair<std::string_view, std::string_view> kTactics[] = {
    {"reconnaissance", "Reconnaissance"},
    {"resource-development", "ResourceDevelopment"},
    {"initial-access", "InitialAccess"},
    {"execution", "Execution"},
    {"persistence", "Persistence"},
    {"privilege-escalation", "PrivilegeEscalation"},
    {"defense-evasion", "DefenseEvasion"},
    {"credential-access", "CredentialAccess"},
    {"discovery", "Discovery"},
    {"lateral-movement", "LateralMovement"},
    {"collection", "Collection"},
    {"command-and-control", "CommandAndControl"},
    {"exfiltration", "Exfiltration"},
    {"impact", "Impact"},
};

// FNV-1a, for identifiers that only need to be stable.
uint64_t HashOf(std::string_view text, uint64_t seed) {
  uint64_t hash = 0xcbf29ce484222325ull ^ seed;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return hash;
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = AsciiLower(text[i]);
    if (dash ? c != '-' : !(IsAsciiDigit(c) || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

}  // namespace

std::vector<std::string> TechniquesOf(const sigma::Rule& rule) {
  std::vector<std::string> techniques;
  for (const std::string& tag : rule.tags) {
    const std::string name = AsciiLowered(tag);
    if (name.size() > 8 && name.starts_with("attack.t") && IsAsciiDigit(name[8]))
      techniques.push_back("T" + name.substr(8));
  }
  return techniques;
}

std::vector<std::string> TacticsOf(const sigma::Rule& rule) {
  std::vector<std::string> tactics;
  for (const std::string& tag : rule.tags) {
    std::string name = AsciiLowered(tag);
    std::replace(name.begin(), name.end(), '_', '-');
    for (const auto& [slug, tactic] : kTactics) {
      if (name == "attack." + std::string(slug)) tactics.emplace_back(tactic);
    }
  }
  return tactics;
}

std::string LevelOf(const sigma::Rule& rule) {
  const std::string level = AsciiLowered(rule.level);
  for (const std::string_view known : {"informational", "low", "medium", "high", "critical"}) {
    if (level == known) return level;
  }
  return "medium";
}

std::string RuleUuid(const sigma::Rule& rule) {
  if (IsUuid(rule.id)) return AsciiLowered(rule.id);
  const uint64_t high = HashOf(rule.title + rule.id, 0), low = HashOf(rule.title + rule.id, 0x9e3779b97f4a7c15ull);
  std::string hex;
  for (const uint64_t half : {high, low}) {
    for (int shift = 60; shift >= 0; shift -= 4) hex += "0123456789abcdef"[half >> shift & 15];
  }
  hex[12] = '8';  // a UUID of one's own making
  hex[16] = 'a';
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20);
}

std::string IdentifierOf(std::string_view title) {
  std::string name;
  for (const char c : title) {
    if (IsAsciiAlnum(c)) {
      name += AsciiLower(c);
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (name.empty() || !IsAsciiAlpha(name[0])) name.insert(0, "rule_");
  return name;
}

std::string JsonString(std::string_view text) {
  std::string out;
  AppendJsonString(text, out);
  return out;
}

std::string OneLine(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!IsAsciiSpace(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string Indented(std::string_view text, size_t blanks) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) out += std::string(blanks, ' ') + std::string(text.substr(0, end));
    out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace quarry::convert
