// Where the folder lies that the running command is part of.
// Thread rule: reentrant.
#pragma once

#include <string>

namespace quarry {

// The folder above that of the program, which holds bin/, lib/, data/ and packs/; "" when the system does not say.
std::string InstallFolder();

}  // namespace quarry
