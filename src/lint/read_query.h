// Fills a LintQuery from the tree of its language: tests of texts, calls, tables, fields.
// Thread rule: pure functions over their argument.
#pragma once

#include "lint/lint_query.h"

namespace quarry {

// REQUIRES: the tree of the language, `sources` and `source` are set.
void ReadKqlTree(LintQuery& query);
void ReadCqlTree(LintQuery& query);
void ReadSigmaTree(LintQuery& query);
// Sets kind, values' case and field kind of a test whose texts are regular expressions or globs.
void CompleteTest(TextTest& test);

}  // namespace quarry
