// Test files in the YAML of Atomic Red Team (github.com/redcanaryco/atomic-red-team, spec.yaml).
// Thread rule: values.
#pragma once

#include <string>
#include <vector>

#include "diag/diagnostic.h"

namespace quarry {

struct AtomicArgument {
  std::string name, description, type, default_value;
};

struct AtomicDependency {
  std::string description, check, install;  // prereq_command, get_prereq_command
};

struct AtomicTest {
  std::string name, guid, description;
  std::vector<std::string> platforms;
  std::vector<AtomicArgument> arguments;
  std::string dependency_executor;
  std::vector<AtomicDependency> dependencies;
  std::string executor;                 // "powershell", "command_prompt", "sh", "bash", "manual"
  std::string command, steps, cleanup;  // `steps` with manual, else `command`
  bool elevated = false;
  Span span;  // of the name
};

struct AtomicFile {
  std::string path, technique, display_name;
  std::vector<AtomicTest> tests;
  Span technique_span;
};

// Reads and checks a file as the project's own validator does: its members, and that each #{argument} of a command is
// declared and each declared one used. All errors are reported.
FailureOr<AtomicFile> LoadAtomics(const std::string& path, SourceMap& sources, DiagnosticList& diagnostics);

// The command with the arguments' default values in place of #{name}.
std::string WithDefaults(const AtomicTest& test, std::string_view command);

}  // namespace quarry
