// A finding as one JSON object: what the ndjson and json writers print and the store keeps.
#pragma once

#include <string>

#include "findings/finding.h"

namespace quarry {

// {"rule":{...},"severity","confidence","time","source":{...},"id","entities":[...],"event":{...}}
void AppendFindingJson(const Finding& finding, std::string& out);

}  // namespace quarry
