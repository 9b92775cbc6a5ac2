// MemberStatistics: what the values of every member of a table's records are, over all records. From it the columns of
// the imported files are chosen.
// Ownership: values. Thread rule: one thread at a time; each worker has its own, merged at the end.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "readers/formats/parquet/stored_layout.h"
#include "readers/json/json_scanner.h"

namespace quarry {

enum MemberValue : uint32_t {
  kNullValue = 1,
  kBoolValue = 2,
  kIntegerValue = 4,  // a JSON number that is its own canonical text as a long
  kRealValue = 8,     // a JSON number that is its own canonical text as a real
  kOtherNumber = 16,  // 1.0, 1e5, -0, beyond 64 bits
  kEmptyText = 32,
  kTimeText = 64,      // ISO 8601
  kIntegerText = 128,  // a string that is the canonical text of a long
  kBoolText = 256,     // "true", "false"
  kJsonText = 512,     // a string that holds an object or array
  kOtherText = 1024,
  kArray = 2048,
  kObject = 4096,
};

struct MemberNode {
  std::string name;
  uint64_t records = 0;                              // that have it
  uint64_t last_record = 0;                          // among them; of duplicate members one counts
  uint32_t values = 0;                               // of MemberValue
  unsigned kinds = 0;                                // as discover_columns.h has them
  std::optional<TimeForm> form;                      // of all kTimeText
  bool forms_differ = false;                         // or one has none
  bool beyond_int = false;                           // some kIntegerValue or kIntegerText needs more than 32 bits
  bool seventh_digit = false;                        // some kTimeText has one that is not 0
  bool open = false;                                 // see MemberTree
  std::vector<std::unique_ptr<MemberNode>> members;  // in order of first appearance

  const MemberNode* Find(std::string_view member) const;
};

class MemberStatistics {
 public:
  // `untyped`: every value is text, from which types are inferred (CSV).
  explicit MemberStatistics(bool untyped) : untyped_(untyped) {}
  // `record`: a JSON object, as readers deliver events.
  void Add(std::string_view record);
  void Merge(const MemberStatistics& other);

  const MemberNode& root() const { return root_; }
  bool untyped() const { return untyped_; }
  MemberTree Tree() const;

 private:
  void Walk(MemberNode& node, JsonScanner& scanner, int depth);
  MemberNode* Member(MemberNode& node, std::string_view name, size_t* cursor);
  void Classify(MemberNode& node, const JsonSlice& value);
  void ClassifyText(MemberNode& node, std::string_view text);
  static void Merge(MemberNode& to, const MemberNode& from);

  bool untyped_;
  uint64_t record_ = 0;
  MemberNode root_;
  Arena arena_;
};

}  // namespace quarry
