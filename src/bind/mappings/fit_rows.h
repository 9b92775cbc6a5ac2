// Rows of several sources as one relation: unions, schemas, and rows as events.
// Thread rule: pure functions over immutable plans.
#pragma once

#include <string_view>
#include <vector>

#include "bind/tables.h"
#include "catalog/catalog.h"
#include "plan/rel.h"

namespace quarry {

// Columns that only mappings see: where a row came from. They become the origin of events.
inline constexpr std::string_view kSourceFile = "SourceFile", kSourceRecord = "SourceRecord";

// Rows as events: every column is a field; empty text counts as absent.
OpenEvents RowsAsEvents(RelPtr rows, const EventsRequest& request, Span span, ColumnIds& ids);
// One stream of all events. REQUIRES: all were made for the same request; not empty.
OpenEvents UnionEvents(std::vector<OpenEvents> parts, Span span, ColumnIds& ids);

// Union by column name, in the order of first appearance. Where a column is missing it is null ("" for strings); where
// types differ it becomes text. REQUIRES: not empty.
RelPtr UnionByName(std::vector<RelPtr> inputs, Span span, ColumnIds& ids);
// The rows with the schema's columns first, of the schema's types; what the rows do not have is empty, and what the
// schema does not have follows, unless `only_schema`; their origin stays with `origin`.
RelPtr ConformTo(const TableSchema& schema, RelPtr rows, bool only_schema, bool origin, Span span, ColumnIds& ids);
// An empty relation with the schema's columns, and with `origin` those of where rows came from.
RelPtr EmptyTable(const TableSchema& schema, bool origin, Span span, ColumnIds& ids);

}  // namespace quarry
