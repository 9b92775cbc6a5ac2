// The story as telemetry: a line of JSON an event, in the form in which each product exports it.
// Thread rule: pure functions. REQUIRES: the story is finished.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "simulate/story.h"

namespace quarry::simulate {

// Takes a line without its end.
using LineSink = std::function<void(std::string_view line)>;

// Sysmon 1, 3, 5, 11, 22 and PowerShell 4104, with nested EventData.
void WriteSysmon(const Story& story, const LineSink& sink);
// Defender advanced hunting rows as the streaming API sends them:
// {"category":"AdvancedHunting-...","properties":{...}}.
void WriteDefender(const Story& story, const LineSink& sink);
// Falcon Data Replicator events. DNS and network events carry no process context beyond the base name.
void WriteFalcon(const Story& story, const LineSink& sink);

struct TelemetryForm {
  std::string_view name;  // "sysmon"
  void (*write)(const Story& story, const LineSink& sink);
};
std::span<const TelemetryForm> AllTelemetryForms();
// nullptr when there is none of this name.
const TelemetryForm* FindTelemetryForm(std::string_view name);
// All lines of the story, each with its end.
std::string TelemetryText(const Story& story, const TelemetryForm& form);

// "{c73d5395-a8d6-55c9-8370-34a4e043c1eb}"
std::string Guid(uint64_t unique);
// 32 hexadecimal digits that stand for a host: Falcon's agent id, the head of Defender's device id.
std::string HostId(const Host& host);
// A decimal process id as Falcon has it.
std::string FalconId(uint64_t unique);

}  // namespace quarry::simulate
