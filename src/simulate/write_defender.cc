#include "simulate/json_object.h"
#include "simulate/telemetry_writers.h"
#include "types/ticks.h"

namespace quarry::simulate {

namespace {

std::string_view BaseName(std::string_view path) {
  return path.substr(path.rfind('\\') + 1);
}

void AddAccount(JsonObject& row, std::string_view prefix, const Process& process) {
  const std::string name(prefix);
  const bool system = process.user == "SYSTEM";
  row.Text(name + "AccountDomain", system ? "nt authority" : "corp")
      .Text(name + "AccountName", system ? "system" : process.user);
}

// The acting process; in DeviceProcessEvents that is the parent of the one that starts.
void AddInitiator(JsonObject& row, const Process& process) {
  row.Text("InitiatingProcessFileName", process.base_name()).Text("InitiatingProcessFolderPath", process.image);
  row.Number("InitiatingProcessId", process.id).Text("InitiatingProcessCommandLine", process.command_line);
  row.Text("InitiatingProcessCreationTime", FormatDateTime(process.start))
      .Text("InitiatingProcessIntegrityLevel", process.integrity);
  row.Text("InitiatingProcessVersionInfoOriginalFileName", process.original_name);
  if (process.parent) {
    row.Text("InitiatingProcessParentFileName", process.parent->base_name())
        .Number("InitiatingProcessParentId", process.parent->id);
  } else {
    row.Text("InitiatingProcessParentFileName", "services.exe").Number("InitiatingProcessParentId", 712);
  }
  AddAccount(row, "InitiatingProcess", process);
}

struct Row {
  std::string_view table;
  std::string properties;
};

Row RowOf(const Event& event, int64_t report) {
  const Process& process = *event.process;
  JsonObject row;
  row.Text("Timestamp", FormatDateTime(event.time)).Text("DeviceId", HostId(*process.host) + "d0c5f00d");
  row.Text("DeviceName", process.host->name + ".corp.example").Number("ReportId", report);
  switch (event.kind) {
    case Event::Kind::kProcess: {
      row.Text("ActionType", "ProcessCreated").Text("FileName", process.base_name()).Text("FolderPath", process.image);
      row.Number("ProcessId", process.id).Text("ProcessCommandLine", process.command_line);
      row.Text("ProcessIntegrityLevel", process.integrity).Text("ProcessCreationTime", FormatDateTime(process.start));
      row.Text("ProcessVersionInfoOriginalFileName", process.original_name);
      AddAccount(row, "", process);
      if (process.parent)
        AddInitiator(row, *process.parent);
      else
        row.Text("InitiatingProcessFileName", "services.exe")
            .Text("InitiatingProcessFolderPath", "C:\\Windows\\System32\\services.exe")
            .Number("InitiatingProcessId", 712);
      return {"DeviceProcessEvents", row.Finish()};
    }
    case Event::Kind::kConnection:
      row.Text("ActionType", "ConnectionSuccess")
          .Text("RemoteIP", event.address)
          .Number("RemotePort", event.remote_port);
      row.Text("RemoteUrl", event.name).Text("LocalIP", process.host->address).Number("LocalPort", event.local_port);
      row.Text("Protocol", "Tcp")
          .Text("LocalIPType", "Private")
          .Text("RemoteIPType", event.address.rfind("10.", 0) == 0 ? "Private" : "Public");
      AddInitiator(row, process);
      return {"DeviceNetworkEvents", row.Finish()};
    case Event::Kind::kFile:
      row.Text("ActionType", "FileCreated").Text("FileName", BaseName(event.name)).Text("FolderPath", event.name);
      AddInitiator(row, process);
      return {"DeviceFileEvents", row.Finish()};
    case Event::Kind::kDns: {
      // AdditionalFields is JSON in a string, as the export has it.
      std::string results = "[";
      if (!event.address.empty()) results += "{\"Result\":\"" + event.address + "\"}";
      results += "]";
      JsonObject more;
      more.Text("DnsQueryString", event.name).Raw("DnsQueryResult", results).Number("QueryStatus", event.status);
      row.Text("ActionType", "DnsQueryResponse").Text("AdditionalFields", more.Finish());
      AddInitiator(row, process);
      return {"DeviceEvents", row.Finish()};
    }
    case Event::Kind::kScript: {
      JsonObject more;
      more.Text("Command", event.name);
      row.Text("ActionType", "PowerShellCommand").Text("AdditionalFields", more.Finish());
      AddInitiator(row, process);
      return {"DeviceEvents", row.Finish()};
    }
    case Event::Kind::kExit:
      break;  // Defender has no process-end table
  }
  return {};
}

}  // namespace

void WriteDefender(const Story& story, const LineSink& sink) {
  int64_t report = 0;
  for (const Event& event : story.events()) {
    const Row row = RowOf(event, ++report);
    if (row.table.empty()) continue;
    JsonObject line;
    line.Text("time", FormatDateTime(event.time + 40 * kTicksPerSecond))
        .Text("tenantId", "6f0e6b4c-0000-4000-8000-c0ffee000001");
    line.Text("operationName", "Publish").Text("category", "AdvancedHunting-" + std::string(row.table));
    line.Raw("properties", row.properties);
    sink(line.Finish());
  }
}

}  // namespace quarry::simulate
