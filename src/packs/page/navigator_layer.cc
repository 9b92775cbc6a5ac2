// The layer for the ATT&CK Navigator. Without the platform PRE, techniques of Resource Development do not show.
#include "packs/attack.h"
#include "packs/page/pack_page.h"
#include "types/json.h"

namespace quarry {
namespace {

void AddTechniques(const std::vector<AttackTechnique>& techniques, std::string_view kind, int score, std::string& out) {
  for (const AttackTechnique& technique : techniques) {
    for (const std::string& tactic : technique.tactics) {
      out += out.back() == '[' ? "\n    " : ",\n    ";
      out += R"({"techniqueID": ")" + technique.id + R"(", "tactic": ")" + std::string(TacticShortName(tactic)) +
             R"(", "score": )" + std::to_string(score) + R"(, "enabled": true, "comment": )";
      AppendJsonString(technique.note.empty() ? technique.name : technique.note, out);
      out += R"(, "metadata": [{"name": "mapping", "value": ")" + std::string(kind) + "\"}]}";
    }
  }
}

}  // namespace

std::string NavigatorLayer(const Pack& pack) {
  std::string out = "{\n  \"name\": ";
  AppendJsonString(pack.title, out);
  out +=
      ",\n  \"versions\": {\"attack\": \"17\", \"navigator\": \"5.1.0\", \"layer\": \"4.5\"},\n"
      "  \"domain\": \"enterprise-attack\",\n  \"description\": ";
  AppendJsonString(pack.goal, out);
  out +=
      ",\n  \"filters\": {\"platforms\": [\"PRE\", \"Windows\", \"macOS\", \"Linux\", \"Network Devices\"]},\n"
      "  \"gradient\": {\"colors\": [\"#ffe8a1\", \"#e8590c\"], \"minValue\": 0, \"maxValue\": 100},\n"
      "  \"techniques\": [";
  AddTechniques(pack.observed, "observed", 100, out);
  AddTechniques(pack.attributed, "attributed", 50, out);
  return out + "\n  ]\n}\n";
}

}  // namespace quarry
