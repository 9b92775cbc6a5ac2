#include <cstdio>

#include "simulate/json_object.h"
#include "simulate/telemetry_writers.h"
#include "types/ticks.h"

namespace quarry::simulate {

std::string Guid(uint64_t unique) {
  Random random(unique);
  const uint64_t a = random.Next(), b = random.Next();
  char text[64];
  std::snprintf(text, sizeof text, "{%08x-%04x-%04x-%04x-%012llx}", static_cast<unsigned>(a),
                static_cast<unsigned>(a >> 32 & 0xffff), static_cast<unsigned>(a >> 48),
                static_cast<unsigned>(b & 0xffff), static_cast<unsigned long long>(b >> 16));
  return text;
}

namespace {

// "2026-03-02 09:12:00.000"
std::string UtcTime(int64_t time) {
  std::string text = FormatDateTime(time).substr(0, 23);
  text[10] = ' ';
  return text;
}

std::string Sha256(const std::string& image) {
  uint64_t hash = 1469598103934665603ull;
  for (const char c : image) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  Random random(hash);
  std::string out;
  char part[20];
  for (int i = 0; i < 4; ++i) {
    std::snprintf(part, sizeof part, "%016llX", static_cast<unsigned long long>(random.Next()));
    out += part;
  }
  return out;
}

std::string User(const Process& process) {
  return process.user == "SYSTEM" ? "NT AUTHORITY\\SYSTEM" : "CORP\\" + process.user;
}

void AddActor(JsonObject& data, const Process& process) {
  data.Text("ProcessGuid", Guid(process.unique)).Number("ProcessId", process.id).Text("Image", process.image);
}

std::string DataOf(const Event& event) {
  const Process& process = *event.process;
  JsonObject data;
  if (event.kind == Event::Kind::kScript) {
    data.Number("MessageNumber", 1)
        .Number("MessageTotal", 1)
        .Text("ScriptBlockText", event.name)
        .Text("ScriptBlockId", Guid(event.serial))
        .Text("Path", "");
    return data.Finish();
  }
  data.Text("RuleName", "-").Text("UtcTime", UtcTime(event.time));
  AddActor(data, process);
  switch (event.kind) {
    case Event::Kind::kProcess: {
      data.Text("OriginalFileName", process.original_name).Text("CommandLine", process.command_line);
      data.Text("User", User(process)).Text("LogonId", "0x3e7a1").Text("IntegrityLevel", process.integrity);
      data.Text("Hashes", "SHA256=" + Sha256(process.image));
      const Process* parent = process.parent;
      data.Text("ParentProcessGuid", parent ? Guid(parent->unique) : "{00000000-0000-0000-0000-000000000000}");
      data.Number("ParentProcessId", parent ? parent->id : 712);
      data.Text("ParentImage", parent ? parent->image : "C:\\Windows\\System32\\services.exe");
      data.Text("ParentCommandLine", parent ? parent->command_line : "C:\\Windows\\system32\\services.exe");
      data.Text("ParentUser", parent ? User(*parent) : "NT AUTHORITY\\SYSTEM");
      break;
    }
    case Event::Kind::kDns: {
      std::string results = event.cname.empty() ? "" : "type:  5 " + event.cname + ";";
      if (!event.address.empty()) results += "::ffff:" + event.address + ";";
      data.Text("QueryName", event.name).Text("QueryStatus", std::to_string(event.status));
      data.Text("QueryResults", results.empty() ? "-" : results).Text("User", User(process));
      break;
    }
    case Event::Kind::kConnection:
      data.Text("User", User(process)).Text("Protocol", "tcp").Text("Initiated", "true").Text("SourceIsIpv6", "false");
      data.Text("SourceIp", process.host->address).Text("SourceHostname", process.host->name + ".corp.example");
      data.Number("SourcePort", event.local_port)
          .Text("DestinationIsIpv6", "false")
          .Text("DestinationIp", event.address);
      data.Text("DestinationHostname", event.reverse.empty() ? "-" : event.reverse)
          .Number("DestinationPort", event.remote_port);
      data.Text("DestinationPortName", "https");
      break;
    case Event::Kind::kFile:
      data.Text("TargetFilename", event.name).Text("CreationUtcTime", UtcTime(event.time)).Text("User", User(process));
      break;
    case Event::Kind::kExit:
      data.Text("User", User(process));
      break;
    case Event::Kind::kScript:
      break;
  }
  return data.Finish();
}

int EventIdOf(Event::Kind kind) {
  switch (kind) {
    case Event::Kind::kProcess:
      return 1;
    case Event::Kind::kConnection:
      return 3;
    case Event::Kind::kExit:
      return 5;
    case Event::Kind::kFile:
      return 11;
    case Event::Kind::kDns:
      return 22;
    case Event::Kind::kScript:
      return 4104;
  }
  return 0;
}

}  // namespace

void WriteSysmon(const Story& story, const LineSink& sink) {
  int64_t record = 0;
  for (const Event& event : story.events()) {
    const bool script = event.kind == Event::Kind::kScript;
    JsonObject line;
    line.Text("TimeCreated", FormatDateTime(event.time)).Number("EventID", EventIdOf(event.kind));
    line.Text("Provider_Name", script ? "Microsoft-Windows-PowerShell" : "Microsoft-Windows-Sysmon");
    line.Text("Channel", script ? "Microsoft-Windows-PowerShell/Operational" : "Microsoft-Windows-Sysmon/Operational");
    line.Text("Computer", event.process->host->name + ".corp.example").Number("EventRecordID", ++record);
    line.Raw("EventData", DataOf(event));
    sink(line.Finish());
  }
}

}  // namespace quarry::simulate
