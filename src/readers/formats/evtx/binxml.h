// Decodes the BinXML of one EVTX chunk into flat lists of operations. Templates are decoded once a chunk and then
// played for each record with that record's values.
// Specification: [MS-EVEN6] 2.2.12; what real files do beyond it is noted at the places.
// Ownership: names and literal texts live in the decoder until Reset. Thread rule: one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/arena.h"
#include "readers/formats/evtx/bytes.h"
#include "readers/formats/evtx/values.h"

namespace quarry::evtx {

struct Instance;

struct Operation {
  enum class Kind : uint8_t { kOpen, kAttribute, kContent, kText, kSubstitution, kInstance, kClose };
  Kind kind;
  bool optional = false;  // kSubstitution: with a null value the element or attribute is left out
  uint16_t index = 0;     // kSubstitution: of the value
  std::string_view text;  // kOpen, kAttribute: name; kText: literal text
  const Instance* instance = nullptr;
};
// kContent ends the attributes of an element.
using Operations = std::vector<Operation>;

struct Instance {
  const Operations* operations = nullptr;
  std::vector<RawValue> values;
};

class BinXmlDecoder {
 public:
  // Starts a new chunk of (at most) 64 KiB; forgets everything of the one before.
  void Reset(std::string_view chunk);

  // Decodes the fragment at [offset, end). The instances that it refers to live until the next call of Decode at
  // depth 0 (a record) or Reset. false: the BinXML is broken.
  bool DecodeRecord(size_t offset, size_t end, Instance& out);
  // A nested fragment (value type BinXml).
  bool DecodeNested(const RawValue& value, Instance& out);

 private:
  bool DecodeStream(size_t& offset, size_t end, bool dependency_ids, Operations& out);
  bool DecodeInstance(size_t& offset, size_t end, Instance& out);
  const Operations* TemplateAt(size_t offset);
  // The name at `offset`; advances `cursor` past it when it stands inline there.
  std::string_view NameAt(uint32_t offset, size_t& cursor);
  bool DecodeFragment(size_t offset, size_t end, Instance& out);

  Bytes bytes_{std::string_view()};
  Arena arena_;
  std::unordered_map<uint32_t, std::string_view> names_;
  std::unordered_map<size_t, std::unique_ptr<Operations>> templates_;  // nullptr: being decoded, or broken
  std::vector<std::unique_ptr<Operations>> record_operations_;
  std::vector<std::unique_ptr<Instance>> record_instances_;
  std::vector<std::unique_ptr<Instance>> template_instances_;  // as long-lived as the templates that hold them
  int depth_ = 0;
};

}  // namespace quarry::evtx
