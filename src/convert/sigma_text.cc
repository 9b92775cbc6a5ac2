// Writes search identifiers and the condition over them. The single entry is SigmaText.
#include "convert/sigma_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "convert/rule_metadata.h"
#include "convert/test_text.h"
#include "convert/to_sigma.h"
#include "syntax/sigma/parser.h"

namespace quarry::convert {
namespace {

using sigma::Matcher;
using sigma::Pattern;

std::string Quoted(std::string_view text) {
  const bool plain =
      std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return plain ? "'" + ReplacedAll(text, "'", "''") + "'" : JsonString(text);
}

// `field|modifiers` and the value of one test.
struct Item {
  std::string key, value;
};

Item ItemOf(const Filter& test) {
  if (test.kind == Filter::Kind::kNull) return {test.field, "null"};
  const Matcher& matcher = test.matcher;
  switch (matcher.kind) {
    case Matcher::Kind::kRegex: {
      std::string key = test.field + "|re";
      for (const char flag : matcher.regex_flags) key += std::string("|") + flag;
      return {key, Quoted(matcher.text)};
    }
    case Matcher::Kind::kCidr:
      return {test.field + "|cidr", Quoted(matcher.text)};
    case Matcher::Kind::kCompare: {
      const std::string_view op = CompareText(matcher.compare, "=");
      if (op == "=") return {test.field, NumberText(matcher.number)};
      const char* modifier = op == "<" ? "|lt" : op == "<=" ? "|lte" : op == ">" ? "|gt" : "|gte";
      return {test.field + modifier, NumberText(matcher.number)};
    }
    default: {
      Pattern pattern = matcher.pattern;
      const bool start = pattern.starts_open(), end = pattern.ends_open();
      if (pattern.parts.size() > 1) {
        if (start) pattern.parts.erase(pattern.parts.begin());
        if (end) pattern.parts.pop_back();
      }
      std::string key = test.field;
      key += start && end ? "|contains" : start ? "|endswith" : end ? "|startswith" : "";
      if (matcher.cased) key += "|cased";
      return {key, Quoted(pattern.ToText())};
    }
  }
}

// A condition's text; `chain`: it is an `and` or `or` of others.
struct Term {
  std::string text;
  bool chain = false;
};

class RuleWriter {
 public:
  // Adds the identifiers that the condition names.
  Term Write(const Filter& filter, bool negated);
  const std::string& detections() const { return detections_; }

 private:
  // One line a key, or nothing when the filter is no conjunction of tests with different keys.
  bool Map(const Filter& filter, std::vector<std::pair<std::string, std::vector<std::string>>>& map) const;
  bool Entry(const Filter& filter, std::pair<std::string, std::vector<std::string>>& entry) const;

  std::string detections_;
  int selections_ = 0, filters_ = 0;
};

// A test, or alternatives of one key.
bool RuleWriter::Entry(const Filter& filter, std::pair<std::string, std::vector<std::string>>& entry) const {
  if (filter.kind == Filter::Kind::kBlank) {
    entry = {filter.field, {"null", "''"}};
    return true;
  }
  if (filter.is_leaf()) {
    Item item = ItemOf(filter);
    entry = {std::move(item.key), {std::move(item.value)}};
    return true;
  }
  if (filter.kind != Filter::Kind::kOr || filter.operands.empty()) return false;
  for (const Filter& operand : filter.operands) {
    std::pair<std::string, std::vector<std::string>> one;
    if (!operand.is_leaf() || !Entry(operand, one)) return false;
    if (!entry.first.empty() && entry.first != one.first) return false;
    entry.first = one.first;
    entry.second.insert(entry.second.end(), one.second.begin(), one.second.end());
  }
  return true;
}

bool RuleWriter::Map(const Filter& filter, std::vector<std::pair<std::string, std::vector<std::string>>>& map) const {
  const bool several = filter.kind == Filter::Kind::kAnd && !filter.operands.empty();
  const size_t count = several ? filter.operands.size() : 1;
  for (size_t i = 0; i < count; ++i) {
    std::pair<std::string, std::vector<std::string>> entry;
    if (!Entry(several ? filter.operands[i] : filter, entry)) return false;
    for (const auto& [key, values] : map) {
      if (key == entry.first) return false;
    }
    map.push_back(std::move(entry));
  }
  return true;
}

Term RuleWriter::Write(const Filter& filter, bool negated) {
  std::vector<std::pair<std::string, std::vector<std::string>>> map;
  if (Map(filter, map)) {
    int& number = negated ? filters_ : selections_;
    const std::string name = std::string(negated ? "filter" : "selection") + "_" + std::to_string(++number);
    detections_ += "    " + name + ":\n";
    for (const auto& [key, values] : map) {
      detections_ += "        " + key + ":";
      if (values.size() == 1) {
        detections_ += " " + values[0] + "\n";
        continue;
      }
      detections_ += "\n";
      for (const std::string& value : values) detections_ += "            - " + value + "\n";
    }
    return {name, false};
  }
  if (filter.kind == Filter::Kind::kNot) {
    const Filter& inner = filter.operands[0];
    const Term term = Write(inner, !negated);
    return {term.chain ? "not (" + term.text + ")" : "not " + term.text, false};
  }
  // What can stand in one identifier stays together; the rest has identifiers of its own.
  const bool is_and = filter.kind == Filter::Kind::kAnd;
  std::vector<Filter> together, apart;
  for (const Filter& operand : filter.operands) {
    std::pair<std::string, std::vector<std::string>> entry;
    std::vector<Filter> with = together;
    with.push_back(operand);
    std::vector<std::pair<std::string, std::vector<std::string>>> one;
    const bool joins = is_and && Entry(operand, entry) && Map(Filter::And(with), one);
    (joins ? together : apart).push_back(operand);
  }
  std::string text;
  const auto add = [&](const Filter& operand) {
    const Term term = Write(operand, negated);
    text += (text.empty() ? "" : is_and ? " and " : " or ") + (term.chain ? "(" + term.text + ")" : term.text);
  };
  if (!together.empty()) add(Filter::And(std::move(together)));
  for (const Filter& operand : apart) add(operand);
  return {text, true};
}

}  // namespace

std::string SigmaText(std::string_view title, const sigma::LogSource& logsource, const Filter& filter) {
  RuleWriter writer;
  const std::string condition = writer.Write(filter, false).text;
  std::string text = "title: " + JsonString(OneLine(title)) + "\nstatus: experimental\nlogsource:\n";
  if (!logsource.product.empty()) text += "    product: " + logsource.product + "\n";
  if (!logsource.category.empty()) text += "    category: " + logsource.category + "\n";
  if (!logsource.service.empty()) text += "    service: " + logsource.service + "\n";
  return text + "detection:\n" + writer.detections() + "    condition: " + condition + "\nlevel: medium\n";
}

void SigmaConversion::CheckText(Span span) {
  if (text.empty()) return;
  SourceMap sources;
  DiagnosticList diagnostics;
  const sigma::RuleFile file = sigma::ParseRules(sources, sources.Add("rule", text), diagnostics);
  if (file.rules.size() == 1) return;
  text.clear();
  refusals.push_back({"text",
                      "the query has what a rule cannot hold: " +
                          (diagnostics.items().empty() ? "no rule" : diagnostics.items()[0].message),
                      "", span});
}

}  // namespace quarry::convert
