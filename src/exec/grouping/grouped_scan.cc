#include "exec/grouping/grouped_scan.h"

#include <utility>

#include "exec/grouping/grouping_worker.h"

namespace quarry {

namespace {

class CountingWorker final : public ScanWorker {
 public:
  CountingWorker(ScanInUse& scan, std::shared_ptr<const GroupingSpec> grouping)
      : scan_(scan), worker_(std::move(grouping), scan.scan->NewWorker()) {}
  bool Next(Batch& out) override {
    const bool more = worker_.Next(out);
    scan_.groups += out.rows;
    scan_.passed += worker_.rows_passed() - counted_;
    counted_ = worker_.rows_passed();
    return more;
  }

 private:
  ScanInUse& scan_;
  GroupingWorker worker_;
  uint64_t counted_ = 0;
};

}  // namespace

std::unique_ptr<ScanWorker> NewGroupingWorker(ScanInUse& scan, std::shared_ptr<const GroupingSpec> grouping) {
  return std::make_unique<CountingWorker>(scan, std::move(grouping));
}

}  // namespace quarry
