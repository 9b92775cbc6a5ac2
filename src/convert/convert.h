// Conversion of rules between platforms. Sigma is converted to the targets of AllConvertTargets(), queries that are
// plain filters to Sigma (convert/to_sigma.h). What would change a rule's meaning is refused by name; nothing is
// approximated.
// Ownership: values; `Converter` owns its mapping data. Thread rule: a Converter is immutable, its methods reentrant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "convert/pipeline.h"
#include "convert/target.h"
#include "syntax/sigma/rule.h"

namespace quarry::convert {

enum class Form : uint8_t {
  kQuery,  // the query alone
  kRule,   // the platform's rule with its metadata
};

struct Conversion {
  std::string text;  // ends in '\n'; empty when `refusals` is not
  std::string pipeline;
  std::vector<Refusal> refusals;
};

class Converter {
 public:
  // Reads data_dir/conversions and data_dir/mappings/sigma.yaml.
  static Result<Converter> Load(const std::string& data_dir);

  const Pipelines& pipelines() const { return pipelines_; }
  // REQUIRES: `pipeline` serves `target`.
  Conversion Convert(const sigma::Rule& rule, const ConvertTarget& target, const Pipeline& pipeline, Form form) const;

 private:
  explicit Converter(Pipelines pipelines) : pipelines_(std::move(pipelines)) {}
  Pipelines pipelines_;
};

// "spl"; nullptr when there is no such target.
const ConvertTarget* FindConvertTarget(std::string_view name);

}  // namespace quarry::convert
