// Lines of telemetry and random damage to them, for tests that compare two ways of reading the same text.
#pragma once

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace quarry {

inline constexpr std::array<std::string_view, 12> kTelemetryLines = {
    R"({"Timestamp":"2026-05-12T17:51:35.0858617Z","DeviceName":"wks-1477.corp.example","ActionType":"ConnectionSuccess","RemoteIP":"94.247.228.125","RemotePort":443,"RemoteUrl":"login.example.com","AdditionalFields":"{\"DnsQueryString\":\"a.workers.dev\",\"Ttl\":[1,2]}","ReportId":408578})",
    R"({"Timestamp":"2026-05-12T17:51:36.1Z","DeviceName":"wks-2","ActionType":"DnsQueryResponse","RemoteIP":null,"RemotePort":"53","RemoteUrl":"","AdditionalFields":{"DnsQueryString":"b.pages.dev","Ttl":[]},"ReportId":-1})",
    R"({"RemoteUrl":"https:\/\/c.workers.dev\/x","Timestamp":1778608295,"DeviceName":"wks-3","Extra":{"a":[{"b":[1,-2.5e+3,null,true]},"x\u0041\\\"\/"],"DeviceName":"inner"}})",
    R"({"Timestamp": "2026-05-12T17:51:35Z", "DeviceName": "wks-4", "RemotePort": 8.0e1, "RemoteUrl": "d.vercel.app", "IsUp": true})",
    R"({ "Timestamp" : "2026-05-12 17:51:35+02:00" , "RemotePort" : 443 , "IsUp" : false })",
    R"({"event_simpleName":"DnsRequest","timestamp":"1778608295123","DomainName":"e.netlify.app","aid":"0123456789abcdef","ContextProcessId":"123456789012"})",
    R"({"Timestamp":"2026-05-12T17:51:35Z","RemoteUrl":"\u0066.workers.dev","DeviceName":"caf\u00e9 \ud83d\ude00 é","Remote\u0055rl":"escaped key"})",
    R"({"DeviceName":"first","DeviceName":"last","AdditionalFields":{"DnsQueryString":"x"},"AdditionalFields":{"Ttl":[7]}})",
    R"({"C":"C:\\Windows\\System32\\cmd.exe /c \"echo\"\t\\","DeviceName":"trailing \\","RemotePort":0})",
    R"({})",
    R"({"":"empty name","RemotePort":12345678901234567890,"ReportId":0.1e-2,"IsUp":null})",
    R"([1,2])",
};

// One change to one line, valid JSON or not.
inline void Mutate(std::string& line, std::mt19937& random) {
  static constexpr std::string_view kBytes("\"\"\\\\{}[],:: \t\r\n019eE.+-tfnu/\0\x1f\x7f\xc3\x28\x80", 34);
  static constexpr std::array<std::string_view, 18> kTokens = {"null",
                                                               "true",
                                                               "-0",
                                                               "01",
                                                               "1e5",
                                                               "\"x\"",
                                                               "\"\\u0041\"",
                                                               "\"\\ud800\"",
                                                               "\"\\x\"",
                                                               "{\"DeviceName\":\"deep\"}",
                                                               "[[],{}]",
                                                               "\\/",
                                                               " ",
                                                               ",\"DeviceName\":\"again\"",
                                                               ",\"RemotePort\":1",
                                                               "\"\\\\\"",
                                                               "\xc3\xa9",
                                                               "\\u00"};
  const size_t at = line.empty() ? 0 : random() % line.size();
  switch (random() % 9) {
    case 0:
      line.insert(at, 1, kBytes[random() % kBytes.size()]);
      break;
    case 1:
      if (!line.empty()) line[at] = kBytes[random() % kBytes.size()];
      break;
    case 2:
      line.erase(at, 1 + random() % 3);
      break;
    case 3:
      line.insert(at, kTokens[random() % kTokens.size()]);
      break;
    case 4: {  // a value becomes another one
      const size_t colon = line.find(':', at);
      if (colon == std::string::npos) break;
      const size_t comma = line.find(',', colon);
      line.replace(colon + 1, (comma == std::string::npos ? line.size() - 1 : comma) - colon - 1,
                   kTokens[random() % kTokens.size()]);
      break;
    }
    case 5: {  // a letter as an escape
      if (line.empty()) break;
      static constexpr char kDigits[] = "0123456789abcdef";
      const unsigned char c = static_cast<unsigned char>(line[at]);
      line.replace(at, 1, std::string("\\u00") + kDigits[c >> 4] + kDigits[c & 15]);
      break;
    }
    case 6: {  // the members from a comma on go to the front
      const size_t comma = line.find(',', at);
      if (comma == std::string::npos || line.size() < 2) break;
      line = "{" + line.substr(comma + 1, line.size() - comma - 2) + "," + line.substr(1, comma - 1) + "}";
      break;
    }
    case 7: {  // a member less
      const size_t from = line.find(',', at);
      if (from == std::string::npos) break;
      const size_t to = line.find(',', from + 1);
      line.erase(from, (to == std::string::npos ? line.size() - 1 : to) - from);
      break;
    }
    default:
      line.append(random() % 2 ? "\r" : " ");
      break;
  }
}

}  // namespace quarry
