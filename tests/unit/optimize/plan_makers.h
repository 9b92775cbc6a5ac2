// Shorthands for the tests of optimizer rules: plans over a table T (A:long 1, S:string 2, D:dynamic 3) and the
// application of one rule by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "optimize/rule.h"
#include "plan/rel.h"
#include "types/json.h"

namespace quarry::testing {

class NamedSource : public Source {
 public:
  explicit NamedSource(std::string name) : name_(std::move(name)) {}
  std::string Describe() const override { return name_; }
  uint64_t estimated_bytes() const override { return 0; }
  Result<std::unique_ptr<Scan>> Open(const ScanSpec&) const override { return Error{"only planned, never opened"}; }

 private:
  std::string name_;
};

inline ExprPtr A(ColumnId id = 1) {
  return MakeColumn(id, Type::kLong);
}
inline ExprPtr S(ColumnId id = 2) {
  return MakeColumn(id, Type::kString);
}
inline ExprPtr D(ColumnId id = 3) {
  return MakeColumn(id, Type::kDynamic);
}
inline ExprPtr Long(int64_t v) {
  return MakeLiteral(Value::Integer(Type::kLong, v));
}
inline ExprPtr Text(std::string_view t) {
  return MakeLiteral(Value::String(t));
}
inline ExprPtr Bool(bool v) {
  return MakeLiteral(Value::Bool(v));
}
inline ExprPtr Call(std::string_view name, std::vector<ExprPtr> args) {
  return MakeCall(name, std::move(args));
}

// Column ids `first`, `first` + 1, `first` + 2.
inline RelPtr Table(std::string name = "T", ColumnId first = 1) {
  const std::vector<OutputColumn> output = {
      {first, "A", Type::kLong}, {first + 1, "S", Type::kString}, {first + 2, "D", Type::kDynamic}};
  std::vector<ScanColumn> columns;
  for (const OutputColumn& column : output) {
    ScanColumn scan;
    scan.name = column.name;
    scan.type = column.type;
    JsonStep step;
    step.name = column.name;
    scan.paths.push_back({step});
    columns.push_back(std::move(scan));
  }
  return MakeScan(std::make_shared<NamedSource>(std::move(name)), output, std::move(columns));
}

// The plan after one rule, printed; "unsound: ..." when the rule broke it.
inline std::string After(std::string_view rule, const RelPtr& plan) {
  ColumnIds ids;
  for (const RuleDef* def : AllOptimizerRules()) {
    if (def->name != rule) continue;
    const RelPtr after = def->apply(plan, ids);
    const std::string problem = ValidatePlan(*after);
    return problem.empty() ? PrintPlan(*after) : "unsound: " + problem;
  }
  return "no such rule";
}

}  // namespace quarry::testing
