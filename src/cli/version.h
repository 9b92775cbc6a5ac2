// The version of this build; raised together with CHANGELOG.md and CMakeLists.txt (a test compares them).
#pragma once

namespace quarry {

inline constexpr char kQuarryVersion[] = "0.1.0";

}  // namespace quarry
