#include <cstdio>

#include "simulate/json_object.h"
#include "simulate/telemetry_writers.h"
#include "types/ticks.h"

namespace quarry::simulate {

std::string FalconId(uint64_t unique) {
  return std::to_string(100'000'000'000 + unique % 900'000'000'000);
}

std::string HostId(const Host& host) {
  uint64_t hash = 1469598103934665603ull;
  for (const char c : host.name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  Random random(hash);
  char text[40];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(random.Next()),
                static_cast<unsigned long long>(random.Next()));
  return text;
}

namespace {

std::string Milliseconds(int64_t time) {
  return std::to_string((time - kUnixEpochTicks) / kTicksPerMillisecond);
}

// "1772442001.100"
std::string Seconds(int64_t time) {
  const std::string ms = Milliseconds(time);
  return ms.substr(0, ms.size() - 3) + "." + ms.substr(ms.size() - 3);
}

std::string DevicePath(std::string_view path) {
  return "\\Device\\HarddiskVolume3" + std::string(path.substr(2));
}

std::string_view IntegrityRid(std::string_view level) {
  return level == "System" ? "16384" : level == "High" ? "12288" : level == "Low" ? "4096" : "8192";
}

std::string_view WrittenEvent(std::string_view path) {
  const std::string_view ending = path.substr(path.rfind('.') + 1);
  if (ending == "js" || ending == "vbs" || ending == "ps1" || ending == "bat") return "NewScriptWritten";
  if (ending == "exe" || ending == "dll") return "NewExecutableWritten";
  return ending == "pdf" ? "PdfFileWritten" : "FileWritten";
}

}  // namespace

void WriteFalcon(const Story& story, const LineSink& sink) {
  for (const Event& event : story.events()) {
    const Process& process = *event.process;
    const std::string_view name = event.kind == Event::Kind::kProcess      ? "ProcessRollup2"
                                  : event.kind == Event::Kind::kDns        ? "DnsRequest"
                                  : event.kind == Event::Kind::kConnection ? "NetworkConnectIP4"
                                  : event.kind == Event::Kind::kFile       ? WrittenEvent(event.name)
                                  : event.kind == Event::Kind::kExit       ? "EndOfProcess"
                                                                           : "ScriptControlScanInfo";
    JsonObject line;
    line.Text("event_simpleName", name)
        .Text("aid", HostId(*process.host))
        .Text("cid", "cccccccccccccccccccccccccccccccc");
    line.Text("event_platform", "Win")
        .Text("ComputerName", process.host->name)
        .Text("timestamp", Milliseconds(event.time));
    line.Text("ContextTimeStamp", Seconds(event.time)).Text("id", Guid(event.serial).substr(1, 36));
    if (event.kind == Event::Kind::kProcess) {
      line.Text("TargetProcessId", FalconId(process.unique)).Text("RawProcessId", std::to_string(process.id));
      line.Text("ParentProcessId", process.parent ? FalconId(process.parent->unique) : "4");
      line.Text("ParentBaseFileName", process.parent ? process.parent->base_name() : "services.exe");
      line.Text("ImageFileName", DevicePath(process.image))
          .Text("FileName", process.base_name())
          .Text("CommandLine", process.command_line);
      line.Text("UserName", process.user)
          .Text("ProcessStartTime", Seconds(process.start))
          .Text("IntegrityLevel", IntegrityRid(process.integrity));
      line.Text("OriginalFilename", process.original_name);
    } else if (event.kind == Event::Kind::kExit) {
      line.Text("TargetProcessId", FalconId(process.unique)).Text("RawProcessId", std::to_string(process.id));
    } else {
      line.Text("ContextProcessId", FalconId(process.unique)).Text("ContextBaseFileName", process.base_name());
    }
    switch (event.kind) {
      case Event::Kind::kDns:
        line.Text("DomainName", event.name).Text("RequestType", "1").Text("QueryStatus", std::to_string(event.status));
        if (!event.address.empty()) line.Text("IP4Records", event.address + ";");
        if (!event.cname.empty()) line.Text("CNAMERecords", event.cname + ";");
        break;
      case Event::Kind::kConnection:
        line.Text("LocalAddressIP4", process.host->address).Text("LocalPort", std::to_string(event.local_port));
        line.Text("RemoteAddressIP4", event.address).Text("RemotePort", std::to_string(event.remote_port));
        line.Text("Protocol", "6").Text("ConnectionDirection", "0");
        break;
      case Event::Kind::kFile:
        line.Text("TargetFileName", DevicePath(event.name));
        break;
      case Event::Kind::kScript:
        line.Text("ScriptContent", event.name);
        break;
      default:
        break;
    }
    sink(line.Finish());
  }
}

}  // namespace quarry::simulate
