// FieldTree: the paths of a ScanSpec's columns as one tree that follows the nesting of a record, so that one walk over
// the record finds all of them. It learns the order in which records name their members: the next record is expected
// to look like the last one, which a comparison of names confirms.
// Thread rule: one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "readers/json/json_scanner.h"
#include "scan/scan.h"

namespace quarry {

class FieldTree {
 public:
  struct Node {
    int32_t slot = -1;     // where the value goes, or -1
    uint64_t seen_in = 0;  // the last record that had it
    struct Member {
      std::string name;
      int32_t node;
    };
    std::vector<Member> members;
    struct Element {
      int64_t index;
      int32_t node;
    };
    std::vector<Element> elements;
    std::vector<Member> order;  // names as they came, node -1: not wanted

    bool is_leaf() const { return members.empty() && elements.empty(); }
  };
  struct Slot {
    uint64_t record = 0;  // of the value; 0: none yet
    JsonSlice value;
  };

  explicit FieldTree(const std::vector<ScanColumn>& columns);

  // Finds the fields of the object at the scanner; false when the text is broken (see the scanner's error). Stops
  // behind the object. `arena` takes JSON text that lay in strings.
  bool Walk(JsonScanner& scanner, Arena& arena);

  // The parts of Walk, for a reader that goes over the members of the record itself.
  void BeginRecord(Arena& arena) {
    ++record_;
    arena_ = &arena;
  }
  // Whether some path is empty: the record itself is a value.
  bool wants_record() const { return nodes_[0].slot >= 0; }
  // The node of a member of the record, or of another node; -1 when no path leads there.
  int32_t MemberNode(std::string_view name, int32_t node = 0) const;
  int32_t ElementNode(int64_t index, int32_t node) const;
  // The members of the record to which paths lead.
  const std::vector<Node::Member>& members() const { return nodes_[0].members; }
  // Whether paths lead to elements of a node that are counted from its end.
  bool HasElementsFromEnd(int32_t node) const;
  bool IsLeaf(int32_t node) const { return nodes_[node].is_leaf(); }
  // Where the value of a node goes; -1 when only what is in it is wanted.
  int32_t SlotOf(int32_t node) const { return nodes_[node].slot; }
  size_t columns() const { return column_slots_.size(); }
  // Of a column of kind kField: those of its paths, in their order.
  const std::vector<int32_t>& SlotsOf(size_t column) const { return column_slots_[column]; }
  // Where the value of a node goes that no path leads into; nullptr for others and for -1. Stays where it is.
  Slot* LeafSlot(int32_t node) { return node >= 0 && nodes_[node].is_leaf() ? &slots_[nodes_[node].slot] : nullptr; }
  void Put(Slot* slot, const JsonSlice& value) {
    slot->record = record_;
    slot->value = value;
  }
  void Put(int32_t slot, const JsonSlice& value) { Put(&slots_[slot], value); }
  // The value of `node` at the scanner.
  bool ValueAt(int32_t node, JsonScanner& scanner, int depth);

  // The value of a column of kind kField in the record walked last: of its first path that is present; else nullptr.
  const JsonSlice* Find(size_t column) const;

 private:
  int32_t AddPath(const FieldPath& path);
  int32_t Lookup(Node& node, size_t* cursor, std::string_view name);
  bool Object(int32_t node, JsonScanner& scanner, int depth);
  bool Array(int32_t node, JsonScanner& scanner, int depth);
  void Clear(int32_t node);

  std::vector<Node> nodes_;  // 0: the record
  std::vector<Slot> slots_;
  std::vector<std::vector<int32_t>> column_slots_;  // alternatives, in order
  uint64_t record_ = 0;
  Arena* arena_ = nullptr;
};

}  // namespace quarry
