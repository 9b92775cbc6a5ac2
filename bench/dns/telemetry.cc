// dns_telemetry FORM SEED [HOSTS] [DAYS] [STRENGTH]: NDJSON of DNS answers and connections of an organisation, for the
// hunt dns-anomalies, as Sysmon, Defender or Falcon record them. FORM is sysmon, defender, falcon, or `truth`: the
// host, process and platform of each anomaly. STRENGTH is the percentage of the anomalies' queries that are made. The
// same arguments give the same story.
//
// Benign: browsers over many tenants of many platforms, an application on all hosts whose platform gives random names,
// agents with one tenant, developers' tools with a few, names that fail now and then.
// Anomalies, each on one host: names that change every few minutes, look-ups that fail, data in long labels asked for
// as TXT, look-ups that no connection follows, a timer.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

uint64_t state = 1;
uint64_t Random() {  // xorshift64*
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 0x2545f4914f6cdd1du;
}
uint64_t Below(uint64_t bound) {
  return Random() % bound;
}
bool Chance(int percent) {
  return Below(100) < static_cast<uint64_t>(percent);
}
std::string RandomText(size_t size, std::string_view alphabet) {
  std::string text;
  while (text.size() < size) text += alphabet[Below(alphabet.size())];
  return text;
}
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::string_view kHex = "0123456789abcdef";

const char* const kWords[] = {"shop",  "blog",  "api",   "portal", "docs",  "chat",   "media", "status",
                              "team",  "demo",  "store", "notes",  "board", "travel", "photo", "music",
                              "games", "news",  "maps",  "forms",  "tools", "music",  "green", "swift",
                              "happy", "north", "river", "stone",  "cloud", "pixel"};
std::string Word() {
  return kWords[Below(std::size(kWords))];
}
const char* const kSites[] = {"vercel.app",    "netlify.app",  "pages.dev",  "web.app",
                              "herokuapp.com", "onrender.com", "workers.dev"};

struct Query {
  int64_t milliseconds;
  int host;
  std::string folder, process, name;
  int status;  // 0 or a Windows DNS error
  int type;    // 1, 16, 28
  bool connected;
};
std::vector<Query> queries;
struct Anomaly {
  int host;
  std::string process, platform, kind;
};
std::vector<Anomaly> anomalies;

constexpr int64_t kStart = 1772409600000;  // 2026-03-02T00:00:00Z
constexpr int64_t kSecond = 1000, kMinute = 60 * kSecond, kHour = 60 * kMinute, kDay = 24 * kHour;

void Add(int64_t at, int host, const char* folder, const char* process, std::string name, int status = 0, int type = 1,
         bool connected = true) {
  queries.push_back({at, host, folder, process, std::move(name), status, type, connected && status == 0});
}

const char* const kChrome = "C:\\Program Files\\Google\\Chrome\\Application";
const char* const kApps = "C:\\Program Files\\Contoso Sync";
const char* const kAgent = "C:\\Program Files\\Metrics Agent";
const char* const kNode = "C:\\Program Files\\nodejs";
const char* const kPython = "C:\\Users\\Public\\py";
const char* const kSystem32 = "C:\\Windows\\System32";

void Benign(int hosts, int days) {
  std::vector<std::string> sites;
  for (int i = 0; i < 400; ++i)
    sites.push_back(Word() + "-" + Word() + (Chance(30) ? "-" + std::to_string(Below(90)) : "") + "." +
                    kSites[Below(std::size(kSites))]);
  for (int host = 0; host < hosts; ++host) {
    const std::string project = Word() + "-" + Word() + "-dev";
    for (int day = 0; day < days; ++day) {
      const int64_t morning = kStart + day * kDay + 8 * kHour + static_cast<int64_t>(Below(kHour));
      // Browsing: few sites often, many seldom; a browser asks ahead of what is never clicked.
      for (uint64_t i = 0, count = 40 + Below(80); i < count; ++i) {
        const size_t site = std::min(Below(400), std::min(Below(400), Below(400)));
        Add(morning + static_cast<int64_t>(Below(9 * kHour)), host, kChrome, "chrome.exe", sites[site],
            Chance(1) ? 9003 : 0, Chance(30) ? 28 : 1, Chance(60));
      }
      // An application whose platform gives random names, new ones every day, on all hosts.
      for (int i = 0; i < 30; ++i)
        Add(morning + static_cast<int64_t>(Below(9 * kHour)), host, kApps, "sync.exe",
            RandomText(32, kBase32) + ".lambda-url.eu-west-1.on.aws", 0, 1, true);
      // An agent that reports every five minutes, with one tenant for all.
      for (int64_t at = kStart + day * kDay; at < kStart + (day + 1) * kDay; at += 5 * kMinute)
        if (Chance(20)) Add(at + host * 500, host, kAgent, "agent.exe", "ingest.metrics-vendor.workers.dev");
      // One host in five develops.
      if (host % 5 == 0) {
        for (uint64_t i = 0, count = 10 + Below(30); i < count; ++i)
          Add(morning + static_cast<int64_t>(Below(9 * kHour)), host, kNode, "node.exe",
              project + (Chance(50) ? ".vercel.app" : "-pr-" + std::to_string(Below(5)) + ".netlify.app"),
              Chance(3) ? 9003 : 0);
      }
    }
  }
}

// On the last day, when most names are known.
void Anomalous(int hosts, int days, int strength) {
  const int64_t day = kStart + (days - 1) * kDay + 9 * kHour;
  const size_t first = queries.size();
  const auto host = [&](int i) { return (i * 7 + static_cast<int>(Below(5))) % hosts; };
  const auto note = [](int host, const char* process, const char* platform, const char* kind) {
    anomalies.push_back({host, process, platform, kind});
  };
  int at = host(1);
  for (int64_t t = 0; t < 3 * kHour; t += 4 * kMinute)
    Add(day + t + static_cast<int64_t>(Below(kMinute)), at, kPython, "python.exe",
        "a." + Word() + RandomText(5, kHex) + ".workers.dev");
  note(at, "python.exe", "Cloudflare Workers", "changing names");
  at = host(2);
  for (int64_t t = 0; t < kHour; t += kMinute)
    Add(day + t + static_cast<int64_t>(Below(20 * kSecond)), at, kSystem32, "powershell.exe",
        Word() + std::to_string(Below(1000)) + ".azurewebsites.net", Chance(90) ? 9003 : 0);
  note(at, "powershell.exe", "Azure App Service / Functions", "names that fail");
  at = host(3);
  for (int64_t t = 0; t < kHour; t += 20 * kSecond)
    Add(day + t + static_cast<int64_t>(Below(kSecond * 9)), at, kPython, "sync32.exe",
        RandomText(52, kBase32) + ".drop.workers.dev", 0, 16, false);
  note(at, "sync32.exe", "Cloudflare Workers", "data in long labels");
  at = host(4);
  for (int i = 0; i < 40; ++i)
    Add(day + static_cast<int64_t>(Below(6 * kHour)), at, kSystem32, "wscript.exe", "silent-drop.web.app", 0, 1, false);
  note(at, "wscript.exe", "Google Firebase Hosting", "no connection");
  at = host(5);
  for (int64_t t = 0; t < 6 * kHour; t += 3 * kMinute)
    Add(day + t + static_cast<int64_t>(Below(36 * kSecond)), at, kPython, "updater.exe", "sleepy.deno.dev");
  note(at, "updater.exe", "Deno Deploy", "a timer");
  std::vector<Query> kept;
  for (size_t i = first; i < queries.size(); ++i)
    if (Chance(strength)) kept.push_back(queries[i]);
  queries.resize(first);
  queries.insert(queries.end(), kept.begin(), kept.end());
}

std::string Time(int64_t milliseconds) {  // within March 2026
  const int64_t in_month = milliseconds - (kStart - kDay);
  char text[32];
  std::snprintf(text, sizeof text, "2026-03-%02dT%02d:%02d:%02d.%03dZ", static_cast<int>(1 + in_month / kDay),
                static_cast<int>(in_month / kHour % 24), static_cast<int>(in_month / kMinute % 60),
                static_cast<int>(in_month / kSecond % 60), static_cast<int>(in_month % kSecond));
  return text;
}
std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') out += '\\';
    out += c;
  }
  return out;
}

void Sysmon(const Query& q, int record) {
  const std::string time = Time(q.milliseconds), image = Escaped(q.folder + "\\" + q.process);
  const std::string guid = "{00000000-0000-0000-0000-" +
                           std::to_string(100000000000 + q.host * 1000 + static_cast<int>(q.process.size())) + "}";
  const auto head = [&](const std::string& at, int id) {
    std::printf(
        "{\"TimeCreated\":\"%s\",\"EventID\":%d,\"Provider_Name\":\"Microsoft-Windows-Sysmon\",\"Channel\":"
        "\"Microsoft-Windows-Sysmon/"
        "Operational\",\"Computer\":\"WS-%02d.example.net\",\"EventRecordID\":%d,\"EventData\":"
        "{\"UtcTime\":\"%s\",\"ProcessGuid\":\"%s\",\"ProcessId\":\"%d\",\"Image\":\"%s\",\"User\":\"EX\\\\user\",",
        at.c_str(), id, q.host, record, (at.substr(0, 10) + " " + at.substr(11, 12)).c_str(), guid.c_str(),
        1000 + q.host, image.c_str());
  };
  head(time, 22);
  std::printf("\"QueryName\":\"%s\",\"QueryStatus\":\"%d\",\"QueryResults\":\"%s\"}}\n", q.name.c_str(), q.status,
              q.status ? "-" : "::ffff:203.0.113.7;");
  if (!q.connected) return;
  head(Time(q.milliseconds + 900), 3);
  std::printf(
      "\"Protocol\":\"tcp\",\"Initiated\":\"true\",\"SourceIsIpv6\":\"false\",\"SourceIp\":\"10.0.0.%d\","
      "\"SourceHostname\":\"-\","
      "\"SourcePort\":\"50000\",\"DestinationIsIpv6\":\"false\",\"DestinationIp\":\"203.0.113.7\","
      "\"DestinationHostname\":\"-\","
      "\"DestinationPort\":\"443\"}}\n",
      q.host);
}

void Defender(const Query& q) {
  const std::string process = "\"InitiatingProcessFileName\":\"" + q.process + "\",\"InitiatingProcessFolderPath\":\"" +
                              Escaped(q.folder + "\\" + q.process) +
                              "\",\"InitiatingProcessId\":" + std::to_string(1000 + q.host) +
                              ",\"InitiatingProcessAccountName\":\"user\"";
  std::printf(
      "{\"time\":\"%s\",\"category\":\"AdvancedHunting-DeviceEvents\",\"properties\":{\"Timestamp\":\"%s\","
      "\"DeviceName\":"
      "\"ws-%02d.example.net\",\"ActionType\":\"DnsQueryResponse\",\"AdditionalFields\":\"{\\\"DnsQueryString\\\":\\\"%"
      "s\\\","
      "\\\"DnsQueryType\\\":%d,\\\"QueryStatus\\\":%d,\\\"DnsQueryResult\\\":[%s]}\",%s}}\n",
      Time(q.milliseconds).c_str(), Time(q.milliseconds).c_str(), q.host, q.name.c_str(), q.type, q.status,
      q.status ? "" : "{\\\"Result\\\":\\\"203.0.113.7\\\"}", process.c_str());
  if (!q.connected) return;
  std::printf(
      "{\"time\":\"%s\",\"category\":\"AdvancedHunting-DeviceNetworkEvents\",\"properties\":{\"Timestamp\":\"%s\","
      "\"DeviceName\":"
      "\"ws-%02d.example.net\",\"ActionType\":\"ConnectionSuccess\",\"RemoteIP\":\"203.0.113.7\",\"RemotePort\":443,"
      "\"RemoteUrl\":\"%s\",%s}}\n",
      Time(q.milliseconds + 900).c_str(), Time(q.milliseconds + 900).c_str(), q.host, q.name.c_str(), process.c_str());
}

void Falcon(const Query& q) {
  const auto head = [&](int64_t at, const char* event) {
    std::printf(
        "{\"event_simpleName\":\"%s\",\"aid\":\"aid%02d\",\"event_platform\":\"Win\",\"ComputerName\":\"WS-%02d\","
        "\"timestamp\":\"%lld\","
        "\"ContextTimeStamp\":\"%lld.%03d\",\"ContextProcessId\":\"%d\",\"ContextBaseFileName\":\"%s\","
        "\"ImageFileName\":\"\\\\Device\\\\HarddiskVolume3%s\",",
        event, q.host, q.host, static_cast<long long>(at), static_cast<long long>(at / 1000),
        static_cast<int>(at % 1000), 100000 + q.host, q.process.c_str(),
        Escaped((q.folder + "\\" + q.process).substr(2)).c_str());
  };
  head(q.milliseconds, "DnsRequest");
  std::printf("\"DomainName\":\"%s\",\"RequestType\":\"%d\",\"QueryStatus\":\"%d\",\"IP4Records\":\"%s\"}\n",
              q.name.c_str(), q.type, q.status, q.status ? "" : "203.0.113.7;");
  if (!q.connected) return;
  head(q.milliseconds + 900, "NetworkConnectIP4");
  std::printf(
      "\"RemoteAddressIP4\":\"203.0.113.7\",\"RemotePort\":\"443\",\"LocalAddressIP4\":\"10.0.0.%d\",\"LocalPort\":"
      "\"50000\",\"Protocol\":\"6\","
      "\"ConnectionDirection\":\"0\"}\n",
      q.host);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string form = argc > 1 ? argv[1] : "";
  if (argc < 3 || (form != "sysmon" && form != "defender" && form != "falcon" && form != "truth")) {
    std::fprintf(stderr, "usage: dns_telemetry sysmon|defender|falcon|truth SEED [HOSTS] [DAYS] [STRENGTH]\n");
    return 3;
  }
  state = std::strtoull(argv[2], nullptr, 10) * 0x9e3779b97f4a7c15u + 1;
  const int hosts = argc > 3 ? std::max(8, std::atoi(argv[3])) : 40;
  const int days = argc > 4 ? std::clamp(std::atoi(argv[4]), 1, 30) : 4;
  for (int i = 0; i < 8; ++i) Random();
  Benign(hosts, days);
  Anomalous(hosts, days, argc > 5 ? std::atoi(argv[5]) : 100);
  if (form == "truth") {
    for (const Anomaly& a : anomalies)
      std::printf("WS-%02d,%s,%s,%s\n", a.host, a.process.c_str(), a.platform.c_str(), a.kind.c_str());
    return 0;
  }
  std::stable_sort(queries.begin(), queries.end(),
                   [](const Query& a, const Query& b) { return a.milliseconds < b.milliseconds; });
  int record = 0;
  for (const Query& q : queries) {
    if (form == "sysmon")
      Sysmon(q, ++record);
    else if (form == "defender")
      Defender(q);
    else
      Falcon(q);
  }
  return 0;
}
