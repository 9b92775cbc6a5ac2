// Row by row, an operator does the same in every group. What looks at several rows gets the key: groupings as a
// grouping key, windows as a partition, limits become the row's number in its group.
#include "bind/kql/grouped_rows.h"

namespace quarry {
namespace {

class Grouper {
 public:
  Grouper(KqlBinder& binder, const RelPtr& rows, const OutputColumn& key, Span span)
      : binder_(binder), rows_(rows), key_(key), span_(span) {}

  RelPtr Group(const RelPtr& rel) {
    if (rel == rows_) return rel;
    if (rel->inputs.size() != 1) return Refuse(rel);
    RelPtr input = Group(rel->inputs[0]);
    if (!input) return nullptr;
    ExprPtr key = binder_.Column(key_, span_);
    switch (rel->kind) {
      case Rel::Kind::kFilter:
        return MakeFilter(input, rel->predicate, rel->span);
      case Rel::Kind::kProject: {
        std::vector<NamedExpr> projections = rel->projections;
        if (FindOutput(*rel, key_.id) == nullptr) projections.push_back({key_.id, key_.name, key});
        return MakeProject(input, std::move(projections), rel->span);
      }
      case Rel::Kind::kAggregate: {
        std::vector<NamedExpr> keys = rel->keys;
        if (FindOutput(*rel, key_.id) == nullptr) keys.push_back({key_.id, key_.name, key});
        return MakeAggregate(input, std::move(keys), rel->aggregates, rel->span);
      }
      case Rel::Kind::kUnnest:
        return MakeUnnest(input, rel->unnest, rel->empty_gives_row, rel->index_name, rel->index_id, rel->unnest_limit,
                          rel->span);
      case Rel::Kind::kWindow: {
        std::vector<ExprPtr> partition = rel->partition_by;
        partition.push_back(key);
        return MakeWindow(input, rel->windows, std::move(partition), rel->window_order, rel->span);
      }
      case Rel::Kind::kSort:
        if (rel->limit) return First(input, *rel->limit, rel->sort_keys, rel->span);
        return MakeSort(input, rel->sort_keys, std::nullopt, rel->span);
      case Rel::Kind::kLimit:
        if (rel->offset == 0) return First(input, *rel->limit, {}, rel->span);
        return Refuse(rel);
      default:
        return Refuse(rel);
    }
  }

 private:
  RelPtr Refuse(const RelPtr& rel) {
    binder_.Unsupported(rel->span.known() ? rel->span : span_,
                        "an operator that brings other rows into a subquery of each row");
    return nullptr;
  }

  RelPtr First(RelPtr input, uint64_t limit, std::vector<SortKey> order, Span span) {
    const FunctionDef* row_number = FindSpelled(Lang::kKql, "row_number", FunctionKind::kWindow);
    if (row_number == nullptr) return Refuse(input);
    WindowCall number;
    number.id = binder_.NextId();
    number.name = "$number";
    number.type = Type::kLong;
    number.function = row_number;
    number.span = span;
    std::vector<OutputColumn> shown = input->output;
    RelPtr numbered = MakeWindow(std::move(input), {number}, {binder_.Column(key_, span)}, order, span);
    ExprPtr within = binder_.Call("less_equal",
                                  {MakeColumn(number.id, Type::kLong, span),
                                   MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(limit)), span)},
                                  span);
    if (!within) return nullptr;
    std::vector<NamedExpr> columns;
    for (const OutputColumn& column : shown) columns.push_back({column.id, column.name, binder_.Column(column, {})});
    RelPtr first = MakeProject(MakeFilter(numbered, within, span), std::move(columns), span);
    // `top` sorts: what collects its rows (make_list) sees them in that order.
    return order.empty() ? first : MakeSort(std::move(first), std::move(order), std::nullopt, span);
  }

  KqlBinder& binder_;
  const RelPtr& rows_;
  const OutputColumn& key_;
  Span span_;
};

}  // namespace

RelPtr GroupedBy(KqlBinder& binder, const RelPtr& plan, const RelPtr& rows, const OutputColumn& key, Span span) {
  return Grouper(binder, rows, key, span).Group(plan);
}

}  // namespace quarry
