// A node below several parents: its rows are computed once and kept.
#include <utility>

#include "exec/direct/cells.h"

namespace quarry::direct {

class SharedRows {
 public:
  SharedRows(OperatorPtr source, const RelPtr& node)
      : source_(std::move(source)), node_(node), rows_(node->output.size()) {}

  bool is_sorted() const { return source_->sorted; }
  const KeptRows& Rows(Run& run) {
    if (read_) return rows_;
    read_ = true;
    Batch batch = BatchOf(node_->output);
    while (!run.stopped() && source_->Next(batch) && rows_.Add(batch, run)) {
    }
    return rows_;
  }

 private:
  OperatorPtr source_;
  RelPtr node_;
  KeptRows rows_;
  bool read_ = false;
};

namespace {

class SharedOperator : public Operator {
 public:
  SharedOperator(std::shared_ptr<SharedRows> rows, Run& run) : rows_(std::move(rows)), run_(run) {
    sorted = rows_->is_sorted();
  }

  bool Next(Batch& out) override {
    const KeptRows& rows = rows_->Rows(run_);
    out.rows = 0;
    if (run_.stopped()) return false;
    rows.Give(next_, out);
    next_ += out.rows;
    return out.rows > 0;
  }

 private:
  std::shared_ptr<SharedRows> rows_;  // shared with the other readers of the node
  Run& run_;
  size_t next_ = 0;
};

}  // namespace

std::shared_ptr<SharedRows> Share(OperatorPtr source, const RelPtr& node) {
  return std::make_shared<SharedRows>(std::move(source), node);
}

OperatorPtr NewReader(std::shared_ptr<SharedRows> rows, Run& run) {
  return std::make_unique<SharedOperator>(std::move(rows), run);
}

}  // namespace quarry::direct
