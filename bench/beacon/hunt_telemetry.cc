// beacon_hunt_telemetry SEED HOSTS DAYS IMPLANTS TELEMETRY TRUTH: rows as Defender exports DeviceNetworkEvents, of a
// fleet with everything that keeps time there (agents on all hosts and on a department's, updaters, scheduled jobs,
// developers' tools, pages that poll) and everything that does not (browsing, services with heavy tails), and implants
// that hide among them. TRUTH names the implants' series. The same arguments give the same bytes.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <vector>

#include "beacon/series.h"

namespace {

using quarry::bench::Random;

constexpr double kDay = 86400;
constexpr size_t kMostEvents = 600;  // of a series

struct Process {
  std::string name, folder, original, company, parent, command;
};
struct Series {
  size_t host = 0;
  Process process;
  std::string tenant;
  std::vector<double> times;  // seconds since the first day
};

template <size_t kSize>
const char* Pick(Random& random, const char* const (&items)[kSize]) {
  return items[random.Next() % kSize];
}

std::string Word(Random& random) {
  static constexpr const char* kSyllables[] = {"ba",  "cor", "del", "fin", "gra", "hel", "jo", "kar", "lum", "mer",
                                               "nor", "pol", "qua", "rin", "sol", "tem", "ul", "ver", "wex", "zan"};
  std::string word;
  for (size_t i = 2 + random.Next() % 2; i > 0; --i) word += Pick(random, kSyllables);
  return word;
}
std::string Hex(Random& random, int digits) {
  std::string text;
  for (int i = 0; i < digits; ++i) text += "0123456789abcdef"[random.Next() % 16];
  return text;
}
std::string Serverless(Random& random) {
  static constexpr const char* kSuffixes[] = {".workers.dev",
                                              ".pages.dev",
                                              ".lambda-url.us-east-1.on.aws",
                                              ".execute-api.eu-west-1.amazonaws.com",
                                              ".azurewebsites.net",
                                              ".vercel.app",
                                              ".netlify.app",
                                              ".deno.dev"};
  const bool named = random.Chance(0.6);
  return (named ? Word(random) + "-" + Word(random) : Hex(random, 16)) + Pick(random, kSuffixes);
}
std::string Site(Random& random) {
  static constexpr const char* kEnds[] = {".com", ".net", ".org", ".io", ".example", ".de"};
  return (random.Chance(0.3) ? "www." : "") + Word(random) + Word(random) + Pick(random, kEnds);
}

class Fleet {
 public:
  Fleet(uint64_t seed, size_t hosts, double days) : random_(seed), hosts_(hosts), end_(days * kDay) {
    for (size_t i = 0; i < hosts; ++i) nights_.push_back(random_.Chance(0.5));
  }

  void Benign() {
    for (int i = 0; i < 10; ++i) Agent(random_.Between(0.8, 1));
    for (int i = 0; i < 6; ++i) Agent(random_.Between(0.05, 0.3));
    for (int i = 0; i < 5; ++i) PerUserApplication(random_.Between(0.1, 0.6));
    for (size_t i = 0; i < 2 + hosts_ / 40; ++i) RareAgent();
    for (size_t i = 0; i < 1 + hosts_ / 60; ++i) ScheduledJob();
    for (size_t i = 0; i < 1 + hosts_ / 60; ++i) DeveloperTool();
    for (size_t i = 0; i < 2 + hosts_ / 30; ++i) PollingPage();
    for (size_t host = 0; host < hosts_; ++host) Browsing(host);
    for (size_t host = 0; host < hosts_; ++host) Services(host);
  }

  void Implants(size_t count) {
    for (size_t i = 0; i < count; ++i) Implant();
  }

  bool Write(const char* telemetry, const char* truth) const {
    std::FILE* file = std::fopen(telemetry, "wb");
    if (file == nullptr) return false;
    Random random(7);
    for (const Series& one : series_)
      for (const double time : one.times) WriteRow(file, one, time, random);
    if (std::fclose(file) != 0) return false;
    file = std::fopen(truth, "wb");
    if (file == nullptr) return false;
    for (const Series& one : series_) {
      if (std::find(implants_.begin(), implants_.end(), &one - series_.data()) == implants_.end()) continue;
      std::fprintf(file, "{\"DeviceName\":\"%s\",\"InitiatingProcessFileName\":\"%s\",\"Tenant\":\"%s\"}\n",
                   HostName(one.host).c_str(), one.process.name.c_str(), one.tenant.c_str());
    }
    return std::fclose(file) == 0;
  }

 private:
  static std::string HostName(size_t host) { return "wks-" + std::to_string(1000 + host) + ".corp.example"; }
  static std::string User(size_t host) { return "user" + std::to_string(host * 7 % 9973); }
  size_t AnyHost() { return random_.Next() % hosts_; }

  void Add(size_t host, Process process, std::string tenant, std::vector<double> times) {
    times.erase(std::remove_if(times.begin(), times.end(), [&](double t) { return t < 0 || t >= end_; }), times.end());
    if (!times.empty()) series_.push_back({host, std::move(process), std::move(tenant), std::move(times)});
  }

  // A timer from `from` on. `delay`: what each run adds of its own; `jitter`: relative, both ways.
  std::vector<double> Timer(size_t host, double from, double period, double jitter, double delay, double missed,
                            bool wall_clock) {
    std::vector<double> times;
    double t = wall_clock ? std::ceil(from / period) * period : from;
    // A timer of seconds needs no weeks to be what it is.
    while (t < end_ && times.size() < kMostEvents) {
      const bool asleep = nights_[host] && std::fmod(t, kDay) < 7 * 3600.0;
      if (!asleep && !random_.Chance(missed)) times.push_back(t + random_.Between(0, delay));
      t += period * (1 + jitter * random_.Between(-1, 1));
    }
    return times;
  }

  // Software of a vendor, the same on a share of the hosts.
  void Agent(double share) {
    static constexpr double kPeriods[] = {60, 120, 300, 600, 900, 1800, 3600, 14400, 21600};
    const std::string vendor = Word(random_), product = Word(random_);
    const bool named = random_.Chance(0.5);
    const std::string file = (named ? vendor : product) + "agent.exe";
    const Process process{file,           "C:\\Program Files\\" + vendor + "\\" + product + "\\" + file,
                          file,           vendor + " Inc.",
                          "services.exe", "\"" + file + "\" --service"};
    const std::string tenant = Pick(random_, {"api.", "telemetry.", "update.", "cloud."}) + vendor + ".com";
    const double period = kPeriods[random_.Next() % std::size(kPeriods)];
    const double jitter = random_.Chance(0.5) ? 0 : random_.Between(0, 0.2), delay = random_.Between(0, 0.03) * period;
    const bool wall_clock = random_.Chance(0.3);
    for (size_t host = 0; host < hosts_; ++host)
      if (random_.Chance(share))
        Add(host, process, tenant, Timer(host, random_.Between(0, period), period, jitter, delay, 0.01, wall_clock));
  }

  // Chat clients and the like, installed by users into their own folders.
  void PerUserApplication(double share) {
    const std::string product = Word(random_), file = product + ".exe";
    const std::string tenant = Pick(random_, {"edge.", "gateway.", "app."}) + product + ".com";
    const double period = random_.Between(20, 400);
    for (size_t host = 0; host < hosts_; ++host) {
      if (!random_.Chance(share)) continue;
      const Process process{
          file,           "C:\\Users\\" + User(host) + "\\AppData\\Local\\" + product + "\\app-1.2\\" + file,
          file,           product + " Ltd.",
          "explorer.exe", "\"" + file + "\""};
      Add(host, process, tenant, Timer(host, random_.Between(0, 40000), period, 0.02, 2, 0.05, false));
    }
  }

  // What one or two hosts alone have: a printer's driver, a laboratory device.
  void RareAgent() {
    const std::string vendor = Word(random_), file = vendor + Pick(random_, {"svc.exe", "update.exe", "monitor.exe"});
    const Process process{
        file, "C:\\Program Files (x86)\\" + vendor + "\\" + file, file, vendor + " GmbH", "services.exe", file};
    const std::string tenant = (random_.Chance(0.7) ? vendor : Word(random_)) + ".com";
    const double period = 300 * std::pow(12.0, random_.Uniform() * 1.5);
    for (size_t i = 1 + random_.Next() % 2; i > 0; --i) {
      const size_t host = AnyHost();
      const double from = random_.Chance(0.8) ? random_.Between(0, period) : random_.Between(0, end_ / 2);
      Add(host, process, tenant, Timer(host, from, period, random_.Between(0, 0.1), 2, 0.02, random_.Chance(0.3)));
    }
  }

  // cron and its kin: a script that calls a service on the clock.
  void ScheduledJob() {
    static constexpr double kPeriods[] = {60, 300, 600, 900, 3600};
    const Process process =
        random_.Chance(0.5)
            ? Process{"powershell.exe", "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                      "PowerShell.EXE", "Microsoft Corporation",
                      "svchost.exe",    "powershell.exe -File C:\\ops\\sync.ps1"}
            : Process{"python.exe", "C:\\Program Files\\Python311\\python.exe",
                      "python.exe", "Python Software Foundation",
                      "cmd.exe",    "python.exe C:\\ops\\sync.py"};
    const size_t host = AnyHost();
    Add(host, process, random_.Chance(0.3) ? Serverless(random_) : "api." + Site(random_),
        Timer(host, 0, kPeriods[random_.Next() % std::size(kPeriods)], 0, random_.Between(0.5, 4), 0.005, true));
  }

  // A developer's own function, polled while it is being written: known for long or new, in working hours.
  void DeveloperTool() {
    const size_t host = AnyHost();
    const Process process{"node.exe", "C:\\Program Files\\nodejs\\node.exe",
                          "node.exe", "OpenJS Foundation",
                          "Code.exe", "node.exe C:\\src\\app\\node_modules\\.bin\\wrangler tail"};
    const std::string tenant = Serverless(random_);
    const double period = random_.Between(5, 120);
    std::vector<double> times;
    for (double day = random_.Chance(0.7) ? 0 : std::floor(end_ / kDay / 2); day * kDay < end_; ++day) {
      double t = day * kDay + random_.Between(8, 11) * 3600;
      for (size_t session = 1 + random_.Next() % 3; session > 0; --session) {
        for (size_t i = 10 + random_.Next() % 60; i > 0; --i) {
          times.push_back(t);
          t += random_.Chance(0.3) ? random_.Exponential(period * 3) : period;
        }
        t += random_.Exponential(5000);
      }
    }
    Add(host, process, tenant, std::move(times));
  }

  Process Browser() {
    if (random_.Chance(0.6))
      return {"chrome.exe",   "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
              "chrome.exe",   "Google LLC",
              "explorer.exe", "\"chrome.exe\" --type=utility"};
    return {"msedge.exe",   "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
            "msedge.exe",   "Microsoft Corporation",
            "explorer.exe", "\"msedge.exe\" --type=utility"};
  }

  // A page left open that asks its server again and again.
  void PollingPage() {
    const size_t host = AnyHost();
    const std::string tenant = Site(random_);
    const double period = random_.Between(10, 300);
    std::vector<double> times;
    for (size_t visits = 1 + random_.Next() % 5; visits > 0; --visits) {
      double t = random_.Between(0, end_);
      for (size_t i = 10 + random_.Next() % 200; i > 0; --i, t += period + random_.Between(0, 1)) times.push_back(t);
    }
    Add(host, Browser(), tenant, std::move(times));
  }

  void Browsing(size_t host) {
    const Process browser = Browser();
    for (size_t sites = 25 + random_.Next() % 40; sites > 0; --sites) {
      // A few sites are everybody's, most are one person's.
      const double rank = std::pow(random_.Uniform(), -1 / 0.8);
      const std::string site = rank < 30              ? "www.popular" + std::to_string(static_cast<int>(rank)) + ".com"
                               : random_.Chance(0.06) ? Serverless(random_)
                                                      : Site(random_);
      const auto family = static_cast<quarry::bench::Aperiodic>(random_.Next() % quarry::bench::kAperiodicFamilies);
      std::vector<double> times = Background(random_, family, 3 + random_.Next() % 60);
      const double from = random_.Between(0, end_);
      for (double& time : times) time += from;
      Add(host, browser, site, std::move(times));
    }
  }

  void Services(size_t host) {
    static constexpr const char* kNames[] = {"svchost.exe", "OneDrive.exe", "MsMpEng.exe", "SearchApp.exe"};
    for (const char* name : kNames) {
      const Process process{
          name, std::string("C:\\Windows\\System32\\") + name, name, "Microsoft Corporation", "services.exe", name};
      for (int k = 0; k < 3; ++k) {
        std::vector<double> times =
            Background(random_, k == 0 ? quarry::bench::Aperiodic::kPareto : quarry::bench::Aperiodic::kLogNormal,
                       10 + random_.Next() % 80);
        const double from = random_.Between(0, end_ / 4);
        for (double& time : times) time += from;
        Add(host, process, std::string("cdn") + std::to_string(random_.Next() % 40) + ".microsoft-services.com",
            std::move(times));
      }
    }
  }

  Process ImplantProcess(size_t host) {
    const std::string user = "C:\\Users\\" + User(host);
    switch (random_.Next() % 9) {
      case 0:
        return {"powershell.exe", "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                "PowerShell.EXE", "Microsoft Corporation",
                "explorer.exe",   "powershell.exe -w hidden -enc SQBFAFgA"};
      case 1:
        return {"rundll32.exe", "C:\\Windows\\System32\\rundll32.exe",          "RUNDLL32.EXE", "Microsoft Corporation",
                "WINWORD.EXE",  "rundll32.exe C:\\ProgramData\\cache.dat,Start"};
      case 2:
        return {"updater.exe", user + "\\AppData\\Roaming\\Sync\\updater.exe", "", "", "explorer.exe", "updater.exe"};
      case 3:
        return {"chrome.exe", user + "\\AppData\\Local\\Temp\\chrome.exe", "", "", "explorer.exe", "chrome.exe"};
      case 4:
        return {"svchost.exe", "C:\\ProgramData\\svchost.exe", "", "", "cmd.exe", "svchost.exe"};
      case 5:
        return {"python.exe", user + "\\AppData\\Local\\Programs\\Python\\Python311\\python.exe",
                "python.exe", "Python Software Foundation",
                "cmd.exe",    "python.exe C:\\Users\\Public\\s.py"};
      case 6:
        return {"curl.exe", "C:\\Windows\\System32\\curl.exe", "curl.exe", "curl, https://curl.se/",
                "cmd.exe",  "curl.exe -s https://example/p"};
      case 7:  // lives in a real browser
        return Browser();
      default: {
        const std::string name = Word(random_) + ".exe";
        return {name, "C:\\ProgramData\\" + Word(random_) + "\\" + name, "", "", "svchost.exe", name};
      }
    }
  }

  void Implant() {
    const size_t host = AnyHost();
    const double jitter = Pick(random_, {0.0, 0.1, 0.2, 0.3, 0.5});
    // Enough beats for its jitter within the days that there are.
    const double least = jitter < 0.25 ? 16 : jitter < 0.4 ? 32 : 96;
    const double from = random_.Chance(0.3) ? random_.Between(0, 3600) : random_.Between(0, 0.5 * end_);
    const double longest = (end_ - from) * (nights_[host] ? 0.6 : 0.85) / least;
    const double sleep = std::min(longest, 20 * std::pow(720.0, random_.Uniform()));
    implants_.push_back(static_cast<ptrdiff_t>(series_.size()));
    Add(host, ImplantProcess(host), random_.Chance(0.7) ? Serverless(random_) : Site(random_),
        Timer(host, from, sleep, jitter, 0.5, random_.Between(0, 0.15), false));
  }
  double Pick(Random& random, std::initializer_list<double> items) {
    return items.begin()[random.Next() % items.size()];
  }
  const char* Pick(Random& random, std::initializer_list<const char*> items) {
    return items.begin()[random.Next() % items.size()];
  }

  static void WriteRow(std::FILE* file, const Series& one, double time, Random& random) {
    const auto escaped = [](const std::string& text) {
      std::string out;
      for (const char c : text) {
        if (c == '\\' || c == '"') out += '\\';
        out += c;
      }
      return out;
    };
    const auto milliseconds = static_cast<uint64_t>(time * 1000);
    const uint64_t seconds = milliseconds / 1000;
    std::fprintf(
        file,
        "{\"Timestamp\":\"2026-05-%02uT%02u:%02u:%02u.%03uZ\",\"DeviceName\":\"%s\",\"ActionType\":"
        "\"ConnectionSuccess\",\"RemoteIP\":\"203.0.113.%u\",\"RemotePort\":443,\"RemoteUrl\":\"%s\","
        "\"InitiatingProcessFileName\":\"%s\",\"InitiatingProcessFolderPath\":\"%s\","
        "\"InitiatingProcessVersionInfoOriginalFileName\":\"%s\",\"InitiatingProcessVersionInfoCompanyName\":\"%s\","
        "\"InitiatingProcessParentFileName\":\"%s\",\"InitiatingProcessCommandLine\":\"%s\","
        "\"InitiatingProcessAccountName\":\"%s\",\"InitiatingProcessId\":%u}\n",
        static_cast<unsigned>(1 + seconds / 86400), static_cast<unsigned>(seconds / 3600 % 24),
        static_cast<unsigned>(seconds / 60 % 60), static_cast<unsigned>(seconds % 60),
        static_cast<unsigned>(milliseconds % 1000), HostName(one.host).c_str(),
        static_cast<unsigned>(1 + random.Next() % 254), one.tenant.c_str(), one.process.name.c_str(),
        escaped(one.process.folder).c_str(), one.process.original.c_str(), one.process.company.c_str(),
        one.process.parent.c_str(), escaped(one.process.command).c_str(), User(one.host).c_str(),
        static_cast<unsigned>(400 + random.Next() % 30000));
  }

  Random random_;
  const size_t hosts_;
  const double end_;
  std::vector<bool> nights_;  // switched off at night
  std::vector<Series> series_;
  std::vector<ptrdiff_t> implants_;
};

}  // namespace

int main(int count, char** arguments) {
  const bool right = count == 7 && std::atoi(arguments[2]) > 0 && std::atoi(arguments[3]) > 0 &&
                     std::atoi(arguments[3]) <= 31 && std::atoi(arguments[4]) >= 0;
  if (!right) {
    std::fprintf(stderr, "usage: beacon_hunt_telemetry SEED HOSTS DAYS (1 to 31) IMPLANTS TELEMETRY TRUTH\n");
    return 3;
  }
  Fleet fleet(std::strtoull(arguments[1], nullptr, 10), std::strtoull(arguments[2], nullptr, 10),
              std::atof(arguments[3]));
  fleet.Benign();
  fleet.Implants(std::strtoull(arguments[4], nullptr, 10));
  if (!fleet.Write(arguments[5], arguments[6])) {
    std::perror("beacon_hunt_telemetry");
    return 3;
  }
  return 0;
}
