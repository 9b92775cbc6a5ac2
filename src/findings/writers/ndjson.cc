// One JSON object a line.
#include "findings/finding_json.h"
#include "findings/writer.h"

namespace quarry {
namespace {

class NdjsonWriter : public FindingWriter {
 public:
  NdjsonWriter(std::FILE* out, const FindingWriterOptions&) : out_(out) {}
  void Write(const Finding& finding) override {
    line_.clear();
    AppendFindingJson(finding, line_);
    line_ += '\n';
    std::fwrite(line_.data(), 1, line_.size(), out_);
  }

 private:
  std::FILE* out_;
  std::string line_;
};

}  // namespace

QUARRY_DEFINE(FindingWriterDef, kNdjsonFindings) = {
    .name = "ndjson",
    .doc = "one JSON object a line, for pipes and other tools",
    .make = MakeFindingWriter<NdjsonWriter>,
};

}  // namespace quarry
