// Reads what a page shows. The single entry is LoadPackContent.
#include "packs/files.h"
#include "packs/page/pack_page.h"

namespace quarry {
namespace {

class ContentReader {
 public:
  ContentReader(const Pack& pack, DiagnosticList& diagnostics) : pack_(pack), diagnostics_(diagnostics) {}

  std::string Read(const std::string& file) {
    if (file.empty()) return {};
    Result<std::string> text = ReadWholeFile(JoinPath(pack_.folder, file));
    if (text) return std::move(*text);
    diagnostics_.Add(Code::Q0601, {}, text.error().message);
    ok_ = false;
    return {};
  }
  bool ok() const { return ok_; }

 private:
  const Pack& pack_;
  DiagnosticList& diagnostics_;
  bool ok_ = true;
};

}  // namespace

FailureOr<PackContent> LoadPackContent(const std::string& folder, SourceMap& sources, DiagnosticList& diagnostics) {
  FailureOr<Pack> pack = LoadPack(folder, sources, diagnostics);
  if (!pack) return Failure{};
  PackContent content;
  content.pack = std::move(*pack);
  ContentReader reader(content.pack, diagnostics);
  for (const PackRule& rule : content.pack.rules) content.rule_texts.push_back(reader.Read(rule.file));
  content.investigation = reader.Read(content.pack.investigation_guide.text);
  content.response = reader.Read(content.pack.response_guide.text);
  content.tuning = reader.Read(content.pack.tuning_guide.text);
  bool ok = true;
  for (const PlacedText& file : content.pack.atomics) {
    FailureOr<AtomicFile> atomics = LoadAtomics(JoinPath(folder, file.text), sources, diagnostics);
    ok = ok && atomics.ok();
    if (atomics) content.atomics.push_back(std::move(*atomics));
  }
  const size_t errors = diagnostics.error_count();
  content.tests = LoadPackTests(folder, sources, diagnostics);
  content.exclusions = LoadExclusionFolder(JoinPath(folder, std::string(kExclusionsFolder)), sources, diagnostics);
  if (!ok || !reader.ok() || diagnostics.error_count() != errors) return Failure{};
  return content;
}

}  // namespace quarry
