// Block: a SELECT under construction. Operators that fit into the same SELECT are merged into it; others wrap it as
// a subquery.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plan/rel.h"
#include "sql/tree.h"

namespace quarry {

struct BlockColumn {
  ColumnId id = 0;
  std::string name;   // its alias in SQL
  sql::ExprPtr expr;  // over `from`
  Type type = Type::kString;
};

struct Block {
  std::vector<BlockColumn> columns;
  sql::RelationPtr from;  // null: one row without columns
  sql::ExprPtr where;
  // The order that the rows owe to a sort below; over `from`. Kept until an operator that makes its own.
  std::vector<sql::OrderItem> order;
  std::optional<uint64_t> limit;
  uint64_t offset = 0;
  // Without `order`, the rows still come in one fixed order (a literal table, a scan by one worker).
  bool in_order = false;

  const BlockColumn* Find(ColumnId id) const {
    for (const BlockColumn& c : columns)
      if (c.id == id) return &c;
    return nullptr;
  }
  bool cut() const { return limit.has_value() || offset > 0; }
};

// A bare column or a literal: repeating it costs nothing.
inline bool IsCheap(const sql::Expr& e) {
  switch (e.kind) {
    case sql::Expr::Kind::kColumn:
    case sql::Expr::Kind::kNull:
    case sql::Expr::Kind::kBool:
    case sql::Expr::Kind::kInteger:
    case sql::Expr::Kind::kReal:
    case sql::Expr::Kind::kString:
      return true;
    case sql::Expr::Kind::kCast:
      return e.args[0]->kind != sql::Expr::Kind::kColumn && IsCheap(*e.args[0]);
    default:
      return false;
  }
}

}  // namespace quarry
