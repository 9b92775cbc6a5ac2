// The four validation tests of the T1583.007 package with their variants, and what must not be mistaken for them.
#include "generate/day.h"
#include "types/ticks.h"

namespace quarry::demo {

namespace {
constexpr int64_t kSecond = kTicksPerSecond;
const char* const kPowerShell = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
const char* const kCmd = "C:\\Windows\\System32\\cmd.exe";
const char* const kCurl = "C:\\Windows\\System32\\curl.exe";
const char* const kPython = "C:\\Program Files\\Python312\\python.exe";
}  // namespace

void TellTests(Story& story, int64_t day) {
  const auto at = [&](int hour, int minute, int second = 0) {
    return day + hour * kTicksPerHour + minute * kTicksPerMinute + second * kSecond;
  };
  const Host* alice = story.FindHost("WS-042");
  const Host* frank = story.FindHost("WS-055");
  const Host* dave = story.FindHost("WS-023");
  const std::string worker = "status.field-notes.workers.dev", worker_address = "203.0.113.10";

  {  // T1: PowerShell beacons to a Cloudflare worker, a look-up and a connection a beat.
    const std::string loop = "1..5|%{Invoke-WebRequest -UseBasicParsing https://" + worker + "/b;Start-Sleep 30}";
    const Process* shell = story.Start(alice, story.Shell(alice), at(9, 12), kPowerShell,
                                       "powershell.exe -NoProfile -Command \"" + loop + "\"");
    story.Script(shell, at(9, 12) + 400 * kTicksPerMillisecond, loop);
    for (int beat = 0; beat < 5; ++beat) story.Visit(shell, at(9, 12, 1 + 30 * beat), worker, worker_address);
    story.Exit(shell, at(9, 14, 32));
  }
  {  // T1b: the same from Windows PowerShell's cache: two look-ups and one connection for five beats.
    const Process* shell = story.Start(frank, story.Shell(frank), at(10, 3), kPowerShell,
                                       "powershell.exe -File C:\\Users\\frank\\Documents\\sync.ps1");
    story.Visit(shell, at(10, 3, 1), worker, worker_address);
    story.Lookup(shell, at(10, 5, 2), worker, worker_address);
    story.Exit(shell, at(10, 5, 40));
  }
  {  // T2: the suffix of the textbook does not exist: look-ups fail and nothing connects.
    const std::string host = "abcde12345fghij.lambda-url.us-east-1.amazonaws.com";
    const Process* python =
        story.Start(dave, story.Shell(dave), at(10, 20), kPython, "python.exe poll.py https://" + host + "/");
    for (int beat = 0; beat < 5; ++beat) story.Lookup(python, at(10, 20, 1 + 10 * beat), host, {}, 9003);
    story.Exit(python, at(10, 20, 50));
  }
  {  // T2b: a real function URL.
    const std::string host = "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6.lambda-url.us-east-1.on.aws";
    const Process* python =
        story.Start(dave, story.Shell(dave), at(10, 40), kPython, "python.exe poll.py https://" + host + "/");
    for (int beat = 0; beat < 5; ++beat) story.Visit(python, at(10, 40, 1 + 20 * beat), host, "198.51.100.20");
    story.Exit(python, at(10, 42, 10));
  }
  {  // T3: a script host calls a Google Apps Script, which answers with a redirect.
    const std::string script = "C:\\Users\\alice\\AppData\\Local\\Temp\\invoice_view.js";
    const Process* cmd = story.Start(
        alice, story.Shell(alice), at(11, 5), kCmd,
        "cmd.exe /c echo var x=new ActiveXObject('MSXML2.XMLHTTP') > " + script + " & wscript.exe " + script);
    story.Write(cmd, at(11, 5) + 200 * kTicksPerMillisecond, script);
    const Process* wscript = story.Start(alice, cmd, at(11, 5) + 500 * kTicksPerMillisecond,
                                         "C:\\Windows\\System32\\wscript.exe", "wscript.exe " + script);
    story.Lookup(wscript, at(11, 5, 1), "script.google.com", "203.0.113.30");
    story.Connect(wscript, at(11, 5, 1) + kSecond / 10, "script.google.com", "203.0.113.30", 443,
                  "lhr25s31-in-f14.1e100.net");
    story.Lookup(wscript, at(11, 5, 2), "script.googleusercontent.com", "203.0.113.31", 0,
                 "googlehosted.l.googleusercontent.com");
    story.Connect(wscript, at(11, 5, 2) + kSecond / 10, "script.googleusercontent.com", "203.0.113.31", 443,
                  "lhr25s32-in-f1.1e100.net");
    story.Exit(wscript, at(11, 5, 4));
    story.Exit(cmd, at(11, 5, 4));
  }
  {  // T4: a new curl for every beat, so that no process is seen twice.
    const std::string host = "us-central1-ledger-sync.cloudfunctions.net";
    const Process* cmd =
        story.Start(frank, story.Shell(frank), at(13, 30), kCmd,
                    "cmd.exe /c for /L %i in (1,1,4) do (curl.exe -s https://" + host + "/poll & timeout 60)");
    for (int beat = 0; beat < 4; ++beat) {
      const Process* curl =
          story.Start(frank, cmd, at(13, 30 + beat, 1), kCurl, "curl.exe -s https://" + host + "/poll");
      story.Visit(curl, at(13, 30 + beat, 1) + kSecond / 2, host, "203.0.113.40");
      story.Exit(curl, at(13, 30 + beat, 3));
    }
    story.Exit(cmd, at(13, 34, 5));
  }
  {  // N1: somebody reads a site that is hosted on such a platform.
    const Process* chrome =
        story.Start(alice, story.Shell(alice), at(8, 50), "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
                    "\"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe\"");
    story.Visit(chrome, at(8, 51), "team-handbook.pages.dev", "203.0.113.50");
    story.Visit(chrome, at(8, 58), "status-board.vercel.app", "203.0.113.51");
    story.Visit(chrome, at(14, 12), "docs.field-notes.workers.dev", "203.0.113.10");
  }
  {  // N2: names that only look like the platforms'.
    const char* const kNames[] = {"notworkers.dev", "my-workers.dev", "workers.dev.evil.example",
                                  "lambda-url.evil.example"};
    int second = 0;
    for (const char* name : kNames) {
      const Process* shell = story.Start(alice, story.Shell(alice), at(15, 1, second), kPowerShell,
                                         std::string("powershell.exe iwr https://") + name + "/");
      story.Visit(shell, at(15, 1, second) + kSecond / 2, name, "192.0.2.66");
      story.Exit(shell, at(15, 1, second + 2));
      second += 5;
    }
  }
  {  // N3: a build job deploys a function. Its runner is older than the telemetry.
    const Host* build = story.FindHost("BUILD-01");
    const Process* runner = story.Start(build, nullptr, 0, "C:\\actions-runner\\bin\\Runner.Worker.exe",
                                        "Runner.Worker.exe spawnclient 104 108", "svc-ci", false);
    const Process* node =
        story.Start(build, runner, at(16, 20), "C:\\Program Files\\nodejs\\node.exe", "node.exe deploy.js", "svc-ci");
    story.Visit(node, at(16, 20, 1), "x1y2z3.execute-api.eu-west-1.amazonaws.com", "198.51.100.77");
    story.Exit(node, at(16, 20, 30));
  }
  {  // P5: an implant that calls itself a browser.
    const Process* fake = story.Start(frank, story.Shell(frank), at(17, 45),
                                      "C:\\Users\\frank\\AppData\\Local\\Temp\\chrome.exe", "chrome.exe -k");
    story.Visit(fake, at(17, 45, 1), worker, worker_address);
    story.Exit(fake, at(17, 45, 9));
  }
}

}  // namespace quarry::demo
