// MemberReader: what reading a YAML file of Quarry's own formats needs: typed members, and errors (Q0501) at their
// place. Thread rule: one thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/yaml/yaml.h"

namespace quarry::yaml {

class MemberReader {
 public:
  explicit MemberReader(DiagnosticList& diagnostics) : diagnostics_(diagnostics) {}

  bool ok() const { return ok_; }
  void Fail(Span span, std::string message, std::string label = {});
  // "unknown member `x`", with a similar one of `known` as suggestion.
  void Unknown(const Node& key, std::initializer_list<std::string_view> known);
  // Each gives an empty or zero value where the node is of another kind, after Fail.
  std::string Text(const Node& value);  // without white space at its end
  std::vector<std::string> Texts(const Node& value);
  int64_t Count(const Node& value);  // 0 and above
  bool Bool(const Node& value);
  // False, after Fail, when the node is no mapping or sequence.
  bool Mapping(const Node& value, std::string_view what);
  bool Sequence(const Node& value, std::string_view what);

 private:
  DiagnosticList& diagnostics_;
  bool ok_ = true;
};

}  // namespace quarry::yaml
