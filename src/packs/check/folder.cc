// The check for files that belong to nothing. The single entry is CheckPackFolder.
#include <set>

#include "packs/check/parts.h"
#include "packs/files.h"

namespace quarry {

void CheckPackFolder(const Pack& pack, DiagnosticList& diagnostics) {
  std::set<std::string> named;
  for (const PackRule& rule : pack.rules) named.insert(rule.file);
  for (const PlacedText& atomic : pack.atomics) named.insert(atomic.text);
  for (const PlacedText* guide : {&pack.investigation_guide, &pack.response_guide, &pack.tuning_guide})
    named.insert(guide->text);
  for (const std::string folder : {"rules", "hunts", "atomics", "guides"}) {
    Result<std::vector<std::string>> names = ListFolder(JoinPath(pack.folder, folder));
    for (size_t i = 0; names && i < names->size(); ++i) {
      const std::string file = JoinPath(folder, (*names)[i]);
      if (!named.count(file) && !IsFolder(JoinPath(pack.folder, file)))
        diagnostics.Add(Code::Q0507, pack.span, "pack.yaml does not name the file `" + file + "`").label =
            "it is never loaded";
    }
  }
}

}  // namespace quarry
