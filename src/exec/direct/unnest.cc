// Unnesting: a row for each element of its dynamic values, several of them in step to the longest.
#include <algorithm>
#include <utility>

#include "exec/direct/cells.h"
#include "exec/elements.h"
#include "plan/evaluator.h"

namespace quarry::direct {

namespace {

// What turns an element into the column's type; nullptr for dynamic, which it is.
const FunctionDef* ConversionTo(Type type) {
  return type == Type::kDynamic ? nullptr : FindFunction("to_" + std::string(TypeName(type)));
}

class UnnestOperator : public Operator {
 public:
  UnnestOperator(OperatorPtr input, RelPtr node)
      : input_(std::move(input)),
        node_(std::move(node)),
        rows_(BatchOf(node_->inputs[0]->output)),
        evaluator_(IdsOf(node_->inputs[0]->output)),
        elements_(node_->unnest.size()) {
    for (const UnnestColumn& column : node_->unnest) conversions_.push_back(ConversionTo(column.type));
  }

  bool Next(Batch& out) override {
    out.rows = 0;
    texts_.Reset();
    Reserve(out, kRows);
    while (out.rows < kRows) {
      if (next_ < longest_) {
        Add(out);
        continue;
      }
      if (row_ + 1 < rows_.rows) {
        Open(row_ + 1);
        continue;
      }
      // Texts of the rows below live until they are asked for more.
      if (out.rows > 0) break;
      evaluator_.Reset();
      lists_.Reset();
      longest_ = next_ = 0;
      if (!input_->Next(rows_)) {
        rows_.rows = 0;
        return false;
      }
      Open(0);
    }
    return out.rows > 0;
  }

 private:
  static constexpr size_t kRows = 256;

  void Open(size_t row) {
    row_ = row;
    next_ = longest_ = 0;
    const int64_t limit = node_->unnest_limit ? static_cast<int64_t>(*node_->unnest_limit) : -1;
    for (size_t i = 0; i < elements_.size(); ++i) {
      std::vector<Cell>& elements = elements_[i];
      elements.clear();
      const Cell value = evaluator_.Evaluate(*node_->unnest[i].value, rows_, row);
      ForEachElement(value, node_->empty_gives_row, limit, [&](std::string_view element, bool is_null) {
        elements.push_back(is_null ? Cell::Null() : Cell::Text(lists_.Copy(element)));
      });
      longest_ = std::max(longest_, elements.size());
    }
  }

  void Add(Batch& out) {
    size_t column = 0;
    for (const ColumnVector& below : rows_.columns) out.columns[column++].Set(out.rows, below.Get(row_));
    for (size_t i = 0; i < elements_.size(); ++i) {
      const Cell element = next_ < elements_[i].size() ? elements_[i][next_] : Cell::Null();
      out.columns[column++].Set(out.rows, Converted(i, element));
    }
    if (!node_->index_name.empty()) out.columns[column].Set(out.rows, Cell::Integer(static_cast<int64_t>(next_)));
    ++next_;
    ++out.rows;
  }

  Cell Converted(size_t i, const Cell& element) {
    const FunctionDef* conversion = conversions_[i];
    if (conversion == nullptr) return element;
    constexpr Type kFrom[] = {Type::kDynamic};
    Cell converted;
    InvokeKernel(*conversion, {nullptr, kFrom, node_->unnest[i].type, texts_}, &element, converted);
    return converted;
  }

  OperatorPtr input_;
  RelPtr node_;
  Batch rows_;
  Evaluator evaluator_;
  std::vector<std::vector<Cell>> elements_;  // of the row, by column
  std::vector<const FunctionDef*> conversions_;
  size_t row_ = 0, next_ = 0, longest_ = 0;
  Arena lists_;  // of the elements of the rows below
  Arena texts_;  // of the rows given out
};

}  // namespace

bool CanUnnest(const Rel& node) {
  return std::all_of(node.unnest.begin(), node.unnest.end(), [](const UnnestColumn& column) {
    if (column.type == Type::kDynamic) return true;
    const FunctionDef* conversion = ConversionTo(column.type);
    return conversion != nullptr && conversion->kernel != nullptr && conversion->prepare == nullptr;
  });
}

OperatorPtr NewUnnest(OperatorPtr input, RelPtr node) {
  return std::make_unique<UnnestOperator>(std::move(input), std::move(node));
}

}  // namespace quarry::direct
