// External entries: FieldTree::Walk and Find.
#include "readers/json/field_tree.h"

#include "base/check.h"

namespace quarry {

namespace {
constexpr size_t kMaxLearned = 512;  // names of one object
constexpr size_t kLookAhead = 6;     // members that a record may leave out at one place
}  // namespace

FieldTree::FieldTree(const std::vector<ScanColumn>& columns) : nodes_(1), column_slots_(columns.size()) {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].kind != ScanColumn::Kind::kField) continue;
    for (const FieldPath& path : columns[i].paths) column_slots_[i].push_back(AddPath(path));
  }
}

int32_t FieldTree::AddPath(const FieldPath& path) {
  int32_t at = 0;
  for (const JsonStep& step : path) {
    int32_t next = -1;
    for (const Node::Member& member : nodes_[at].members) {
      if (!step.is_index && member.name == step.name) next = member.node;
    }
    for (const Node::Element& element : nodes_[at].elements) {
      if (step.is_index && element.index == step.index) next = element.node;
    }
    if (next < 0) {
      next = static_cast<int32_t>(nodes_.size());
      nodes_.emplace_back();
      if (step.is_index)
        nodes_[at].elements.push_back({step.index, next});
      else
        nodes_[at].members.push_back({step.name, next});
    }
    at = next;
  }
  if (nodes_[at].slot < 0) {
    nodes_[at].slot = static_cast<int32_t>(slots_.size());
    slots_.emplace_back();
  }
  return nodes_[at].slot;
}

int32_t FieldTree::MemberNode(std::string_view name, int32_t node) const {
  for (const Node::Member& member : nodes_[node].members) {
    if (member.name == name) return member.node;
  }
  return -1;
}

int32_t FieldTree::ElementNode(int64_t index, int32_t node) const {
  for (const Node::Element& element : nodes_[node].elements) {
    if (element.index == index) return element.node;
  }
  return -1;
}

bool FieldTree::HasElementsFromEnd(int32_t node) const {
  for (const Node::Element& element : nodes_[node].elements) {
    if (element.index < 0) return true;
  }
  return false;
}

const JsonSlice* FieldTree::Find(size_t column) const {
  for (const int32_t slot : column_slots_[column]) {
    if (slots_[slot].record == record_) return &slots_[slot].value;
  }
  return nullptr;
}

bool FieldTree::Walk(JsonScanner& scanner, Arena& arena) {
  BeginRecord(arena);
  const char* const from = scanner.at();
  const uint64_t spaces = scanner.spaces();
  if (!Object(0, scanner, 0)) return false;
  if (nodes_[0].slot >= 0) {  // the empty path: the whole record
    Slot& slot = slots_[nodes_[0].slot];
    slot.record = record_;
    slot.value = {
        JsonSlice::Kind::kObject, false, scanner.spaces() != spaces, {from, static_cast<size_t>(scanner.at() - from)}};
  }
  return true;
}

int32_t FieldTree::Lookup(Node& node, size_t* cursor, std::string_view name) {
  const size_t last = std::min(node.order.size(), *cursor + kLookAhead);
  for (size_t i = *cursor; i < last; ++i) {
    if (node.order[i].name == name) {
      *cursor = i + 1;
      return node.order[i].node;
    }
  }
  int32_t found = -1;
  for (const Node::Member& member : node.members) {
    if (member.name == name) found = member.node;
  }
  if (node.order.size() < kMaxLearned) {
    node.order.insert(node.order.begin() + static_cast<ptrdiff_t>(*cursor), {std::string(name), found});
    ++*cursor;
  }
  return found;
}

bool FieldTree::Object(int32_t index, JsonScanner& scanner, int depth) {
  if (depth >= JsonScanner::kMaxDepth) return scanner.Fail("the text nests deeper than 512 levels");
  bool done;
  if (!scanner.Open('}', &done)) return false;
  size_t cursor = 0;
  while (!done) {
    std::string_view name;
    bool escaped, more;
    if (!scanner.Key(&name, &escaped)) return false;
    if (escaped) name = UnescapeJson(name, *arena_);
    const int32_t member = Lookup(nodes_[index], &cursor, name);
    if (member < 0 ? !scanner.SkipValue(depth + 1) : !ValueAt(member, scanner, depth + 1)) return false;
    if (!scanner.Separator('}', &more)) return false;
    done = !more;
  }
  return true;
}

bool FieldTree::Array(int32_t index, JsonScanner& scanner, int depth) {
  if (depth >= JsonScanner::kMaxDepth) return scanner.Fail("the text nests deeper than 512 levels");
  const std::vector<Node::Element>& elements = nodes_[index].elements;
  // Negative indexes count from the end, which is known only there.
  std::vector<std::string_view> passed;
  bool from_end = false;
  for (const Node::Element& element : elements) from_end |= element.index < 0;
  bool done;
  if (!scanner.Open(']', &done)) return false;
  for (int64_t i = 0; !done; ++i) {
    int32_t wanted = -1;
    for (const Node::Element& element : elements) {
      if (element.index == i) wanted = element.node;
    }
    const char* const from = scanner.at();
    bool more;
    if (wanted < 0 ? !scanner.SkipValue(depth + 1) : !ValueAt(wanted, scanner, depth + 1)) return false;
    if (from_end) passed.emplace_back(from, static_cast<size_t>(scanner.at() - from));
    if (!scanner.Separator(']', &more)) return false;
    done = !more;
  }
  for (const Node::Element& element : elements) {
    const int64_t size = static_cast<int64_t>(passed.size());
    if (element.index >= 0 || element.index + size < 0) continue;
    JsonScanner again(passed[static_cast<size_t>(element.index + size)]);
    ValueAt(element.node, again, depth + 1);
  }
  return true;
}

void FieldTree::Clear(int32_t index) {
  Node& node = nodes_[index];
  if (node.seen_in != record_) return;
  node.seen_in = 0;
  if (node.slot >= 0) slots_[node.slot].record = 0;
  for (const Node::Member& member : node.members) Clear(member.node);
  for (const Node::Element& element : node.elements) Clear(element.node);
}

bool FieldTree::ValueAt(int32_t index, JsonScanner& scanner, int depth) {
  Clear(index);  // of equal names the last one counts, with all that is in it
  nodes_[index].seen_in = record_;
  JsonSlice value;
  const char first = scanner.peek();
  const bool into_object = first == '{' && !nodes_[index].members.empty();
  const bool into_array = first == '[' && !nodes_[index].elements.empty();
  if (into_object || into_array) {
    const char* const from = scanner.at();
    const uint64_t spaces = scanner.spaces();
    if (into_object ? !Object(index, scanner, depth) : !Array(index, scanner, depth)) return false;
    value = {into_object ? JsonSlice::Kind::kObject : JsonSlice::Kind::kArray,
             false,
             scanner.spaces() != spaces,
             {from, static_cast<size_t>(scanner.at() - from)}};
  } else {
    if (!scanner.Value(&value, depth)) return false;
    // JSON text in a string counts as that JSON where a path goes on inside it.
    if (value.kind == JsonSlice::Kind::kString && !nodes_[index].is_leaf()) {
      const std::string_view text = value.escaped ? UnescapeJson(value.raw, *arena_) : value.raw;
      JsonScanner inner(text);
      inner.SkipSpaces();
      const bool object = inner.peek() == '{' && !nodes_[index].members.empty();
      const bool array = inner.peek() == '[' && !nodes_[index].elements.empty();
      if (object || array) {
        bool whole = object ? Object(index, inner, depth) : Array(index, inner, depth);
        if (whole) {
          inner.SkipSpaces();
          whole = inner.at_end();
        }
        if (!whole) {
          Clear(index);
          nodes_[index].seen_in = record_;
        }
      }
    }
  }
  if (nodes_[index].slot >= 0) {
    Slot& slot = slots_[nodes_[index].slot];
    slot.record = record_;
    slot.value = value;
  }
  return true;
}

}  // namespace quarry
