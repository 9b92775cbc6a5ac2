// The skeleton of a package. Its rules look for a made-up program, so that nothing real is claimed by default.
#include "packs/new_pack.h"

#include <filesystem>

#include "packs/attack.h"
#include "packs/files.h"
#include "packs/schema/shape.h"
#include "syntax/yaml/yaml.h"

namespace quarry {
namespace {

struct SkeletonFile {
  std::string_view name;
  std::string_view text;  // with @ID@, @TITLE@, @TECHNIQUE@, @TAG@, @AUTHOR@, @DATE@, @GUID1@, @GUID2@
};

constexpr SkeletonFile kFiles[] = {
    {"pack.yaml", R"(format: 1
id: @ID@
title: @TITLE@
version: 0.1.0
status: experimental
authors: [@AUTHOR@]
created: @DATE@
modified: @DATE@
goal: Find example-tool.exe, a program that stands for what this package is about.
abstract: >-
  What adversaries do, and how the rules find it.
technical_context: >-
  What a reader must know to judge it: which telemetry shows the behaviour, and what it does not show.
attack:
  attributed:
    - {id: @TECHNIQUE@, name: @TECHNIQUE@, tactics: [execution]}
  observed:
    - {id: @TECHNIQUE@, name: @TECHNIQUE@, tactics: [execution]}
severity: medium
confidence: medium
risk: {level: medium, score: 50}
priority: {level: medium, rationale: "How soon a finding is to be looked at, and why."}
data_needs:
  - table: DeviceProcessEvents
    product: Microsoft Defender for Endpoint
    columns: [Timestamp, DeviceName, AccountName, FileName, FolderPath, ProcessCommandLine, InitiatingProcessFileName]
    platforms: [windows]
  - table: ProcessRollup2
    product: CrowdStrike Falcon
    columns: [ComputerName, UserName, ImageFileName, CommandLine]
    platforms: [windows]
  - table: Sysmon 1 (process creation)
    product: Sysinternals Sysmon
    columns: [Computer, User, Image, CommandLine]
    platforms: [windows]
rules:
  - file: rules/example.kql
    id: @ID@.kql
    title: Example tool started (KQL)
    schedule: {frequency: 1h, lookback: 2h, trigger: rows > 0}
    entities:
      - {type: host, columns: [DeviceName]}
      - {type: account, columns: [AccountName]}
      - {type: process, columns: [FolderPath]}
    alert: {title: "{FolderPath} started on {DeviceName}"}
  - file: rules/example.cql
    id: @ID@.cql
    title: Example tool started (CQL)
    schedule: {frequency: 1h, lookback: 2h, trigger: rows > 0}
    entities:
      - {type: host, columns: [ComputerName]}
      - {type: account, columns: [UserName]}
      - {type: process, columns: [ImageFileName]}
    alert: {title: "{ImageFileName} started on {ComputerName}"}
  - file: rules/example.yml
    schedule: {frequency: 1h, lookback: 2h, trigger: rows > 0}
    entities:
      - {type: host, columns: [Computer]}
      - {type: account, columns: [User]}
      - {type: process, columns: [Image]}
    alert: {title: "{Image} started on {Computer}"}
blind_spots:
  - A program under another name is not found.
false_positives:
  - category: Administrators
    description: Administrators who use the program on purpose.
guides:
  investigation: guides/investigation.md
  response: guides/response.md
  tuning: guides/tuning.md
atomics: [atomics/@TECHNIQUE@.yaml]
references:
  - {url: "@URL@", title: "MITRE ATT&CK: @TECHNIQUE@"}
changes:
  - version: 0.1.0
    date: @DATE@
    changes: [First version.]
)"},
    {"rules/example.kql", R"(// Starts of example-tool.exe.
DeviceProcessEvents
| where FileName =~ "example-tool.exe"
| project Timestamp, DeviceName, AccountName, FolderPath, ProcessCommandLine, ParentFileName = InitiatingProcessFileName
)"},
    {"rules/example.cql", R"(// Starts of example-tool.exe.
#event_simpleName=ProcessRollup2
| ImageFileName=/[\\\/]example-tool\.exe$/i
| select([@timestamp, ComputerName, UserName, ImageFileName, CommandLine])
)"},
    {"rules/example.yml", R"(title: Example Tool Started
id: @GUID1@
status: experimental
description: A start of example-tool.exe.
references:
    - @URL@
author: @AUTHOR@
date: @DATE@
tags:
    - attack.execution
    - attack.@TAG@
logsource:
    product: windows
    category: process_creation
detection:
    selection:
        Image|endswith: '\example-tool.exe'
    condition: selection
fields:
    - Image
    - CommandLine
    - User
falsepositives:
    - Administrators who use the program on purpose
level: medium
)"},
    {"tests/positive.yaml", R"(about: the program is started
inputs:
  sysmon: |
    {"TimeCreated":"2026-03-02T09:00:00Z","EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"WS-01","EventData":{"UtcTime":"2026-03-02 09:00:00.000","ProcessId":4000,"Image":"C:\\Tools\\example-tool.exe","CommandLine":"example-tool.exe /x","User":"CORP\\eve","ParentImage":"C:\\Windows\\explorer.exe"}}
expect:
  - {host: WS-01, process: example-tool.exe}
)"},
    {"tests/negative.yaml", R"(about: a program whose name only ends alike
inputs:
  sysmon: |
    {"TimeCreated":"2026-03-02T09:00:00Z","EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Computer":"WS-01","EventData":{"UtcTime":"2026-03-02 09:00:00.000","ProcessId":4001,"Image":"C:\\Tools\\my-example-tool.exe","CommandLine":"my-example-tool.exe","User":"CORP\\eve","ParentImage":"C:\\Windows\\explorer.exe"}}
expect: []
)"},
    {"guides/investigation.md", R"(# Investigating a finding

## First look

Who started the program, from which folder, with which arguments?

## Evidence

The file, its hash and signature; the process tree; what it wrote and contacted.

## Scope

The same file and command line on other hosts; what happened on the host before and after.

## Verdict

Benign when an administrator confirms the use; malicious when nobody does.
)"},
    {"guides/response.md", R"(# Response playbook

## Preserve

Keep memory, event logs and the file before anything is changed.

## Contain

Isolate the host; end what restarts the program first.

## Eradicate

Remove the file and its persistence on all hosts in scope.

## Recover

Return the host from a clean image and watch it.

## Report

Write down times, scope and what the rules missed.
)"},
    {"guides/tuning.md", R"(# Tuning guide

## Administrators

Name the account, the folder and the device group together; never the program's name alone.
)"},
    {"atomics/@TECHNIQUE@.yaml", R"(attack_technique: @TECHNIQUE@
display_name: @TECHNIQUE@
atomic_tests:
- name: Start a copy of a harmless program as example-tool.exe
  auto_generated_guid: @GUID2@
  description: |
    Copies whoami.exe to the temporary folder as example-tool.exe and starts it.
  supported_platforms:
  - windows
  input_arguments:
    image:
      description: Where the copy is put
      type: path
      default: '%TEMP%\example-tool.exe'
  executor:
    name: command_prompt
    elevation_required: false
    command: |
      copy /y "%SystemRoot%\System32\whoami.exe" "#{image}" >nul
      "#{image}"
    cleanup_command: |
      del /q "#{image}" >nul 2>&1
)"},
};

// A GUID that follows from the text, so that the same request gives the same package.
std::string GuidOf(std::string_view text) {
  constexpr char kDigits[] = "0123456789abcdef";
  uint64_t hash[2] = {0xcbf29ce484222325u, 0x84222325cbf29ce4u};
  for (const char c : text) {
    for (uint64_t& part : hash) part = (part ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    hash[1] ^= hash[0] >> 32;
  }
  std::string guid;
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) guid += '-';
    guid += i == 12 ? '4' : i == 16 ? 'a' : kDigits[(hash[i / 16] >> (4 * (i % 16))) & 15];
  }
  return guid;
}

std::string Filled(std::string_view text, const std::vector<std::pair<std::string, std::string>>& values) {
  std::string out(text);
  for (const auto& [name, value] : values) {
    for (size_t at = out.find(name); at != std::string::npos; at = out.find(name, at + value.size()))
      out.replace(at, name.size(), value);
  }
  return out;
}

// Text for YAML in double quotes.
std::string Quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return out + "\"";
}

bool Fits(Shape::Kind kind, const std::string& text) {
  const Shape shape{.kind = kind};
  yaml::Node node;
  node.kind = yaml::Node::Kind::kScalar;
  node.text = text;
  DiagnosticList diagnostics;
  return CheckShape(node, shape, diagnostics);
}

}  // namespace

Result<std::vector<std::string>> WriteNewPack(const NewPack& request, const std::string& folder) {
  if (!Fits(Shape::Kind::kId, request.id))
    return Error{"`" + request.id + "` is no id: letters, digits, `.`, `_` and `-`"};
  if (!Fits(Shape::Kind::kTechnique, request.technique))
    return Error{"`" + request.technique + "` is no technique of ATT&CK, such as T1059.001"};
  const std::string technique = AttackId(request.technique);
  std::string tag = technique;
  tag[0] = 't';
  const std::vector<std::pair<std::string, std::string>> values = {
      {"@ID@", request.id},
      {"@TITLE@", Quoted(request.title.empty() ? request.id : request.title)},
      {"@TECHNIQUE@", technique},
      {"@TAG@", tag},
      {"@AUTHOR@", Quoted(request.author)},
      {"@DATE@", request.date},
      {"@URL@", AttackUrl(technique)},
      {"@GUID1@", GuidOf(request.id + " rule")},
      {"@GUID2@", GuidOf(request.id + " atomic")}};
  const std::string root = JoinPath(folder, request.id);
  if (PathExists(root)) return Error{root + ": exists already"};
  std::vector<std::string> written;
  for (const SkeletonFile& file : kFiles) {
    const std::string path = JoinPath(root, Filled(file.name, values));
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path(), error);
    Result<void> result = WriteWholeFile(path, Filled(file.text, values));
    if (!result) return result.error();
    written.push_back(path);
  }
  return written;
}

}  // namespace quarry
