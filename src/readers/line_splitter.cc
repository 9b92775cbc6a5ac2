#include "readers/line_splitter.h"

#include <algorithm>

#include "scan/kernels/kernels.h"

namespace quarry {

namespace {
class LineSplitter final : public RecordSplitter {
 public:
  Piece Split(std::string_view data, bool at_end) override {
    Piece piece;
    if (skipping_) {  // the rest of an oversized line
      const size_t line_end = data.find('\n');
      if (line_end == std::string_view::npos) {
        piece.skip = data.size();
        return piece;
      }
      skipping_ = false;
      piece.skip = line_end + 1;
      piece.skipped_records = 1;
      data.remove_prefix(piece.skip);
    }
    const size_t last = data.rfind('\n');
    if (last != std::string_view::npos) piece.size = last + 1;
    if (at_end) piece.size = data.size();
    piece.records = Kernels().count_byte(data.data(), piece.size, '\n');
    return piece;
  }
  Piece SkipOversized(std::string_view data) override {
    skipping_ = true;
    Piece piece;
    piece.skip = data.size();
    return piece;
  }

 private:
  bool skipping_ = false;
};

class FixedSplitter final : public RecordSplitter {
 public:
  FixedSplitter(size_t header_bytes, size_t block_bytes) : header_left_(header_bytes), block_bytes_(block_bytes) {}
  Piece Split(std::string_view data, bool at_end) override {
    Piece piece;
    if (header_left_ > 0) {
      piece.skip = std::min(header_left_, data.size());
      header_left_ -= piece.skip;
      return piece;
    }
    if (data.size() >= block_bytes_ || at_end) {
      piece.size = std::min(data.size(), block_bytes_);
      piece.records = 1;
    }
    return piece;
  }
  Piece SkipOversized(std::string_view) override {
    Piece piece;
    piece.stop = true;
    return piece;
  }

 private:
  size_t header_left_;
  const size_t block_bytes_;
};
}  // namespace

std::unique_ptr<RecordSplitter> NewLineSplitter() {
  return std::make_unique<LineSplitter>();
}
std::unique_ptr<RecordSplitter> NewFixedSplitter(size_t header_bytes, size_t block_bytes) {
  return std::make_unique<FixedSplitter>(header_bytes, block_bytes);
}

}  // namespace quarry
