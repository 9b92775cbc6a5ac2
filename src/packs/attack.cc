#include "packs/attack.h"

#include "base/ascii.h"

namespace quarry {
namespace {

struct Tactic {
  std::string_view letters;  // of the name, in lower case
  std::string_view id, name, short_name;
};
constexpr Tactic kTactics[] = {
    {"reconnaissance", "TA0043", "Reconnaissance", "reconnaissance"},
    {"resourcedevelopment", "TA0042", "Resource Development", "resource-development"},
    {"initialaccess", "TA0001", "Initial Access", "initial-access"},
    {"execution", "TA0002", "Execution", "execution"},
    {"persistence", "TA0003", "Persistence", "persistence"},
    {"privilegeescalation", "TA0004", "Privilege Escalation", "privilege-escalation"},
    {"defenseevasion", "TA0005", "Defense Evasion", "defense-evasion"},
    {"stealth", "TA0005", "Stealth", "stealth"},
    {"credentialaccess", "TA0006", "Credential Access", "credential-access"},
    {"discovery", "TA0007", "Discovery", "discovery"},
    {"lateralmovement", "TA0008", "Lateral Movement", "lateral-movement"},
    {"collection", "TA0009", "Collection", "collection"},
    {"commandandcontrol", "TA0011", "Command and Control", "command-and-control"},
    {"exfiltration", "TA0010", "Exfiltration", "exfiltration"},
    {"impact", "TA0040", "Impact", "impact"},
};

bool AllDigits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string AttackId(std::string_view tag) {
  std::string text = AsciiLowered(tag);
  if (text.starts_with("attack.")) text.erase(0, 7);
  const std::string_view view = text;
  const bool technique = view.size() >= 5 && view[0] == 't' && AllDigits(view.substr(1, 4)) &&
                         (view.size() == 5 || (view.size() == 9 && view[5] == '.' && AllDigits(view.substr(6))));
  const bool tactic = view.size() == 6 && view.starts_with("ta") && AllDigits(view.substr(2));
  if (technique || tactic) {
    for (char& c : text) c = AsciiUpper(c);
    return text;
  }
  std::string letters;
  for (const char c : text) {
    if (IsAsciiAlpha(c)) letters += c;
  }
  for (const Tactic& known : kTactics) {
    if (letters == known.letters) return std::string(known.id);
  }
  return {};
}

std::string_view TacticName(std::string_view id) {
  for (const Tactic& known : kTactics) {
    if (id == known.id) return known.name;
  }
  return id;
}

std::string_view TacticShortName(std::string_view id) {
  for (const Tactic& known : kTactics) {
    if (id == known.id) return known.short_name;
  }
  return id;
}

std::string AttackUrl(std::string_view id) {
  const size_t dot = id.find('.');
  std::string url = "https://attack.mitre.org/";
  url += id.starts_with("TA") ? "tactics/" : "techniques/";
  url += id.substr(0, dot);
  if (dot != std::string_view::npos) url += "/" + std::string(id.substr(dot + 1));
  return url + "/";
}

}  // namespace quarry
