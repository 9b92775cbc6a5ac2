// All findings as one JSON array.
#include "findings/finding_json.h"
#include "findings/writer.h"

namespace quarry {
namespace {

class JsonArrayWriter : public FindingWriter {
 public:
  JsonArrayWriter(std::FILE* out, const FindingWriterOptions&) : out_(out) {}
  void Begin() override { std::fputs("[", out_); }
  void Write(const Finding& finding) override {
    std::string text = first_ ? "\n" : ",\n";
    first_ = false;
    AppendFindingJson(finding, text);
    std::fwrite(text.data(), 1, text.size(), out_);
  }
  void End() override { std::fputs(first_ ? "]\n" : "\n]\n", out_); }

 private:
  std::FILE* out_;
  bool first_ = true;
};

}  // namespace

QUARRY_DEFINE(FindingWriterDef, kJsonFindings) = {
    .name = "json",
    .doc = "one JSON array of all findings",
    .make = MakeFindingWriter<JsonArrayWriter>,
};

}  // namespace quarry
