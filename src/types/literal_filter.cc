#include "types/literal_filter.h"

namespace quarry {

namespace {
LiteralFilter Combine(std::vector<LiteralFilter> children, LiteralFilter::Kind kind) {
  using Kind = LiteralFilter::Kind;
  const Kind neutral = kind == Kind::kAnd ? Kind::kAny : Kind::kNothing;
  const Kind absorbing = kind == Kind::kAnd ? Kind::kNothing : Kind::kAny;
  LiteralFilter out;
  out.kind = kind;
  for (LiteralFilter& child : children) {
    if (child.kind == neutral) continue;
    if (child.kind == absorbing) {
      LiteralFilter all;
      all.kind = absorbing;
      return all;
    }
    if (child.kind == kind) {
      for (LiteralFilter& grandchild : child.children) out.children.push_back(std::move(grandchild));
    } else {
      out.children.push_back(std::move(child));
    }
  }
  if (out.children.empty()) {
    out.kind = neutral;
  } else if (out.children.size() == 1) {
    LiteralFilter only = std::move(out.children.front());
    return only;
  }
  return out;
}
}  // namespace

LiteralFilter LiteralFilter::And(std::vector<LiteralFilter> children) {
  return Combine(std::move(children), Kind::kAnd);
}
LiteralFilter LiteralFilter::Or(std::vector<LiteralFilter> children) {
  return Combine(std::move(children), Kind::kOr);
}

std::string LiteralFilter::ToString() const {
  switch (kind) {
    case Kind::kAny:
      return "any";
    case Kind::kNothing:
      return "nothing";
    case Kind::kLiteral:
      return "\"" + literal + "\"" + (ignore_case ? " nocase" : "");
    case Kind::kAnd:
    case Kind::kOr:
      break;
  }
  std::string out = "(";
  for (size_t i = 0; i < children.size(); ++i) {
    if (i) out += kind == Kind::kAnd ? " & " : " | ";
    out += children[i].ToString();
  }
  return out + ")";
}

}  // namespace quarry
