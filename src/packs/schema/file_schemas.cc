// The list of file schemas, for editors and reference pages.
#include "packs/schema/file_schemas.h"

namespace quarry {

std::span<const FileSchema> AllFileSchemas() {
  static const FileSchema kAll[] = {
      {"pack", "Quarry detection package", "pack.yaml", &PackShape()},
      {"atomic", "Atomic Red Team tests", "atomics/*.yaml", &AtomicShape()},
      {"test", "Tests of a Quarry detection package", "tests/*.yaml", &TestShape()},
      {"exclusion", "Exclusions of a Quarry detection package", "exclusions/*.yaml", &ExclusionShape()},
  };
  return kAll;
}

}  // namespace quarry
