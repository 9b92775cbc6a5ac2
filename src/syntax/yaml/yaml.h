// YAML with positions: rules, packs, schemas, mappings. Parsing is libfyaml's (YAML 1.2, core schema); its header
// stays in yaml.cc.
// Ownership: a Document owns its nodes; texts are decoded copies.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/diagnostic.h"

namespace quarry::yaml {

struct Node {
  // Defined where Node is complete: clang refuses members of an incomplete type in functions that are defined here.
  Node();
  ~Node();
  Node(const Node&);
  Node(Node&&) noexcept;
  Node& operator=(const Node&);
  Node& operator=(Node&&) noexcept;

  enum class Kind : uint8_t { kNull, kScalar, kSequence, kMapping };
  Kind kind = Kind::kNull;
  Span span;                // of the node in its source
  std::string text;         // kScalar: decoded
  bool quoted = false;      // kScalar: quoted or a block scalar; `"1"` is not a number
  bool block = false;       // kScalar: literal or folded block (`|`, `>`); span.start is the first content byte
  std::vector<Node> items;  // kSequence
  std::vector<std::pair<Node, Node>> members;  // kMapping, in source order; keys are scalars

  // The member of a mapping, or nullptr.
  const Node* Find(std::string_view key) const;
  // The text of a scalar member, or "".
  std::string_view TextOf(std::string_view key) const;
  bool is_scalar() const { return kind == Kind::kScalar; }
  // Plain scalars by the core schema: null, true/false, integers, floats. nullopt when it is something else.
  bool IsNull() const;
  std::optional<bool> AsBool() const;
  std::optional<int64_t> AsInteger() const;
  std::optional<double> AsReal() const;
};

// All documents of the source. Duplicate keys, anchors that loop and syntax errors are diagnostics (Q0101 at the
// place). Aliases are expanded, with a limit against expansion bombs.
FailureOr<std::vector<Node>> Parse(const SourceMap& sources, uint16_t source, DiagnosticList& diagnostics);

}  // namespace quarry::yaml
