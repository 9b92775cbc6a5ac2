// Runs the queries of a case in every way that must agree: over literal rows and over a file; with the optimizer and
// without; with the prefilter and without; on one thread and on all.
// Thread rule: one thread.
#pragma once

#include <string>
#include <vector>

#include "qtest/outcome.h"
#include "qtest/qtest_file.h"

namespace quarry::qtest {

struct CaseResult {
  std::vector<std::string> failures;  // empty: passed
  // What the first query gave in the ordinary way; --accept takes expectations from it.
  Outcome ordinary;
};

CaseResult RunCase(const File& file, const Case& c);

}  // namespace quarry::qtest
