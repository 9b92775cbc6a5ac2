// What ES|QL and EQL write alike: strings, Lucene's regular expressions, Elastic's detection rules.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "convert/regex.h"
#include "convert/target.h"

namespace quarry::convert {

// "text", or """text""" as it stands where that has fewer escapes.
std::string ElasticString(std::string_view text);
// Lucene's dialect: whole texts, no anchors, no classes.
RegexDialect LuceneDialect(bool fold_to_lower);
// One rule as NDJSON, as Kibana imports it. `language`: "esql", "eql".
std::string ElasticRule(const ConvertInput& input, std::string_view query, std::string_view language);

}  // namespace quarry::convert
