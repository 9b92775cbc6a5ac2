// SeparateInputs: records of inputs that were not read to their end get files of their own, so that these can go when
// such an input is imported anew.
// Ownership: the spools are the caller's. Thread rule: one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "import/record_spool.h"

namespace quarry {

struct SeparatedSpool {
  std::optional<uint32_t> file;  // the only input it has records of; nullopt: of all that are not `alone`
  std::unique_ptr<RecordSpool> spool;
};

// `alone`: by number of the input. `path`: what names of new files begin with. Spools without records are left out.
// Errors are of the disk.
Result<std::vector<SeparatedSpool>> SeparateInputs(std::unique_ptr<RecordSpool> spool, const std::vector<bool>& alone,
                                                   const std::string& path);

}  // namespace quarry
