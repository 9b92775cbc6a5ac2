// Lookup: rows that another stage's rows are joined with: the query of join(), a table of defineTable(), a file.
// Thread rule: one thread, within one bind.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bind/cql/stage.h"

namespace quarry {

struct CqlLookup {
  RelPtr plan;
  std::vector<ExprPtr> keys;                             // texts over `plan`
  std::vector<std::pair<std::string, ExprPtr>> columns;  // over `plan`
  std::vector<SortKey> order;                            // which rows of one key come first
};

enum class LookupMode : unsigned char { kInner, kLeft, kAnti };

// Joins `stage` with `lookup` where the keys are equal texts. Columns become fields: kInner overwrites, an absent value
// becomes ""; kLeft leaves fields as they are where nothing is found. At most `max` rows a key are taken.
// REQUIRES: stage.MayChangeRows; as many left keys as lookup keys.
void JoinLookup(CqlStage& stage, const std::vector<ExprPtr>& left_keys, const CqlLookup& lookup, LookupMode mode,
                uint64_t max, Span span);

// Lookup rows from a stage: its fields `include`, or all of a closed stage for `*`. nullopt after a diagnostic.
std::optional<CqlLookup> LookupOf(CqlStage& rows, const std::vector<std::string>& key_fields,
                                  const std::vector<std::string>& include, Span span);

// A CSV or JSON file of texts. The first row of a CSV file names the columns.
struct LookupFile {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // as long as `columns`
};
// Looks for `name` as it is, in the folder of lookup files and beside the query. nullopt after a diagnostic at `span`.
std::optional<LookupFile> ReadLookupFile(CqlContext& context, const std::string& name, Span span);

}  // namespace quarry
