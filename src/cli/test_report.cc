#include "cli/test_report.h"

#include <cstdio>

#include "diag/workflow_command.h"
#include "types/json.h"

namespace quarry {
namespace {

std::string NameOf(const PackCheck& check) {
  return check.test + " on " + check.input + ": " + check.what;
}

std::string_view OutcomeName(PackCheck::Outcome outcome) {
  return outcome == PackCheck::Outcome::kPassed ? "passed" : outcome == PackCheck::Outcome::kFailed ? "failed" : "todo";
}

uint32_t LineOf(const PackCheck& check, const SourceMap& sources) {
  return check.span.known() ? sources.Locate(check.span.source, check.span.start).line : 1;
}

std::string Summary(const TestCounts& counts) {
  std::string text = std::to_string(counts.passed) + " checks passed, " + std::to_string(counts.failed) + " failed";
  if (counts.todo > 0) text += ", " + std::to_string(counts.todo) + " todo";
  return text;
}

}  // namespace

TestCounts CountChecks(const std::vector<TestGroup>& groups) {
  TestCounts counts;
  for (const TestGroup& group : groups) {
    for (const PackCheck& check : group.checks) {
      ++(check.outcome == PackCheck::Outcome::kPassed   ? counts.passed
         : check.outcome == PackCheck::Outcome::kFailed ? counts.failed
                                                        : counts.todo);
    }
  }
  return counts;
}

std::string TestReportText(const std::vector<TestGroup>& groups, double seconds) {
  std::string out;
  for (const TestGroup& group : groups) {
    std::string failures;
    bool failed = false, todo = false;
    for (const PackCheck& check : group.checks) {
      failed |= check.outcome == PackCheck::Outcome::kFailed;
      todo |= check.outcome == PackCheck::Outcome::kTodo;
      if (check.outcome != PackCheck::Outcome::kPassed) failures += "  " + NameOf(check) + "\n" + check.failure;
    }
    char head[16];
    std::snprintf(head, sizeof head, "%-6s ", failed ? "FAILED" : todo ? "todo" : "ok");
    out += head + group.name + (group.about.empty() ? "" : "  " + group.about) + "\n" + failures;
  }
  out += Summary(CountChecks(groups));
  char time[32];
  std::snprintf(time, sizeof time, ", %.2f s", seconds);
  return out + (seconds < 0 ? "" : time) + "\n";
}

std::string TestReportJson(const std::vector<TestGroup>& groups, const SourceMap& sources) {
  const TestCounts counts = CountChecks(groups);
  std::string out = "{\"passed\":" + std::to_string(counts.passed) + ",\"failed\":" + std::to_string(counts.failed) +
                    ",\"todo\":" + std::to_string(counts.todo) + ",\"checks\":[";
  bool first = true;
  for (const TestGroup& group : groups) {
    for (const PackCheck& check : group.checks) {
      if (!first) out += ",\n";
      first = false;
      const auto member = [&](const char* name, std::string_view value) {
        out += std::string(",\"") + name + "\":";
        AppendJsonString(value, out);
      };
      out += "{\"outcome\":\"" + std::string(OutcomeName(check.outcome)) + "\"";
      member("pack", group.pack);
      member("test", check.test);
      member("input", check.input);
      member("what", check.what);
      member("file", check.path);
      out += ",\"line\":" + std::to_string(LineOf(check, sources));
      if (!check.failure.empty()) member("failure", check.failure);
      out += '}';
    }
  }
  return out + "]}\n";
}

std::string TestReportGithub(const std::vector<TestGroup>& groups, const SourceMap& sources) {
  std::string out;
  for (const TestGroup& group : groups) {
    for (const PackCheck& check : group.checks) {
      if (check.outcome == PackCheck::Outcome::kPassed) continue;
      std::string_view failure = check.failure;
      while (failure.ends_with('\n')) failure.remove_suffix(1);
      out += std::string(check.outcome == PackCheck::Outcome::kFailed ? "::error" : "::notice") +
             " file=" + WorkflowCommandText(check.path, true) + ",line=" + std::to_string(LineOf(check, sources)) +
             ",title=" + WorkflowCommandText(NameOf(check), true) + "::" + WorkflowCommandText(failure, false) + "\n";
    }
  }
  return out + Summary(CountChecks(groups)) + "\n";
}

}  // namespace quarry
