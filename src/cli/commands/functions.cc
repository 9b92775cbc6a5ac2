// `quarry functions`: the functions and operators that Quarry runs, from their definitions; also as reference pages.
#include <CLI/CLI.hpp>

#include <memory>

#include "base/ascii.h"
#include "cli/command.h"
#include "cli/query_text.h"
#include "cli/reference.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "types/json.h"

namespace quarry {
namespace {

struct Options {
  std::string name;
  std::string language;
  bool operators = false;
  bool markdown = false;
};

void PrintOne(const ReferenceEntry& entry) {
  std::printf("%s (%s, %s)\n", entry.name.c_str(), entry.kind.c_str(), std::string(LanguageName(entry.lang)).c_str());
  if (!entry.syntax.empty()) std::printf("  %s\n", entry.syntax.c_str());
  std::printf("\n%s\n", entry.doc.c_str());
  if (!entry.example.empty()) std::printf("\nexample:\n  %s\n", entry.example.c_str());
}

int ShowOne(const Options& options, const std::vector<ReferenceEntry>& entries) {
  bool found = false;
  NameSuggester suggester(options.name);
  for (const ReferenceEntry& entry : entries) {
    suggester.Consider(entry.name);
    if (entry.name != options.name) continue;
    if (found) std::printf("\n");
    found = true;
    PrintOne(entry);
  }
  if (found) return kExitOk;
  std::string message = "no function or operator `" + options.name + "`";
  if (!suggester.best().empty()) message += "; a similar one exists: `" + std::string(suggester.best()) + "`";
  PrintError(message);
  return kExitUsage;
}

void PrintList(const std::vector<ReferenceEntry>& entries) {
  if (IsTerminal(stdout)) {
    TextTable table({{"name"}, {"language"}, {"kind"}, {"meaning"}},
                    {.width = TerminalWidth(stdout), .color = ColorOnStdout()});
    for (const ReferenceEntry& e : entries) {
      table.AddRow({e.name, std::string(LanguageName(e.lang)), e.kind, FirstSentence(e.doc)});
    }
    table.Print(stdout);
    return;
  }
  for (const ReferenceEntry& e : entries) {
    std::string line = "{\"name\":";
    AppendJsonString(e.name, line);
    line += ",\"language\":\"" + std::string(LanguageName(e.lang)) + "\",\"kind\":\"" + e.kind + "\",\"syntax\":";
    AppendJsonString(e.syntax, line);
    line += ",\"doc\":";
    AppendJsonString(e.doc, line);
    std::printf("%s}\n", line.c_str());
  }
}

int Run(const Options& options) {
  std::optional<Lang> lang = FindLanguage(options.language);
  if (!options.name.empty()) {
    std::vector<ReferenceEntry> entries = FunctionEntries(lang);
    for (ReferenceEntry& entry : OperatorEntries(lang)) entries.push_back(std::move(entry));
    return ShowOne(options, entries);
  }
  std::vector<ReferenceEntry> entries = options.operators ? OperatorEntries(lang) : FunctionEntries(lang);
  if (options.markdown) {
    std::string text = ReferenceMarkdown(entries, options.operators ? "Operators" : "Functions");
    std::fwrite(text.data(), 1, text.size(), stdout);
  } else {
    PrintList(entries);
  }
  return kExitOk;
}

std::function<int()> Setup(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("name", options->name, "show this function or operator");
  app.add_option("-l,--language", options->language, "only this language")
      ->check(CLI::IsMember({"kql", "cql", "sigma"}));
  app.add_flag("--operators", options->operators, "list tabular operators and query functions instead of scalar ones");
  app.add_flag("--markdown", options->markdown, "write the reference page");
  return [options] { return Run(*options); };
}

}  // namespace

QUARRY_DEFINE(CommandDef, kFunctionsCommand) = {
    .name = "functions",
    .doc = "list functions and operators, or show one",
    .details =
        "examples:\n"
        "  quarry functions -l kql\n"
        "  quarry functions has_any\n"
        "  quarry functions --operators --markdown > docs/reference/operators.md\n",
    .setup = Setup,
};

}  // namespace quarry
