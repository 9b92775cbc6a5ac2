// CheckPack: the history, and the parts one after the other.
#include "packs/check/check_pack.h"

#include "packs/check/parts.h"

namespace quarry {
namespace {

void CheckHistory(const Pack& pack, DiagnosticList& diagnostics) {
  if (pack.modified < pack.created)
    diagnostics.Add(Code::Q0506, pack.modified_span, "`modified` is before `created`").label =
        "created on " + pack.created;
  if (pack.changes.front().version != pack.version)
    diagnostics.Add(Code::Q0506, pack.version_span, "version " + pack.version + " has no entry in `changes`").label =
        "the newest entry is of " + pack.changes.front().version;
  for (size_t i = 1; i < pack.changes.size(); ++i) {
    if (pack.changes[i - 1].date >= pack.changes[i].date) continue;
    diagnostics.Add(Code::Q0506, pack.changes[i].span, "`changes` are not in order").label = "the newest comes first";
  }
}

}  // namespace

FailureOr<Pack> CheckPack(const std::string& folder, int64_t now, Engine& engine, DiagnosticList& diagnostics) {
  FailureOr<Pack> pack = LoadPack(folder, engine.sources(), diagnostics);
  if (!pack) return Failure{};
  CheckHistory(*pack, diagnostics);
  CheckPackRules(*pack, engine, diagnostics);
  CheckPackTests(*pack, engine.sources(), diagnostics);
  CheckPackAtomics(*pack, engine.sources(), diagnostics);
  CheckPackGuides(*pack, engine, diagnostics);
  CheckPackExclusions(*pack, now, engine.sources(), diagnostics);
  CheckPackFolder(*pack, diagnostics);
  return pack;
}

}  // namespace quarry
