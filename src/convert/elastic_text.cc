// Pieces of Elastic's languages and rules.
#include "convert/elastic_text.h"

#include "convert/rule_metadata.h"
#include "convert/test_text.h"

namespace quarry::convert {

std::string ElasticString(std::string_view text) {
  const bool raw = text.find('\\') != std::string_view::npos && text.find("\"\"\"") == std::string_view::npos &&
                   !text.ends_with('"') && !text.starts_with('"') &&
                   text.find_first_of("\n\r\t") == std::string_view::npos;
  if (raw) return "\"\"\"" + std::string(text) + "\"\"\"";
  const std::string out = Escaped(text, "\\\"", '\\');
  return "\"" + ReplacedAll(ReplacedAll(ReplacedAll(out, "\n", "\\n"), "\r", "\\r"), "\t", "\\t") + "\"";
}

RegexDialect LuceneDialect(bool fold_to_lower) {
  RegexDialect dialect;
  dialect.whole_text = true;
  dialect.classes = false;
  dialect.fold_to_lower = fold_to_lower;
  dialect.special = ".?+*|{}[]()\"\\#@&<>~^$";
  dialect.group = "(";
  return dialect;
}

std::string ElasticRule(const ConvertInput& input, std::string_view query, std::string_view language) {
  const sigma::Rule& rule = input.rule;
  const std::string level = LevelOf(rule);
  const char* score = level == "informational" ? "10"
                      : level == "low"         ? "21"
                      : level == "medium"      ? "47"
                      : level == "high"        ? "73"
                                               : "99";
  const auto list = [](const std::vector<std::string>& items) {
    std::string out;
    for (const std::string& item : items) out += (out.empty() ? "" : ", ") + JsonString(item);
    return "[" + out + "]";
  };
  std::string out =
      "{\"rule_id\": " + JsonString(RuleUuid(rule)) + ", \"name\": " + JsonString(OneLine(rule.title)) +
      ", \"description\": " + JsonString(rule.description.empty() ? OneLine(rule.title) : OneLine(rule.description)) +
      ", \"type\": " + JsonString(language == "esql" ? "esql" : "eql") + ", \"language\": " + JsonString(language);
  if (language == "eql") out += ", \"index\": [\"winlogbeat-*\", \"logs-windows.*\", \"logs-system.*\"]";
  return out + ", \"query\": " + JsonString(query) +
         ", \"severity\": " + JsonString(level == "informational" ? "low" : level) + ", \"risk_score\": " + score +
         ", \"interval\": \"1h\", \"from\": \"now-65m\", \"enabled\": false, \"author\": " +
         list(rule.author.empty() ? std::vector<std::string>{} : std::vector<std::string>{OneLine(rule.author)}) +
         ", \"references\": " + list(rule.references) + ", \"false_positives\": " + list(rule.falsepositives) +
         ", \"tags\": " + list(rule.tags) + "}\n";
}

}  // namespace quarry::convert
