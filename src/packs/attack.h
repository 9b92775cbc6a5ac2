// ATT&CK names as rule formats write them.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace quarry {

// "attack.t1059.001" and "T1059.001" give "T1059.001"; "attack.command-and-control", "CommandAndControl" and
// "TA0011" give "TA0011"; other tags give "".
std::string AttackId(std::string_view tag);
// Of a tactic's id: "Command and Control", "command-and-control"; the id itself when it is unknown.
std::string_view TacticName(std::string_view id);
std::string_view TacticShortName(std::string_view id);
// The page of a technique or tactic: "https://attack.mitre.org/techniques/T1583/007/".
std::string AttackUrl(std::string_view id);

}  // namespace quarry
