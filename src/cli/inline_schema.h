// Table schemas from a JSON file: {"Table": "(a:string, b:long)"}. The tables are empty; queries bind against them.
// Thread rule: one thread.
#pragma once

#include <string>

#include "engine/engine.h"

namespace quarry {

// Adds the tables of the file; false when it cannot be read or understood (already reported).
bool AddSchemaFile(const std::string& path, Engine& engine);

}  // namespace quarry
