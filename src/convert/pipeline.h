// Pipeline: how one target platform holds one kind of telemetry: which table or events deliver a Sigma log source, and
// under which names its fields lie. Read from data/conversions/*.yaml; which Windows events a log source means is read
// from data/mappings/sigma.yaml.
// Ownership: values. Thread rule: immutable after loading.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "convert/column.h"
#include "convert/filter.h"

namespace quarry::convert {

// How a field's test becomes a test of a column.
struct FieldMapping {
  enum class Kind : uint8_t {
    kColumn,    // the same text
    kBaseName,  // the column has only the part behind the last `\` or `/`
    kValues,    // the column says the values otherwise
    kHashes,    // `ALGORITHM=hex` in a list; each algorithm has its column
    kFamilies,  // addresses of IPv4 and of IPv6 have a column each
    kRefused,   // known, and not to be had: `why`
  };
  Kind kind = Kind::kColumn;
  Column column;
  std::map<std::string, std::string> values;  // kValues; kHashes, kFamilies: column by algorithm, family
  std::vector<std::string> without;           // texts that the column spells otherwise; no test may have them
  std::string prefix;                         // stands before every value
  std::string why;                            // kRefused, or about `without`
};

struct LogSourceMapping {
  std::string source;  // table, index or event name, as the target writes it; "": the pipeline's
  std::string where;   // a condition in the target's language; "": none
  // Windows events: channels, each with its event ids (none: all).
  std::vector<std::pair<std::string, std::vector<std::string>>> events;
  std::map<std::string, FieldMapping> fields;
  // Columns with the last part of a field's path, as queries like to compare: column, field.
  std::map<std::string, std::string> file_names;
};

struct Pipeline {
  std::string name, doc;
  std::vector<std::string> targets;
  std::string source;                     // of log sources that name none
  bool empty_is_absent = false;           // the platform cannot tell an empty text from an absent field
  std::vector<std::string> absent_texts;  // that the platform stores as absent
  std::string other_fields;               // `{}` is the field; "": fields that are not listed are refused
  std::string literal_fields;             // characters, beside letters, digits and `_`, that such a name may have
  std::map<std::string, LogSourceMapping> categories, services;
  std::map<std::string, FieldMapping> fields;  // of all log sources

  // nullptr when the log source is not delivered.
  const LogSourceMapping* Find(const sigma::LogSource& logsource) const;
};

class Pipelines {
 public:
  static Result<Pipelines> Load(const std::string& data_dir);
  const std::vector<Pipeline>& all() const { return pipelines_; }
  // The pipeline `name` of `target`; the target's first when `name` is empty. nullptr when there is none.
  const Pipeline* Find(std::string_view target, std::string_view name) const;
  std::vector<std::string> NamesFor(std::string_view target) const;

 private:
  std::vector<Pipeline> pipelines_;
};

}  // namespace quarry::convert
