// quarry_bench_generate FILE BYTES [FORM]: NDJSON rows as Defender exports DeviceNetworkEvents, 28 fields, about 1.2 kB
// each. 0.5 % go to serverless platforms, as many to hosts that only look like it; a quarter of all are made by
// browsers. The same arguments give the same bytes. FORM: the same rows written otherwise: `reversed` keys, `shuffled`
// keys (another order in each row), `spaced` (white space behind colons and commas), `escaped` (in every 50th row
// letters as \u escapes). `month`: other rows, as of 30 days until 2026-05-12, in the order of their time but for some
// that came up to a minute late.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

uint64_t state = 0x9e3779b97f4a7c15u;
uint64_t Random() {  // xorshift64*
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 0x2545f4914f6cdd1du;
}
uint64_t Below(uint64_t bound) {
  return Random() % bound;
}
template <typename T, size_t kSize>
const T& Pick(const T (&items)[kSize]) {
  return items[Below(kSize)];
}

const char* const kServerless[] = {"api-%.workers.dev",
                                   "%.pages.dev",
                                   "us-central1-%.cloudfunctions.net",
                                   "%.lambda-url.us-east-1.on.aws",
                                   "%.execute-api.eu-west-1.amazonaws.com",
                                   "fn-%.azurewebsites.net",
                                   "%.azurecontainerapps.io",
                                   "%.netlify.app",
                                   "%.vercel.app",
                                   "script.google.com"};
const char* const kLookAlikes[] = {"%.notworkers.device.example", "%.vercel.apple.example", "netlify.apps.%.example",
                                   "%.azurewebsites.network.example", "Workers.dev-%.example"};
const char* const kBenign[] = {"outlook.office365.com",
                               "login.microsoftonline.com",
                               "www.google.com",
                               "settings-win.data.microsoft.com",
                               "ctldl.windowsupdate.com",
                               "github.com",
                               "api.github.com",
                               "slack.com",
                               "%.slack-edge.com",
                               "cdn-%.contoso.example",
                               "static.xx.fbcdn.net",
                               "graph.microsoft.com",
                               "update.%.example",
                               "teams.microsoft.com",
                               "s3-%.example",
                               "ocsp.digicert.com"};
struct Program {
  const char *name, *folder, *command, *company, *product, *parent;
};
const Program kPrograms[] = {
    {"chrome.exe", "c:\\\\program files\\\\google\\\\chrome\\\\application",
     "\\\"chrome.exe\\\" --type=utility --utility-sub-type=network.mojom.NetworkService --lang=en-US "
     "--service-sandbox-type=none --mojo-platform-channel-handle=2180",
     "Google LLC", "Google Chrome", "chrome.exe"},
    {"msedge.exe", "c:\\\\program files (x86)\\\\microsoft\\\\edge\\\\application",
     "\\\"msedge.exe\\\" --type=utility --utility-sub-type=network.mojom.NetworkService --lang=en-US "
     "--service-sandbox-type=none",
     "Microsoft Corporation", "Microsoft Edge", "msedge.exe"},
    {"svchost.exe", "c:\\\\windows\\\\system32", "svchost.exe -k netsvcs -p -s wlidsvc", "Microsoft Corporation",
     "Microsoft Windows Operating System", "services.exe"},
    {"OUTLOOK.EXE", "c:\\\\program files\\\\microsoft office\\\\root\\\\office16", "\\\"OUTLOOK.EXE\\\" /recycle",
     "Microsoft Corporation", "Microsoft Outlook", "explorer.exe"},
    {"Teams.exe", "c:\\\\users\\\\public\\\\appdata\\\\local\\\\microsoft\\\\teams\\\\current",
     "\\\"Teams.exe\\\" --type=utility --enable-wer --ms-teams-less-cors=522133263", "Microsoft Corporation",
     "Microsoft Teams", "Teams.exe"},
    {"node.exe", "c:\\\\program files\\\\nodejs",
     "node.exe C:\\\\build\\\\agent\\\\_work\\\\17\\\\s\\\\scripts\\\\deploy.js --stage prod", "OpenJS Foundation",
     "Node.js", "cmd.exe"},
    {"powershell.exe", "c:\\\\windows\\\\system32\\\\windowspowershell\\\\v1.0",
     "powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File C:\\\\ops\\\\health.ps1",
     "Microsoft Corporation", "Microsoft Windows Operating System", "taskeng.exe"},
    {"python.exe", "c:\\\\python311", "python.exe -m pip install --upgrade requests urllib3 certifi",
     "Python Software Foundation", "Python", "cmd.exe"},
    {"MsMpEng.exe", "c:\\\\programdata\\\\microsoft\\\\windows defender\\\\platform\\\\4.18.24040.4-0", "MsMpEng.exe",
     "Microsoft Corporation", "Microsoft Defender", "services.exe"},
    {"OneDrive.exe", "c:\\\\program files\\\\microsoft onedrive", "\\\"OneDrive.exe\\\" /background",
     "Microsoft Corporation", "Microsoft OneDrive", "explorer.exe"},
    {"firefox.exe", "c:\\\\program files\\\\mozilla firefox",
     "\\\"firefox.exe\\\" -contentproc --channel=4112.14.1 -isForBrowser -prefsHandle 3652", "Mozilla Corporation",
     "Firefox", "firefox.exe"},
    {"slack.exe", "c:\\\\users\\\\public\\\\appdata\\\\local\\\\slack\\\\app-4.38.121",
     "\\\"slack.exe\\\" --type=utility --utility-sub-type=network.mojom.NetworkService", "Slack Technologies Inc.",
     "Slack", "slack.exe"},
};

void AppendHex(std::string& out, int digits) {
  while (digits > 0) {
    uint64_t bits = Random();
    for (int i = 0; i < 16 && digits > 0; ++i, --digits, bits >>= 4) out += "0123456789abcdef"[bits & 15];
  }
}
void AppendPattern(std::string& out, const char* pattern) {
  for (; *pattern; ++pattern) {
    if (*pattern == '%')
      AppendHex(out, 6);
    else
      out += *pattern;
  }
}
void AppendNumber(std::string& out, uint64_t number, int digits) {
  char text[24];
  std::snprintf(text, sizeof text, "%0*llu", digits, static_cast<unsigned long long>(number));
  out += text;
}
// Ticks of a day of May 2026, with seven digits. Day 0 and those before it are of April.
void AppendTime(std::string& out, int day, uint64_t ticks) {
  out += day > 0 ? "2026-05-" : "2026-04-";
  AppendNumber(out, static_cast<uint64_t>(day > 0 ? day : day + 30), 2);
  out += 'T';
  const uint64_t seconds = ticks / 10000000;
  AppendNumber(out, seconds / 3600, 2);
  out += ':';
  AppendNumber(out, seconds / 60 % 60, 2);
  out += ':';
  AppendNumber(out, seconds % 60, 2);
  out += '.';
  AppendNumber(out, ticks % 10000000, 7);
  out += 'Z';
}

constexpr uint64_t kTicksPerDay = 864000000000u;

struct Time {
  int day;
  uint64_t ticks;
};
Time AnyTime() {
  const int day = Below(10) < 8 ? 12 : 11;
  return {day, Below(kTicksPerDay)};
}
// Of the row that stands at `part` (0 to 1) of the month.
Time MonthTime(double part) {
  constexpr int kFirstDay = -17, kDays = 30;
  auto ticks = static_cast<uint64_t>(part * kDays * static_cast<double>(kTicksPerDay));
  if (Below(20) == 0) ticks -= std::min<uint64_t>(ticks, Below(60 * 10000000u));
  ticks = std::min(ticks, kDays * kTicksPerDay - 1);
  return {kFirstDay + static_cast<int>(ticks / kTicksPerDay), ticks % kTicksPerDay};
}

void AppendRow(std::string& out, const Time* given = nullptr) {
  const Program& program = Pick(kPrograms);
  const uint64_t kind = Below(1000);
  const auto [day, ticks] = given != nullptr ? *given : AnyTime();
  const uint64_t device = Below(4000), user = Below(3000);
  out += "{\"Timestamp\":\"";
  AppendTime(out, day, ticks);
  out += "\",\"DeviceId\":\"";
  AppendHex(out, 40);
  out += "\",\"DeviceName\":\"wks-";
  AppendNumber(out, device, 4);
  out += ".corp.contoso.example\",\"ActionType\":\"ConnectionSuccess\",\"RemoteIP\":\"";
  for (int i = 0; i < 4; ++i) (out += i ? "." : "") += std::to_string(1 + Below(254));
  out += "\",\"RemotePort\":";
  out += Below(10) ? "443" : "80";
  out += ",\"RemoteUrl\":\"";
  AppendPattern(out, kind < 5 ? Pick(kServerless) : kind < 10 ? Pick(kLookAlikes) : Pick(kBenign));
  if (Below(50) == 0) out += "/v1/status";
  out += "\",\"LocalIP\":\"10." + std::to_string(Below(256)) + "." + std::to_string(Below(256)) + "." +
         std::to_string(Below(256));
  out += "\",\"LocalPort\":" + std::to_string(49152 + Below(16000));
  out += ",\"Protocol\":\"Tcp\",\"LocalIPType\":\"Private\",\"RemoteIPType\":\"Public\",\"InitiatingProcessSHA1\":\"";
  AppendHex(out, 40);
  out += "\",\"InitiatingProcessSHA256\":\"";
  AppendHex(out, 64);
  out += "\",\"InitiatingProcessMD5\":\"";
  AppendHex(out, 32);
  ((out += "\",\"InitiatingProcessFileName\":\"") += program.name) += "\",\"InitiatingProcessFileSize\":";
  out += std::to_string(20000 + Below(4000000));
  ((out += ",\"InitiatingProcessVersionInfoCompanyName\":\"") += program.company) +=
      "\",\"InitiatingProcessVersionInfoProductName\":\"";
  ((out += program.product) += "\",\"InitiatingProcessId\":") += std::to_string(400 + Below(30000));
  ((out += ",\"InitiatingProcessCommandLine\":\"") += program.command) += "\",\"InitiatingProcessCreationTime\":\"";
  AppendTime(out, 11, Below(864000000000u));
  (((out += "\",\"InitiatingProcessFolderPath\":\"") += program.folder) += "\\\\") += program.name;
  ((out += "\",\"InitiatingProcessParentFileName\":\"") += program.parent) += "\",\"InitiatingProcessParentId\":";
  out += std::to_string(400 + Below(30000));
  out += ",\"InitiatingProcessAccountDomain\":\"contoso\",\"InitiatingProcessAccountName\":\"user";
  AppendNumber(out, user, 4);
  out += "\",\"InitiatingProcessAccountSid\":\"S-1-5-21-1004336348-1177238915-682003330-";
  AppendNumber(out, 1000 + user, 4);
  out += "\",\"InitiatingProcessAccountUpn\":\"user";
  AppendNumber(out, user, 4);
  out += "@contoso.example\",\"ReportId\":";
  out += std::to_string(Below(1000000)) + "}\n";
}

// The members of a row that AppendRow made.
std::vector<std::string_view> MembersOf(std::string_view row) {
  std::vector<std::string_view> members;
  row = row.substr(1, row.size() - 3);  // without braces and line end
  for (size_t at; (at = row.find(",\"")) != std::string_view::npos; row.remove_prefix(at + 1))
    members.push_back(row.substr(0, at));
  members.push_back(row);
  return members;
}

void AppendSpaced(std::string& out, std::string_view member) {
  const size_t colon = member.find("\":") + 2;
  (out.append(member.substr(0, colon)) += ' ').append(member.substr(colon));
}

// Letters of the row's strings as escapes: keys and the punctuation between stay.
void AppendEscaped(std::string& out, std::string_view member) {
  const size_t colon = member.find("\":") + 2;
  out.append(member.substr(0, colon));
  for (const char c : member.substr(colon)) {
    if (c == 'o')
      out += "\\u006f";
    else
      out += c;
  }
}

std::string Rewritten(std::string_view row, std::string_view form, uint64_t number) {
  std::vector<std::string_view> members = MembersOf(row);
  const bool spaced = form == "spaced", escaped = form == "escaped" && number % 50 == 0;
  if (form == "reversed") std::reverse(members.begin(), members.end());
  if (form == "shuffled") {
    uint64_t order = number;
    for (size_t i = members.size() - 1; i > 0; --i) {
      order = order * 6364136223846793005u + 1442695040888963407u;
      std::swap(members[i], members[(order >> 33) % (i + 1)]);
    }
  }
  std::string out = "{";
  for (size_t i = 0; i < members.size(); ++i) {
    if (i > 0) out += spaced ? ", " : ",";
    if (spaced)
      AppendSpaced(out, members[i]);
    else if (escaped)
      AppendEscaped(out, members[i]);
    else
      out += members[i];
  }
  return out + "}\n";
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view form = count > 3 ? arguments[3] : "plain";
  const bool month = form == "month";
  const bool known =
      month || form == "plain" || form == "reversed" || form == "shuffled" || form == "spaced" || form == "escaped";
  if (count < 3 || count > 4 || !known) {
    std::fprintf(stderr, "usage: quarry_bench_generate FILE BYTES [reversed|shuffled|spaced|escaped|month]\n");
    return 3;
  }
  std::FILE* file = std::fopen(arguments[1], "wb");
  if (file == nullptr) {
    std::perror(arguments[1]);
    return 3;
  }
  const uint64_t wanted = std::strtoull(arguments[2], nullptr, 10);
  std::string out, row;
  uint64_t rows = 0;
  for (uint64_t written = 0; written < wanted;) {  // bytes of the plain form, so that each form has the same rows
    out.clear();
    while (out.size() < (1 << 20) && written < wanted) {
      row.clear();
      const Time time = month ? MonthTime(static_cast<double>(written) / static_cast<double>(wanted)) : Time{};
      AppendRow(row, month ? &time : nullptr);
      written += row.size();
      out += form == "plain" || month ? row : Rewritten(row, form, rows++);
    }
    if (std::fwrite(out.data(), 1, out.size(), file) != out.size()) {
      std::perror(arguments[1]);
      return 3;
    }
  }
  return std::fclose(file) == 0 ? 0 : 3;
}
