// TellBackground: host by host, until there are enough events.
#include "simulate/background.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>

#include "types/ticks.h"

namespace quarry::simulate {
namespace {

struct Site {
  const char* name;
  const char* address;
};
// The first are visited most.
constexpr Site kSites[] = {
    {"intranet.corp.example", "10.0.9.1"},
    {"mail.corp.example", "10.0.9.2"},
    {"search.example", "192.0.2.16"},
    {"news.example", "192.0.2.10"},
    {"cdn.news.example", "192.0.2.12"},
    {"wiki.example.org", "192.0.2.17"},
    {"fonts.example.net", "192.0.2.24"},
    {"video.example.net", "192.0.2.18"},
    {"shop.example", "192.0.2.13"},
    {"static.shop.example", "192.0.2.14"},
    {"team-handbook.pages.dev", "203.0.113.50"},
    {"maps.example", "192.0.2.15"},
    {"bank.example", "192.0.2.20"},
    {"travel.example.org", "192.0.2.21"},
    {"status-board.vercel.app", "203.0.113.51"},
    {"forum.example.net", "192.0.2.22"},
};

struct Service {  // software that calls home at its own pace
  const char* image;
  const char* command_line;
  const char* user;  // "": who is logged on
  const char* name;
  const char* address;
  int minutes;
  bool resident;  // one process all day
};
constexpr Service kServices[] = {
    {"C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe",
     "MicrosoftEdgeUpdate.exe /ua /installsource scheduler", "SYSTEM", "msedge.api.cdp.microsoft.com", "198.51.100.1",
     300, false},
    {"C:\\Windows\\System32\\svchost.exe", "svchost.exe -k netsvcs -p -s wuauserv", "SYSTEM",
     "fe3.delivery.mp.microsoft.com", "198.51.100.2", 240, false},
    {"C:\\Program Files\\Inventory Agent\\inventory.exe", "inventory.exe --report", "SYSTEM", "inventory.corp.example",
     "10.0.9.5", 60, false},
    {"C:\\Program Files\\Windows Defender\\MpCmdRun.exe", "MpCmdRun.exe SignatureUpdate", "SYSTEM",
     "definitionupdates.microsoft.com", "198.51.100.6", 120, false},
    {"C:\\Program Files\\WindowsApps\\MSTeams_24\\ms-teams.exe", "ms-teams.exe", "", "teams.microsoft.com",
     "198.51.100.3", 10, true},
    {"C:\\Program Files\\Microsoft OneDrive\\OneDrive.exe", "OneDrive.exe /background", "", "onedrive.live.com",
     "198.51.100.5", 20, true},
};

constexpr const char* kBrowsers[] = {"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
                                     "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
                                     "C:\\Program Files\\Mozilla Firefox\\firefox.exe"};

// One host's day.
class HostDay {
 public:
  HostDay(Story& story, const Host* host, int64_t start) : story_(story), host_(host), start_(start) {}
  void Services();
  void Browsing();
  void Development();
  void Builds();
  void ScheduledJobs();

 private:
  int64_t Jitter(int64_t ticks) { return static_cast<int64_t>(story_.random().Below(static_cast<uint64_t>(ticks))); }
  bool Person() const { return host_->name.starts_with("PC-") || host_->name.starts_with("DEV-"); }
  // A connection, and a look-up where the host's cache does not answer.
  void Reach(const Process* process, int64_t time, const Site& site);

  static constexpr int64_t kCacheTime = 5 * kTicksPerMinute;

  Story& story_;
  const Host* host_;
  int64_t start_;
  std::map<std::string_view, int64_t> cached_;
};

void HostDay::Reach(const Process* process, int64_t time, const Site& site) {
  const auto known = cached_.find(site.name);
  if (known == cached_.end() || time < known->second || time - known->second > kCacheTime) {
    story_.Lookup(process, time, site.name, site.address);
    cached_[site.name] = time;
  }
  story_.Connect(process, time + kTicksPerSecond / 20 + Jitter(kTicksPerSecond / 10), site.name, site.address);
}

void HostDay::Services() {
  for (const Service& service : kServices) {
    if (service.user[0] == '\0' && !Person()) continue;
    const int64_t period = service.minutes * kTicksPerMinute;
    const Process* process = nullptr;
    for (int64_t t = start_ + Jitter(period); t < start_ + kTicksPerDay; t += period + Jitter(period / 20)) {
      if (process == nullptr || !service.resident) {
        process = story_.Start(host_, service.resident ? story_.Shell(host_) : nullptr, t, service.image,
                               service.command_line, service.user);
      }
      Reach(process, t + kTicksPerSecond, {service.name, service.address});
      if (!service.resident) story_.Exit(process, t + 20 * kTicksPerSecond);
    }
  }
}

void HostDay::Browsing() {
  const char* browser = kBrowsers[story_.random().Below(std::size(kBrowsers))];
  const Process* process = story_.Start(host_, story_.Shell(host_), start_ + Jitter(kTicksPerHour), browser,
                                        "\"" + std::string(browser) + "\"");
  // Pages come in bursts with pauses of a heavy tail between them.
  for (int64_t t = process->start + Jitter(5 * kTicksPerMinute); t < start_ + 10 * kTicksPerHour;) {
    const size_t pages = 1 + story_.random().Below(6);
    for (size_t i = 0; i < pages; ++i) {
      const size_t rank = std::min(story_.random().Below(std::size(kSites)), story_.random().Below(std::size(kSites)));
      Reach(process, t + static_cast<int64_t>(i) * 2 * kTicksPerSecond + Jitter(kTicksPerSecond), kSites[rank]);
    }
    if (story_.random().Below(12) == 0) {
      story_.Write(
          process, t + 3 * kTicksPerSecond,
          "C:\\Users\\" + host_->user + "\\Downloads\\report_" + std::to_string(story_.random().Below(900)) + ".pdf");
    }
    t += kTicksPerMinute + Jitter(story_.random().Below(8) == 0 ? kTicksPerHour : 6 * kTicksPerMinute);
  }
  story_.Exit(process, start_ + 10 * kTicksPerHour + Jitter(kTicksPerHour));
}

void HostDay::Development() {
  const Process* code =
      story_.Start(host_, story_.Shell(host_), start_ + Jitter(kTicksPerHour),
                   "C:\\Users\\" + host_->user + "\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe", "Code.exe");
  for (int64_t t = code->start + Jitter(20 * kTicksPerMinute); t < start_ + 9 * kTicksPerHour;
       t += 4 * kTicksPerMinute + Jitter(20 * kTicksPerMinute)) {
    const bool git = story_.random().Below(3) == 0;
    const Process* tool = story_.Start(
        host_, code, t, git ? "C:\\Program Files\\Git\\cmd\\git.exe" : "C:\\Program Files\\nodejs\\node.exe",
        git ? "git.exe fetch --all" : "node.exe npm-cli.js test");
    Reach(tool, t + kTicksPerSecond,
          git ? Site{"git.corp.example", "10.0.9.6"} : Site{"packages.corp.example", "10.0.9.8"});
    story_.Exit(tool, t + 5 * kTicksPerSecond + Jitter(kTicksPerMinute));
  }
}

void HostDay::Builds() {
  const Process* runner = story_.Start(host_, nullptr, start_, "C:\\actions-runner\\bin\\Runner.Worker.exe",
                                       "Runner.Worker.exe spawnclient 104 108", host_->user, false);
  for (int64_t t = start_ + Jitter(kTicksPerHour); t < start_ + kTicksPerDay;
       t += 5 * kTicksPerMinute + Jitter(kTicksPerHour)) {
    const Process* git =
        story_.Start(host_, runner, t, "C:\\Program Files\\Git\\cmd\\git.exe", "git.exe checkout --force");
    Reach(git, t + kTicksPerSecond, {"git.corp.example", "10.0.9.6"});
    story_.Exit(git, t + 8 * kTicksPerSecond);
    const Process* build = story_.Start(host_, runner, t + 10 * kTicksPerSecond, "C:\\Program Files\\nodejs\\node.exe",
                                        "node.exe npm-cli.js ci");
    Reach(build, t + 12 * kTicksPerSecond, {"packages.corp.example", "10.0.9.8"});
    story_.Exit(build, t + 2 * kTicksPerMinute + Jitter(3 * kTicksPerMinute));
  }
}

void HostDay::ScheduledJobs() {
  for (int64_t t = start_ + 5 * kTicksPerMinute; t < start_ + kTicksPerDay; t += 15 * kTicksPerMinute) {
    const Process* shell =
        story_.Start(host_, nullptr, t, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                     "powershell.exe -NonInteractive -File C:\\Scripts\\rotate-logs.ps1", "SYSTEM");
    story_.Script(
        shell, t + kTicksPerSecond / 2,
        "Get-ChildItem D:\\Logs -Filter *.log | Where-Object Length -gt 100MB | Move-Item -Destination D:\\Archive");
    Reach(shell, t + 2 * kTicksPerSecond, {"backup.corp.example", "10.0.9.9"});
    story_.Exit(shell, t + kTicksPerMinute);
  }
}

// Of ten hosts seven are a person's, one a developer's, one builds, one serves.
void TellHost(Story& story, size_t number, int64_t start) {
  const size_t role = number % 10;
  const char* prefix = role < 7 ? "PC-" : role == 7 ? "DEV-" : role == 8 ? "CI-" : "SRV-";
  const std::string digits = std::to_string(10'000 + number).substr(1);
  const std::string address = "10." + std::to_string(16 + number / 62'500 % 200) + "." +
                              std::to_string(number / 250 % 250) + "." + std::to_string(number % 250 + 1);
  const Host* host = story.AddHost(prefix + digits, address,
                                   role == 8   ? "svc-ci"
                                   : role == 9 ? "svc-backup"
                                               : "user" + digits);
  HostDay day(story, host, start);
  day.Services();
  if (role <= 7) day.Browsing();
  if (role == 7) day.Development();
  if (role == 8) day.Builds();
  if (role == 9) day.ScheduledJobs();
}

}  // namespace

void TellBackground(Story& story, int64_t start, size_t events) {
  const size_t wanted = story.events().size() + events;
  for (size_t number = 0; story.events().size() < wanted; ++number) {
    const size_t before = story.events().size();
    TellHost(story, number, start);
    if (story.events().size() > wanted) story.KeepEarliest(before, wanted - before);
  }
}

}  // namespace quarry::simulate
