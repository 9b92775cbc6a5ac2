#include "packs/attack.h"

#include "base/ascii.h"

namespace quarry {
namespace {

struct Tactic {
  std::string_view letters;  // of the name, in lower case
  std::string_view id;
};
constexpr Tactic kTactics[] = {
    {"reconnaissance", "TA0043"},
    {"resourcedevelopment", "TA0042"},
    {"initialaccess", "TA0001"},
    {"execution", "TA0002"},
    {"persistence", "TA0003"},
    {"privilegeescalation", "TA0004"},
    {"defenseevasion", "TA0005"},
    {"stealth", "TA0005"},
    {"credentialaccess", "TA0006"},
    {"discovery", "TA0007"},
    {"lateralmovement", "TA0008"},
    {"collection", "TA0009"},
    {"commandandcontrol", "TA0011"},
    {"exfiltration", "TA0010"},
    {"impact", "TA0040"},
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

}  // namespace quarry
