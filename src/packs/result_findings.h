// Rows of a rule's result as findings.
// Thread rule: one thread.
#pragma once

#include <vector>

#include "engine/engine.h"
#include "engine/event_rows.h"
#include "packs/rule_set.h"

namespace quarry {

class ResultFindings {
 public:
  // `columns`: of the batches. REQUIRES: `rule` and `bound` outlive this.
  ResultFindings(const HuntRule& rule, const BoundQuery& bound, const std::vector<OutputColumn>& columns);
  // Appends a finding a row. A column `Severity` or `Confidence` with a valid value overrides the rule's.
  void Add(const Batch& batch, std::vector<Finding>& findings);

 private:
  void AddRow(const Batch& batch, size_t row, Finding& finding);
  std::string EventOf(const Batch& batch, size_t row);

  const HuntRule& rule_;
  const BoundQuery& bound_;
  std::vector<OutputColumn> columns_;
  std::optional<EventRows> event_rows_;
  size_t event_, time_, file_, record_, severity_, confidence_;
};

}  // namespace quarry
