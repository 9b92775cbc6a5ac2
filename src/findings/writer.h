// FindingWriterDef: one output format of findings (`hunt --format`). A writer is findings/writers/<name>.cc and its
// test. Text in findings comes from telemetry, so from attackers: writers escape it.
#pragma once

#include <cstdio>
#include <memory>
#include <span>
#include <string_view>

#include "base/define.h"
#include "findings/finding.h"

namespace quarry {

struct FindingWriterOptions {
  bool color = false;
  int width = 0;  // of the terminal; 0: unlimited
};

// Findings arrive in their final order.
class FindingWriter {
 public:
  virtual ~FindingWriter() = default;
  virtual void Begin() {}
  virtual void Write(const Finding& finding) = 0;
  virtual void End() {}
};

struct FindingWriterDef {
  std::string_view name;  // "ndjson"
  std::string_view doc;
  std::unique_ptr<FindingWriter> (*make)(std::FILE* out, const FindingWriterOptions& options);
};
std::span<const FindingWriterDef* const> AllFindingWriters();
// nullptr when there is none of this name.
const FindingWriterDef* FindFindingWriter(std::string_view name);

// `make` of a writer class with the constructor (FILE*, const FindingWriterOptions&).
template <typename W>
std::unique_ptr<FindingWriter> MakeFindingWriter(std::FILE* out, const FindingWriterOptions& options) {
  return std::make_unique<W>(out, options);
}

}  // namespace quarry
