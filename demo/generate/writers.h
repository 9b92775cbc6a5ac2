// The story as telemetry: a line of JSON an event, in the form in which each product exports it.
#pragma once

#include <string>

#include "generate/story.h"

namespace quarry::demo {

// Sysmon 1, 3, 5, 11, 22 and PowerShell 4104, with nested EventData.
std::string WriteSysmon(const Story& story);
// Defender advanced hunting rows as the streaming API sends them:
// {"category":"AdvancedHunting-...","properties":{...}}.
std::string WriteDefender(const Story& story);
// Falcon Data Replicator events. DNS and network events carry no process context beyond the base name.
std::string WriteFalcon(const Story& story);

// "{c73d5395-a8d6-55c9-8370-34a4e043c1eb}"
std::string Guid(uint64_t unique);
// 32 hexadecimal digits that stand for a host: Falcon's agent id, the head of Defender's device id.
std::string HostId(const Host& host);
// A decimal process id as Falcon has it.
std::string FalconId(uint64_t unique);

}  // namespace quarry::demo
