// RowWriterDef: one output format of rows (`--format`). A writer is cli/writers/<name>.cc and its golden test.
#pragma once

#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/define.h"
#include "plan/rel.h"
#include "types/batch.h"

namespace quarry {

struct RowWriterOptions {
  bool color = false;
  int width = 0;             // of the terminal; 0: unlimited
  bool full = false;         // do not shorten cells
  bool open_fields = false;  // CQL events: absent fields are left out
};

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual void Begin(const std::vector<OutputColumn>& columns) = 0;
  virtual void Write(const Batch& batch) = 0;
  virtual void End() = 0;
};

struct RowWriterDef {
  std::string_view name;  // "table"
  std::string_view doc;
  std::unique_ptr<RowWriter> (*make)(std::FILE* out, const RowWriterOptions& options);
};
std::span<const RowWriterDef* const> AllRowWriters();

}  // namespace quarry
