// The public suffix list: under which names anyone can register or be given a name. libpsl reads and answers; the list
// itself is under the Mozilla Public License 2.0 and comes with libpsl or as a file.
// Thread rule: immutable after loading; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace quarry {

class PublicSuffixList {
 public:
  // The list that libpsl was built with: the same answers on every machine that has the same library.
  static const PublicSuffixList& BuiltIn();
  // A list as publicsuffix.org publishes it (or libpsl's compiled form of it).
  static Result<PublicSuffixList> Load(const std::string& path);

  // Where libpsl expects the system's compiled list; "" when it was built without such a place.
  static std::string SystemFile();

  PublicSuffixList(PublicSuffixList&&) noexcept;
  PublicSuffixList& operator=(PublicSuffixList&&) noexcept;
  ~PublicSuffixList();

  // REQUIRES of all: hosts are normalised names, not addresses. Names beyond the 253 bytes of DNS have no suffix.
  // The part of `host` that is a public suffix, a view into it; the last label when no rule fits.
  std::string_view SuffixOf(std::string_view host) const;
  // The suffix and one label more; "" when there is no such label.
  std::string_view RegistrableDomain(std::string_view host) const;
  // Is `name` itself a public suffix by a rule of the list? A leading "*." asks for the names below it.
  bool HasRule(std::string_view name) const;

 private:
  struct Context;
  explicit PublicSuffixList(std::unique_ptr<Context> context);
  std::unique_ptr<Context> context_;
};

// One rule of a list in its published form.
struct PublicSuffixRule {
  std::string name;  // "*.compute.estate", without the "!" of exceptions
  int line = 0;
  bool private_section = false;  // by a company for its customers, not by a registry
  bool exception = false;
};
// The rules of a published list, in its order. An Error when `text` is not one.
Result<std::vector<PublicSuffixRule>> ParsePublicSuffixRules(std::string_view text);

}  // namespace quarry
