#include "findings/writer.h"

namespace quarry {

const FindingWriterDef* FindFindingWriter(std::string_view name) {
  for (const FindingWriterDef* def : AllFindingWriters()) {
    if (def->name == name) return def;
  }
  return nullptr;
}

}  // namespace quarry
