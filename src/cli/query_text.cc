// Finds the query text and its language.
#include "cli/query_text.h"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "cli/report.h"

namespace quarry {
namespace {

constexpr size_t kLongestQuery = 64u << 20;

}  // namespace

std::optional<std::string> ReadTextFile(const std::string& path) {
  std::FILE* in = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
  if (in == nullptr) {
    PrintError("cannot read " + path + ": " + std::strerror(errno));
    return std::nullopt;
  }
  std::string text;
  char buffer[1 << 16];
  size_t n;
  while ((n = std::fread(buffer, 1, sizeof buffer, in)) > 0 && text.size() <= kLongestQuery) text.append(buffer, n);
  bool failed = std::ferror(in) != 0;
  int error = errno;
  if (in != stdin) std::fclose(in);
  if (failed) {
    PrintError("cannot read " + path + ": " + std::strerror(error));
    return std::nullopt;
  }
  if (text.size() > kLongestQuery) {
    PrintError(path + ": too long for a query (more than 64 MB)");
    return std::nullopt;
  }
  // A byte order mark is no part of any of the languages.
  if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
  return text;
}

void AddQueryTextOptions(CLI::App& app, QueryTextOptions& options) {
  app.add_option("-l,--language", options.language, "kql, cql or sigma (default: by the file's ending, else kql)")
      ->check(CLI::IsMember({"kql", "cql", "sigma"}));
  auto* text = app.add_option("-e,--execute", options.text, "the query itself")->type_name("TEXT");
  app.add_option("-f,--file", options.file, "file with the query; `-` for standard input")
      ->type_name("FILE")
      ->excludes(text);
}

std::optional<Lang> FindLanguage(std::string_view name) {
  if (name == "kql") return Lang::kKql;
  if (name == "cql") return Lang::kCql;
  if (name == "sigma") return Lang::kSigma;
  return std::nullopt;
}

std::string_view LanguageName(Lang lang) {
  switch (lang) {
    case Lang::kKql:
      return "kql";
    case Lang::kCql:
      return "cql";
    case Lang::kSigma:
      return "sigma";
  }
  return "";
}

std::optional<Lang> LanguageOfFile(std::string_view path) {
  for (std::string_view ending : {".kql", ".csl", ".kusto"}) {
    if (path.ends_with(ending)) return Lang::kKql;
  }
  for (std::string_view ending : {".cql", ".logscale"}) {
    if (path.ends_with(ending)) return Lang::kCql;
  }
  for (std::string_view ending : {".yml", ".yaml"}) {
    if (path.ends_with(ending)) return Lang::kSigma;
  }
  return std::nullopt;
}

std::optional<QueryText> ReadQueryText(const QueryTextOptions& options) {
  if (options.file.empty() && options.text.empty()) {
    PrintError("no query: give -e TEXT or -f FILE");
    return std::nullopt;
  }
  QueryText query{Lang::kKql, "query", options.text};
  if (!options.file.empty()) {
    std::optional<std::string> text = ReadTextFile(options.file);
    if (!text) return std::nullopt;
    query.text = std::move(*text);
    query.name = options.file == "-" ? "stdin" : options.file;
  }
  std::optional<Lang> lang = options.language.empty() ? LanguageOfFile(options.file) : FindLanguage(options.language);
  query.lang = lang.value_or(Lang::kKql);
  return query;
}

}  // namespace quarry
