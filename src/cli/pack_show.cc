// `quarry pack show`: what a package is, in a terminal, as JSON or as Markdown.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/pack_commands.h"
#include "cli/report.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "packs/files.h"
#include "packs/pack.h"
#include "packs/pack_test.h"
#include "types/json.h"

namespace quarry {
namespace {

// A part of the description: members with values, or rows under columns.
struct Part {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

std::string Joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

std::vector<Part> PartsOf(const Pack& pack, const std::vector<PackTest>& tests) {
  std::vector<Part> parts;
  parts.push_back({"package",
                   {"member", "value"},
                   {{"id", pack.id},
                    {"title", pack.title},
                    {"version", pack.version},
                    {"status", pack.status},
                    {"goal", pack.goal},
                    {"severity", std::string(LevelName(pack.severity))},
                    {"confidence", std::string(ConfidenceName(pack.confidence))},
                    {"impact", pack.impact},
                    {"risk", pack.risk_level + " " + std::to_string(pack.risk_score)},
                    {"authors", Joined(pack.authors)},
                    {"created", pack.created},
                    {"modified", pack.modified}}});
  Part& attack = parts.emplace_back(Part{"attack", {"technique", "name", "tactics", "mapping"}, {}});
  for (const auto& [list, mapping] :
       {std::pair{&pack.attributed, "attributed"}, std::pair{&pack.observed, "observed"}}) {
    for (const AttackTechnique& technique : *list)
      attack.rows.push_back({technique.id, technique.name, Joined(technique.tactics), mapping});
  }
  Part& rules = parts.emplace_back(Part{"rules", {"file", "kind", "id", "level", "schedule"}, {}});
  for (const PackRule& rule : pack.rules) {
    const std::string kind = !rule.enabled ? "disabled" : rule.hunt_only ? "hunt" : "alert";
    const bool own = RuleLanguage(rule) == "sigma" && !rule.level;
    rules.rows.push_back({rule.file, kind, rule.id,
                          own ? "" : std::string(LevelName(rule.level.value_or(pack.severity))),
                          rule.schedule ? rule.schedule->frequency + " / " + rule.schedule->lookback : ""});
  }
  Part& needs = parts.emplace_back(Part{"data_needs", {"table", "product", "platforms", "columns"}, {}});
  for (const DataNeed& need : pack.data_needs)
    needs.rows.push_back({need.table, need.product, Joined(need.platforms), Joined(need.columns)});
  Part& test_part = parts.emplace_back(Part{"tests", {"test", "about"}, {}});
  for (const PackTest& test : tests) test_part.rows.push_back({test.name, test.about});
  Part& changes = parts.emplace_back(Part{"changes", {"version", "date", "change"}, {}});
  for (const PackChange& change : pack.changes) {
    for (const std::string& text : change.changes) changes.rows.push_back({change.version, change.date, text});
  }
  return parts;
}

void PrintTables(const std::vector<Part>& parts) {
  for (const Part& part : parts) {
    if (part.rows.empty()) continue;
    std::printf("%s\n", part.name.c_str());
    std::vector<TextTable::Column> columns;
    for (const std::string& column : part.columns) columns.push_back({column});
    TextTable table(columns, {.width = TerminalWidth(stdout), .color = ColorOnStdout()});
    for (const std::vector<std::string>& row : part.rows) table.AddRow(row);
    table.Print(stdout);
  }
}

std::string MarkdownCell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

void PrintMarkdown(const Pack& pack, const std::vector<Part>& parts) {
  std::printf("# %s\n\n%s\n", pack.title.c_str(), pack.abstract.c_str());
  for (const Part& part : parts) {
    if (part.rows.empty()) continue;
    std::string text = "\n## " + part.name + "\n\n|", line = "\n|";
    for (const std::string& column : part.columns) {
      text += " " + column + " |";
      line += " --- |";
    }
    text += line + "\n";
    for (const std::vector<std::string>& row : part.rows) {
      text += "|";
      for (const std::string& cell : row) text += " " + MarkdownCell(cell) + " |";
      text += "\n";
    }
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
}

void PrintJson(const std::vector<Part>& parts) {
  std::string text = "{";
  for (const Part& part : parts) {
    if (text.size() > 1) text += ',';
    const bool members = part.name == "package";
    AppendJsonString(part.name, text);
    text += members ? ":{" : ":[";
    for (size_t i = 0; i < part.rows.size(); ++i) {
      if (i > 0) text += ',';
      if (!members) text += '{';
      for (size_t j = members ? 1 : 0; j < part.columns.size(); ++j) {
        if (j > 0 && !members) text += ',';
        AppendJsonString(members ? part.rows[i][0] : part.columns[j], text);
        text += ':';
        AppendJsonString(part.rows[i][j], text);
      }
      if (!members) text += '}';
    }
    text += members ? "}" : "]";
  }
  text += "}\n";
  std::fwrite(text.data(), 1, text.size(), stdout);
}

}  // namespace

std::function<int()> SetupPackShow(CLI::App& app) {
  struct Options {
    std::string path;
    std::string format;
  };
  auto options = std::make_shared<Options>();
  app.add_option("pack", options->path, "a package")->type_name("PACK")->required();
  app.add_option("--format", options->format, "table (default on a terminal), json (default elsewhere) or markdown")
      ->check(CLI::IsMember({"table", "json", "markdown"}));
  return [options] {
    if (!IsPackFolder(options->path)) {
      PrintError(options->path + ": no pack (a folder with a pack.yaml)");
      return kExitUsage;
    }
    SourceMap sources;
    DiagnosticList diagnostics;
    const FailureOr<Pack> pack = LoadPack(options->path, sources, diagnostics);
    std::vector<PackTest> tests;
    if (pack.ok()) tests = LoadPackTests(options->path, sources, diagnostics);
    PrintDiagnostics(diagnostics, sources);
    if (!pack.ok()) return kExitQuery;
    const std::string format = !options->format.empty() ? options->format : IsTerminal(stdout) ? "table" : "json";
    const std::vector<Part> parts = PartsOf(pack.value(), tests);
    if (format == "table")
      PrintTables(parts);
    else if (format == "markdown")
      PrintMarkdown(pack.value(), parts);
    else
      PrintJson(parts);
    return diagnostics.has_errors() ? kExitQuery : kExitOk;
  };
}

}  // namespace quarry
