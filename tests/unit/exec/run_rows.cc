#include <gtest/gtest.h>

#include "exec/direct/direct.h"
#include "unit/exec/test_functions.h"

namespace quarry::testing {

std::string Show(Type type, const Cell& cell) {
  if (cell.null) return "null";
  if (IsTextual(type)) return std::string(cell.text);
  if (type == Type::kReal) return std::to_string(cell.real);
  if (type == Type::kBool) return cell.boolean ? "true" : "false";
  return std::to_string(cell.integer);
}

namespace {

std::vector<std::string> RunOnce(const RelPtr& plan, const ExecuteOptions& options) {
  static Executor& executor = **new std::unique_ptr<Executor>(std::move(*Executor::Create()));
  auto stream = executor.Run(plan, options);
  if (!stream) return {"error: " + stream.error().message};
  std::vector<std::string> rows;
  Batch batch;
  for (;;) {
    if (Result<void> next = (*stream)->Next(batch); !next) return {"error: " + next.error().message};
    if (batch.rows == 0) return rows;
    for (size_t r = 0; r < batch.rows; ++r) {
      std::string line;
      for (size_t c = 0; c < batch.columns.size(); ++c)
        line += (c ? "|" : "") + Show(batch.columns[c].type(), batch.columns[c].Get(r));
      rows.push_back(std::move(line));
    }
  }
}

}  // namespace

std::vector<std::string> RunRows(const RelPtr& plan, ExecuteOptions options) {
  if (const std::string problem = ValidatePlan(*plan); !problem.empty()) return {"invalid: " + problem};
  options.direct = false;
  std::vector<std::string> rows = RunOnce(plan, options);
  options.direct = true;  // where it can be; otherwise DuckDB again
  if (options.deterministic && CanRunDirectly(*plan)) {
    EXPECT_EQ(RunOnce(plan, options), rows);
  }
  return rows;
}

}  // namespace quarry::testing
