// Tenant forms: how the host and path of a platform's URLs name the customer, as `*-<tenant>-<code>.a.run.app` or
// `script.google.com/macros/s/<tenant>`.
//
// Labels are compared from the right, and the host may have more of them on the left; segments of the path are
// compared from the left, and there may be more of them on the right. Within a label, `*` and `<name>` stand for
// one or more characters, `<number>` for digits. `*` (without one, `<tenant>`) takes what the others leave; the others
// take as little as they can, counted from the label's ends.
// Thread rule: values and pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace quarry {

class TenantForm {
 public:
  static Result<TenantForm> Parse(std::string_view text);

  // What `<tenant>` stands for in `host` and `path` ("" or from '/' on); "" for a form without it, which says that
  // such hosts have none. nullopt when they do not have this form. Views into the arguments.
  std::optional<std::string_view> Match(std::string_view host, std::string_view path) const;
  bool names_tenant() const { return names_tenant_; }
  bool needs_path() const { return !segments_.empty(); }

 private:
  struct Part {
    enum class Kind : unsigned char { kText, kAny, kNumber, kTenant };
    Kind kind;
    std::string text;  // kText
  };
  struct Pattern {
    std::vector<Part> parts;
    size_t greedy = 0;  // the part that takes what the others leave; parts.size() when all are texts
    bool Match(std::string_view text, std::string_view& tenant) const;
  };
  static Result<Pattern> ParsePattern(std::string_view text);

  std::vector<Pattern> labels_;    // from the left
  std::vector<Pattern> segments_;  // from the left
  bool names_tenant_ = false;
};

}  // namespace quarry
