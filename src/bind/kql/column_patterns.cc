#include "bind/kql/column_patterns.h"

namespace quarry {

bool MatchesWildcard(std::string_view name, std::string_view pattern) {
  size_t n = 0, p = 0, star = std::string_view::npos, mark = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      p++;
      n++;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') p++;
  return p == pattern.size();
}

std::optional<std::vector<ColumnId>> MatchColumns(KqlBinder& binder, kql::List<const kql::Expr*> items,
                                                  const RelPtr& rows) {
  std::vector<ColumnId> matched;
  bool ok = true;
  for (const kql::Expr* item : items) {
    if (item->kind == kql::Expr::Kind::kWildcardName || item->kind == kql::Expr::Kind::kStar) {
      std::string_view pattern = item->kind == kql::Expr::Kind::kStar ? std::string_view("*") : item->text;
      for (const OutputColumn& column : rows->output)
        if (MatchesWildcard(column.name, pattern)) matched.push_back(column.id);
      continue;
    }
    const OutputColumn* column = binder.BindColumn(*item, rows);
    if (column != nullptr) matched.push_back(column->id);
    ok = ok && column != nullptr;
  }
  if (!ok) return std::nullopt;
  return matched;
}

}  // namespace quarry
