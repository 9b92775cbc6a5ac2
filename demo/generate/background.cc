// An ordinary working day: browsing, updates, chat, development, administration. Nothing of it is a finding.
#include <cstdio>

#include "generate/day.h"
#include "types/ticks.h"

namespace quarry::demo {

namespace {

struct Site {
  const char* name;
  const char* address;
};
constexpr Site kSites[] = {
    {"intranet.corp.example", "10.0.9.1"}, {"mail.corp.example", "10.0.9.2"},
    {"news.example", "192.0.2.10"},        {"www.weather.example", "192.0.2.11"},
    {"cdn.news.example", "192.0.2.12"},    {"shop.example", "192.0.2.13"},
    {"static.shop.example", "192.0.2.14"}, {"maps.example", "192.0.2.15"},
    {"search.example", "192.0.2.16"},      {"wiki.example.org", "192.0.2.17"},
    {"video.example.net", "192.0.2.18"},   {"img.video.example.net", "192.0.2.19"},
    {"bank.example", "192.0.2.20"},        {"travel.example.org", "192.0.2.21"},
    {"forum.example.net", "192.0.2.22"},   {"team-handbook.pages.dev", "203.0.113.50"},
    {"blog.example.org", "192.0.2.23"},    {"fonts.example.net", "192.0.2.24"},
};

struct Agent {  // software that calls home at its own pace
  const char* image;
  const char* command_line;
  const char* user;
  const char* name;
  const char* address;
  int minutes;
};
constexpr Agent kAgents[] = {
    {"C:\\Program Files (x86)\\Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe",
     "MicrosoftEdgeUpdate.exe /ua /installsource scheduler", "SYSTEM", "msedge.api.cdp.microsoft.com", "198.51.100.1",
     300},
    {"C:\\Windows\\System32\\svchost.exe", "svchost.exe -k netsvcs -p -s wuauserv", "SYSTEM",
     "fe3.delivery.mp.microsoft.com", "198.51.100.2", 240},
    {"C:\\Program Files\\Corp Agent\\inventory.exe", "inventory.exe --report", "SYSTEM", "inventory.corp.example",
     "10.0.9.5", 60},
    {"C:\\Program Files\\WindowsApps\\MSTeams_24\\ms-teams.exe", "ms-teams.exe", "", "teams.microsoft.com",
     "198.51.100.3", 25},
    {"C:\\Users\\Public\\slack\\slack.exe", "slack.exe --startup", "", "wss-primary.slack.com", "198.51.100.4", 40},
    {"C:\\Program Files\\Microsoft OneDrive\\OneDrive.exe", "OneDrive.exe /background", "", "onedrive.live.com",
     "198.51.100.5", 35},
};

constexpr const char* kBrowsers[][2] = {
    {"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
     "\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\" --type=utility"},
    {"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
     "\"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe\""},
    {"C:\\Program Files\\Mozilla Firefox\\firefox.exe", "\"C:\\Program Files\\Mozilla Firefox\\firefox.exe\""},
};

constexpr struct {
  const char* name;
  const char* address;
  const char* user;
} kHosts[] = {
    {"WS-011", "10.0.0.11", "bob"},         {"WS-017", "10.0.0.17", "carol"}, {"WS-023", "10.0.0.23", "dave"},
    {"WS-031", "10.0.0.31", "erin"},        {"WS-042", "10.0.0.42", "alice"}, {"WS-055", "10.0.0.55", "frank"},
    {"DEV-003", "10.0.1.3", "grace"},       {"DEV-008", "10.0.1.8", "heidi"}, {"BUILD-01", "10.0.2.10", "svc-ci"},
    {"SRV-FILE", "10.0.3.5", "svc-backup"},
};

}  // namespace

void AddHosts(Story& story) {
  for (const auto& host : kHosts) story.AddHost(host.name, host.address, host.user);
}

void TellBackground(Story& story, int64_t day) {
  const auto jitter = [&](int64_t seconds) {
    return static_cast<int64_t>(story.random().Below(static_cast<uint64_t>(seconds * kTicksPerSecond)));
  };

  for (const Host& host : story.hosts()) {
    const bool person = host.name[0] == 'W' || host.name[0] == 'D';
    // Agents run all day on every host, chat and files only where somebody works.
    for (const Agent& agent : kAgents) {
      if (agent.user[0] == '\0' && !person) continue;
      const bool resident = agent.minutes < 60;
      const Process* process = nullptr;
      for (int64_t t = day + jitter(agent.minutes * 60); t < day + kTicksPerDay;
           t += agent.minutes * kTicksPerMinute + jitter(600)) {
        if (process == nullptr || !resident) {
          process = story.Start(&host, resident ? story.Shell(&host) : nullptr, t, agent.image, agent.command_line,
                                agent.user);
        }
        story.Visit(process, t + kTicksPerSecond, agent.name, agent.address);
        if (!resident) story.Exit(process, t + 20 * kTicksPerSecond);
      }
    }
    if (!person) continue;
    // Browsing between eight and six, in bursts.
    const auto& browser = kBrowsers[story.random().Below(3)];
    const Process* process =
        story.Start(&host, story.Shell(&host), day + 8 * kTicksPerHour + jitter(1800), browser[0], browser[1]);
    for (int64_t t = process->start + jitter(300); t < day + 18 * kTicksPerHour;
         t += 60 * kTicksPerSecond + jitter(1500)) {
      const size_t pages = 1 + story.random().Below(4);
      for (size_t k = 0; k < pages; ++k) {
        const Site& site = kSites[story.random().Below(std::size(kSites))];
        story.Visit(process, t + static_cast<int64_t>(k) * kTicksPerSecond + jitter(1), site.name, site.address);
      }
      if (story.random().Below(12) == 0) {
        story.Write(process, t + 3 * kTicksPerSecond,
                    "C:\\Users\\" + host.user + "\\Downloads\\report_" +
                        std::to_string(story.random().Below(900) + 100) + ".pdf");
      }
    }
    story.Exit(process, day + 18 * kTicksPerHour + jitter(1800));
  }

  // Developers: editors, package tools, test runs against local servers.
  for (const char* name : {"DEV-003", "DEV-008"}) {
    const Host* host = story.FindHost(name);
    const Process* code =
        story.Start(host, story.Shell(host), day + 8 * kTicksPerHour + jitter(3600),
                    "C:\\Users\\" + host->user + "\\AppData\\Local\\Programs\\Microsoft VS Code\\Code.exe", "Code.exe");
    for (int i = 0; i < 24; ++i) {
      const int64_t t = code->start + (i + 1) * 20 * kTicksPerMinute + jitter(600);
      const Process* node = story.Start(host, code, t, "C:\\Program Files\\nodejs\\node.exe",
                                        i % 3 ? "node.exe server.js" : "node.exe npm-cli.js ci");
      story.Visit(node, t + kTicksPerSecond, i % 3 ? "api.test.corp.example" : "packages.corp.example",
                  i % 3 ? "10.0.9.7" : "10.0.9.8");
      story.Exit(node, t + 3 * kTicksPerMinute);
    }
  }
  // Administration from the file server: scheduled PowerShell against internal names.
  const Host* server = story.FindHost("SRV-FILE");
  for (int hour = 0; hour < 24; ++hour) {
    const int64_t t = day + hour * kTicksPerHour + 5 * kTicksPerMinute;
    const Process* shell =
        story.Start(server, nullptr, t, "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
                    "powershell.exe -NonInteractive -File C:\\Scripts\\rotate-logs.ps1", "SYSTEM");
    story.Script(
        shell, t + kTicksPerSecond / 2,
        "Get-ChildItem D:\\Logs -Filter *.log | Where-Object Length -gt 100MB | Move-Item -Destination D:\\Archive");
    story.Visit(shell, t + 2 * kTicksPerSecond, "backup.corp.example", "10.0.9.9");
    story.Exit(shell, t + kTicksPerMinute);
  }
}

}  // namespace quarry::demo
