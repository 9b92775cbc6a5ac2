// A finding as one JSON object: what the ndjson and json writers print and the store keeps.
#pragma once

#include <string>

#include "findings/finding.h"

namespace quarry {

// {"rule":{...},"severity","confidence","time","source":{...},"id","entities":[...],"event":{...}}
void AppendFindingJson(const Finding& finding, std::string& out);
// `"name":"value"` with escapes; a comma before it unless `out` ends in `{` or `[`.
void AppendJsonMember(std::string_view name, std::string_view value, std::string& out);

}  // namespace quarry
