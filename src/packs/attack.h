// ATT&CK names as rule formats write them.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace quarry {

// "attack.t1059.001" and "T1059.001" give "T1059.001"; "attack.command-and-control", "CommandAndControl" and
// "TA0011" give "TA0011"; other tags give "".
std::string AttackId(std::string_view tag);

}  // namespace quarry
