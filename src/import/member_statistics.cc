// Walks over records and notes what their members hold. External entries: MemberStatistics::Add, Merge, Tree.
#include "import/member_statistics.h"

#include <algorithm>

#include "base/ascii.h"
#include "bind/mappings/discover_columns.h"
#include "types/number.h"
#include "types/ticks.h"

namespace quarry {
namespace {

constexpr int kMaxDepth = 8;
constexpr size_t kMostMembers = 2000;  // of one object; a member with more is used as a map, not as a record

bool HoldsJson(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

void AddForm(MemberNode& node, const std::optional<TimeForm>& form) {
  if (!form || (node.form && *node.form != *form)) node.forms_differ = true;
  if (!node.form) node.form = form;
}

void ToTree(const MemberNode& node, MemberTree& tree) {
  tree.open = node.open;
  if (node.open) return;
  for (const auto& member : node.members) ToTree(*member, tree.members[member->name]);
}

}  // namespace

const MemberNode* MemberNode::Find(std::string_view member) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m->name == member; });
  return found == members.end() ? nullptr : found->get();
}

void MemberStatistics::Add(std::string_view record) {
  arena_.Reset();
  ++record_;
  JsonScanner scanner(record);
  if (scanner.peek() == '{') Walk(root_, scanner, 0);
}

// Members mostly come in the order in which they came before.
MemberNode* MemberStatistics::Member(MemberNode& node, std::string_view name, size_t* cursor) {
  if (*cursor < node.members.size() && node.members[*cursor]->name == name) return node.members[(*cursor)++].get();
  for (size_t i = 0; i < node.members.size(); ++i) {
    if (node.members[i]->name == name) {
      *cursor = i + 1;
      return node.members[i].get();
    }
  }
  if (node.members.size() >= kMostMembers) {
    node.open = true;
    return nullptr;
  }
  node.members.push_back(std::make_unique<MemberNode>());
  node.members.back()->name = name;
  *cursor = node.members.size();
  return node.members.back().get();
}

void MemberStatistics::Walk(MemberNode& node, JsonScanner& scanner, int depth) {
  if (node.last_record != record_) ++node.records;
  node.last_record = record_;
  if (scanner.peek() != '{' || depth > kMaxDepth) {
    JsonSlice value;
    if (scanner.Value(&value)) Classify(node, value);
    if (value.kind == JsonSlice::Kind::kObject) node.open = true;
    return;
  }
  node.values |= kObject;
  bool empty = false;
  if (!scanner.Open('}', &empty)) return;
  size_t cursor = 0;
  for (bool more = !empty; more;) {
    std::string_view name;
    bool escaped = false;
    if (!scanner.Key(&name, &escaped)) return;
    MemberNode* member = Member(node, escaped ? UnescapeJson(name, arena_) : name, &cursor);
    if (member != nullptr)
      Walk(*member, scanner, depth + 1);
    else if (!scanner.SkipValue())
      return;
    if (!scanner.Separator('}', &more)) return;
  }
}

void MemberStatistics::Classify(MemberNode& node, const JsonSlice& value) {
  using Kind = JsonSlice::Kind;
  switch (value.kind) {
    case Kind::kNull:
      node.values |= kNullValue;
      return;
    case Kind::kTrue:
    case Kind::kFalse:
      node.values |= kBoolValue;
      node.kinds |= kBooleanKind;
      return;
    case Kind::kNumber: {
      const std::optional<int64_t> integer = ParseInteger(value.raw);
      if (integer && std::to_string(*integer) == value.raw) {
        node.values |= kIntegerValue;
        node.beyond_int |= *integer != static_cast<int32_t>(*integer);
        node.kinds |= kIntegerKind;
        return;
      }
      const bool whole = value.raw.find_first_of(".eE") == std::string_view::npos;
      node.kinds |= whole && integer ? kIntegerKind : kRealKind;
      const std::optional<double> real = ParseReal(value.raw);
      node.values |= real && FormatReal(*real, true) == value.raw ? kRealValue : kOtherNumber;
      return;
    }
    case Kind::kString:
      ClassifyText(node, value.escaped ? UnescapeJson(value.raw, arena_) : value.raw);
      return;
    case Kind::kArray:
      node.values |= kArray;
      node.kinds |= kStructureKind;
      node.open = true;
      return;
    case Kind::kObject:
      node.values |= kObject;
      node.kinds |= kStructureKind;
      return;
  }
}

void MemberStatistics::ClassifyText(MemberNode& node, std::string_view text) {
  const unsigned kinds = ColumnKindsOfText(text, untyped_);
  node.kinds |= kinds;
  if (text.empty()) {
    node.values |= kEmptyText;
  } else if (HoldsJson(text)) {
    node.values |= kJsonText;
    node.open = true;
  } else if (LooksLikeTime(text)) {
    node.values |= kTimeText;
    const int64_t time = ParseIsoDateTime(text).value_or(0);
    AddForm(node, FormOfTime(text, time));
    node.seventh_digit |= time % kTicksPerMicrosecond != 0;
  } else if (text == "true" || text == "false") {
    node.values |= kBoolText;
  } else {
    const bool digits = IsAsciiDigit(text[0]) || text[0] == '-';
    const std::optional<int64_t> integer = digits && text.size() < 21 ? ParseInteger(text) : std::nullopt;
    const bool canonical = integer && std::to_string(*integer) == text;
    node.values |= canonical ? kIntegerText : kOtherText;
    node.beyond_int |= canonical && *integer != static_cast<int32_t>(*integer);
  }
}

void MemberStatistics::Merge(MemberNode& to, const MemberNode& from) {
  to.records += from.records;
  to.values |= from.values;
  to.kinds |= from.kinds;
  to.open |= from.open;
  to.seventh_digit |= from.seventh_digit;
  to.beyond_int |= from.beyond_int;
  to.forms_differ |= from.forms_differ;
  if (from.form) AddForm(to, from.form);
  for (const auto& member : from.members) {
    auto mine =
        std::find_if(to.members.begin(), to.members.end(), [&](const auto& m) { return m->name == member->name; });
    if (mine == to.members.end()) {
      to.members.push_back(std::make_unique<MemberNode>());
      to.members.back()->name = member->name;
      mine = to.members.end() - 1;
    }
    Merge(**mine, *member);
  }
}

void MemberStatistics::Merge(const MemberStatistics& other) {
  Merge(root_, other.root_);
}

MemberTree MemberStatistics::Tree() const {
  MemberTree tree;
  ToTree(root_, tree);
  return tree;
}

}  // namespace quarry
