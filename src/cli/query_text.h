// The query of a command line: from -e or -f, in the language that -l or the file's ending says.
// Thread rule: one thread.
#pragma once

#include <optional>
#include <string>

#include "functions/function_def.h"

namespace CLI {
class App;
}

namespace quarry {

struct QueryTextOptions {
  std::string language;  // "": by the file's ending, else KQL
  std::string text;
  std::string file;
};

struct QueryText {
  Lang lang;
  std::string name;  // what diagnostics show
  std::string text;
};

// REQUIRES: `options` outlives the parsing of `app`.
void AddQueryTextOptions(CLI::App& app, QueryTextOptions& options);
// nullopt when there is no text or the file cannot be read (already reported).
std::optional<QueryText> ReadQueryText(const QueryTextOptions& options);
// "kql", "cql", "sigma"; nullopt for others.
std::optional<Lang> FindLanguage(std::string_view name);
// By the ending: .kql .csl .kusto, .cql .logscale, .yml .yaml.
std::optional<Lang> LanguageOfFile(std::string_view path);
std::string_view LanguageName(Lang lang);
// A whole text file, or standard input for "-". nullopt when it cannot be read (already reported).
std::optional<std::string> ReadTextFile(const std::string& path);

}  // namespace quarry
