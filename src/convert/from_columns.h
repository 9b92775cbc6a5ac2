// FromColumns: which log source a query's table or events are, and which fields its columns are: pipelines backwards.
// Thread rule: immutable.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "convert/filter.h"
#include "convert/pipeline.h"
#include "convert/target.h"

namespace quarry::convert {

class FromColumns {
 public:
  FromColumns(const LogSourceMapping& logsource, const Pipeline& pipeline)
      : logsource_(logsource), pipeline_(pipeline) {}

  // The test `matcher` of column or expression `name`, as a filter over fields. Refused when no field says the same.
  std::optional<Filter> Test(std::string_view name, sigma::Matcher matcher, Span span,
                             std::vector<Refusal>& refusals) const;
  // The column is absent or empty.
  std::optional<Filter> Blank(std::string_view name, Span span, std::vector<Refusal>& refusals) const;
  bool Knows(std::string_view name) const;

 private:
  struct Field {
    std::string name;
    const FieldMapping* mapping = nullptr;  // nullptr: the column has the file name of the field's path
  };
  std::optional<Field> Find(std::string_view name) const;
  std::optional<Field> FindOrRefuse(std::string_view name, Span span, std::vector<Refusal>& refusals) const;

  const LogSourceMapping& logsource_;
  const Pipeline& pipeline_;
};

// The texts in quotes of a log source's condition, sorted: the events that it means.
std::vector<std::string> QuotedTexts(std::string_view where);

// A regular expression that is nothing but a text with open or closed ends, as the pattern that says so.
std::optional<sigma::Matcher> PlainMatcher(std::string_view regex, std::string_view flags);
sigma::Matcher PatternMatcher(std::string_view text, bool open_start, bool open_end, bool cased);
sigma::Matcher RegexMatcher(std::string_view text, std::string_view flags);

}  // namespace quarry::convert
