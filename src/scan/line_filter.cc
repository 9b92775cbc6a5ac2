// Compiles a LiteralFilter into one literal search and a check of the lines that it finds.
// External entries: LineFilter::Next, NextHit and MayMatch.
#include "scan/line_filter.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/check.h"

namespace quarry {

namespace {
using Kind = LiteralFilter::Kind;

bool MayDiffer(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '\x7f' || (c != '\0' && std::strchr("\"\\/:,{}[]", c) != nullptr);
}

// The runs of a literal that raw text holds as they are.
LiteralFilter Runs(const LiteralFilter& literal) {
  std::vector<LiteralFilter> runs;
  const std::string& text = literal.literal;
  std::string run;
  for (size_t i = 0; i <= text.size(); ++i) {
    const bool replacement = text.compare(i, 3, "\xef\xbf\xbd") == 0;
    if (i < text.size() && !MayDiffer(text[i]) && !replacement) {
      run += text[i];
      continue;
    }
    if (!run.empty()) runs.push_back(LiteralFilter::Literal(std::exchange(run, {}), literal.ignore_case));
    if (replacement) i += 2;
  }
  return LiteralFilter::And(std::move(runs));
}

LiteralFilter RawForm(const LiteralFilter& node) {
  switch (node.kind) {
    case Kind::kAny:
    case Kind::kNothing:
      return node;
    case Kind::kLiteral:
      return Runs(node);
    case Kind::kAnd:
    case Kind::kOr:
      break;
  }
  std::vector<LiteralFilter> children;
  for (const LiteralFilter& child : node.children) children.push_back(RawForm(child));
  return node.kind == Kind::kAnd ? LiteralFilter::And(std::move(children)) : LiteralFilter::Or(std::move(children));
}

// About how often a literal occurs by chance, for a text of one byte.
double Chance(const LiteralFilter& literal) {
  double bits = 0;
  for (const char c : literal.literal) bits += ByteSurprise(static_cast<unsigned char>(c)) * 0.6;
  return std::exp2(-std::min(bits, 60.0));
}

struct OrSet {
  double chance = std::numeric_limits<double>::infinity();
  std::vector<SearchLiteral> literals;
};

// The set of literals with the fewest expected hits such that every match of the filter contains one of them.
OrSet BestOrSet(const LiteralFilter& node) {
  OrSet best;
  if (node.kind == Kind::kLiteral) {
    best.chance = Chance(node);
    best.literals.push_back({node.literal, node.ignore_case});
  } else if (node.kind == Kind::kAnd) {
    for (const LiteralFilter& child : node.children) {
      OrSet set = BestOrSet(child);
      if (set.chance < best.chance) best = std::move(set);
    }
  } else if (node.kind == Kind::kOr) {
    best.chance = 0;
    for (const LiteralFilter& child : node.children) {
      OrSet set = BestOrSet(child);
      best.chance += set.chance;
      for (SearchLiteral& literal : set.literals) best.literals.push_back(std::move(literal));
    }
  }
  return best;
}

bool IsOneOfLiterals(const LiteralFilter& node) {
  if (node.kind == Kind::kLiteral) return true;
  if (node.kind != Kind::kOr) return false;
  for (const LiteralFilter& child : node.children) {
    if (child.kind != Kind::kLiteral) return false;
  }
  return true;
}

// Leaves out literals that another one of the set makes redundant. Not worth comparing all with all of a large one.
std::vector<SearchLiteral> WithoutRedundant(const std::vector<SearchLiteral>& all) {
  constexpr size_t kMost = 256;
  if (all.size() > kMost) return all;
  std::vector<SearchLiteral> out;
  for (size_t i = 0; i < all.size(); ++i) {
    bool redundant = false;
    for (size_t j = 0; j < all.size() && !redundant; ++j) {
      if (i == j || (all[i].ignore_case && !all[j].ignore_case)) continue;
      const bool mutual = all[i].text.size() == all[j].text.size() && all[i].ignore_case == all[j].ignore_case;
      redundant = ContainsLiteral(all[i].text, all[j]) && (!mutual || j < i);
    }
    if (!redundant) out.push_back(all[i]);
  }
  return out;
}

int HexDigit(char c) {
  if (IsAsciiDigit(c)) return c - '0';
  const char lower = AsciiLower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The value of the four hexadecimal digits at `at`, or -1.
int HexQuad(std::string_view text, size_t at) {
  if (at + 4 > text.size()) return -1;
  int value = 0;
  for (size_t i = at; i < at + 4; ++i) {
    const int digit = HexDigit(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
}  // namespace

class LineFilter::AnyLiteral {
 public:
  static constexpr size_t kFewest = 4;  // fewer are looked for one by one

  AnyLiteral(std::vector<SearchLiteral> literals, const KernelTable& kernels)
      : literals_(std::move(literals)), kernels_(kernels) {}
  bool In(std::string_view record) const {
    std::call_once(made_, [this] { search_.emplace(literals_, std::string_view(), kernels_); });
    size_t cursor = 0;
    LiteralSearch::Match match;
    return search_->Next(record, &cursor, &match);
  }

 private:
  const std::vector<SearchLiteral> literals_;
  const KernelTable& kernels_;
  mutable std::once_flag made_;
  mutable std::optional<LiteralSearch> search_;
};

LineFilter::LineFilter(LineFilter&&) noexcept = default;
LineFilter& LineFilter::operator=(LineFilter&&) noexcept = default;
LineFilter::~LineFilter() = default;

LineFilter::LineFilter(const LiteralFilter& filter, std::string_view sample, const KernelTable& kernels)
    : filter_(RawForm(filter)) {
  if (passes_all() || passes_nothing()) return;
  OrSet best = BestOrSet(filter_);
  search_ = WithoutRedundant(best.literals);
  search_is_exact_ = IsOneOfLiterals(filter_);
  if (!search_is_exact_) FindAnyLiterals(filter_, kernels);
  // Any part of an escape in JSON text that lies in a string may be escaped itself.
  for (const char c : std::string_view("\\u0123456789abcdefABCDEF"))
    escapes_of_letter_[static_cast<unsigned char>(c)] = true;
  const auto note = [&](const auto& self, const LiteralFilter& node) -> void {
    for (const char c : node.literal) {
      if (static_cast<unsigned char>(c) >= 0x80) {
        escapes_beyond_ = true;
        for (int i = 0x80; i < 0x100; ++i) escapes_of_letter_[i] = true;
      }
      escapes_of_letter_[static_cast<unsigned char>(c)] = true;
      if (node.ignore_case) {
        escapes_of_letter_[static_cast<unsigned char>(AsciiLower(c))] = true;
        escapes_of_letter_[static_cast<unsigned char>(AsciiUpper(c))] = true;
      }
    }
    for (const LiteralFilter& child : node.children) self(self, child);
  };
  note(note, filter_);
  std::vector<SearchLiteral> literals = search_;
  literals.push_back({escapes_beyond_ ? "\\u" : "\\u00", false});
  searcher_ = std::make_unique<LiteralSearch>(std::move(literals), sample, kernels);
}

void LineFilter::FindAnyLiterals(const LiteralFilter& node, const KernelTable& kernels) {
  std::vector<SearchLiteral> literals;
  for (const LiteralFilter& child : node.children) {
    if (child.kind != Kind::kLiteral)
      FindAnyLiterals(child, kernels);
    else
      literals.push_back({child.literal, child.ignore_case});
  }
  if (node.kind == Kind::kOr && literals.size() >= AnyLiteral::kFewest)
    any_literals_.emplace(node.children.data(), std::make_unique<AnyLiteral>(std::move(literals), kernels));
}

// `at` is the place of the backslash.
bool LineFilter::IsRelevantEscape(std::string_view text, size_t at) const {
  const int code = HexQuad(text, at + 2);
  if (code < 0) return false;
  return code < 256 ? escapes_of_letter_[code] : escapes_beyond_;
}

bool LineFilter::Satisfies(const LiteralFilter& node, std::string_view record) const {
  switch (node.kind) {
    case Kind::kAny:
      return true;
    case Kind::kNothing:
      return false;
    case Kind::kLiteral:
      return ContainsLiteral(record, {node.literal, node.ignore_case});
    case Kind::kAnd:
      for (const LiteralFilter& child : node.children) {
        if (!Satisfies(child, record)) return false;
      }
      return true;
    case Kind::kOr: {
      const auto any = any_literals_.find(node.children.data());
      const bool searched = any != any_literals_.end();
      if (searched && any->second->In(record)) return true;
      for (const LiteralFilter& child : node.children) {
        if (!(searched && child.kind == Kind::kLiteral) && Satisfies(child, record)) return true;
      }
      return false;
    }
  }
  return true;
}

bool LineFilter::MayMatch(std::string_view record) const {
  if (passes_all()) return true;
  if (passes_nothing()) return false;
  const size_t escape = search_.size();
  bool found = false;
  size_t cursor = 0;
  for (LiteralSearch::Match match; searcher_->Next(record, &cursor, &match);) {
    if (match.literal == escape) {
      if (IsRelevantEscape(record, match.position)) return true;
    } else {
      found = true;
      if (search_is_exact_) return true;
    }
  }
  return found && Satisfies(filter_, record);
}

size_t LineFilter::NextHit(std::string_view text, size_t from) const {
  if (passes_all()) return from;
  if (passes_nothing()) return text.size();
  size_t cursor = from;
  for (LiteralSearch::Match match; searcher_->Next(text, &cursor, &match);) {
    if (match.literal != search_.size() || IsRelevantEscape(text, match.position)) return match.position;
  }
  return text.size();
}

bool LineFilter::Next(std::string_view text, size_t from, Line* line) const {
  QUARRY_CHECK(searcher_ != nullptr);
  const size_t escape = search_.size();
  size_t cursor = from;
  for (LiteralSearch::Match match; searcher_->Next(text, &cursor, &match);) {
    const bool is_escape = match.literal == escape;
    if (is_escape && !IsRelevantEscape(text, match.position)) continue;
    if (match.position < from) continue;  // begins in a line before
    const void* const before = ::memrchr(text.data() + from, '\n', match.position - from);
    line->begin = before ? static_cast<size_t>(static_cast<const char*>(before) - text.data()) + 1 : from;
    const size_t end = text.find('\n', match.position);
    line->end = end == std::string_view::npos ? text.size() : end;
    if (is_escape || search_is_exact_) return true;
    const std::string_view record = text.substr(line->begin, line->end - line->begin);
    if (Satisfies(filter_, record)) return true;
    // Not by its plain text; an escape later in the line may still count.
    size_t inner = 0;
    for (LiteralSearch::Match other; searcher_->Next(record, &inner, &other);) {
      if (other.literal == escape && IsRelevantEscape(record, other.position)) return true;
    }
    from = line->end + 1;
    if (from >= text.size()) return false;
    cursor = from;
  }
  return false;
}

std::string LineFilter::DescribeSearch() const {
  if (passes_all()) return "every record";
  if (passes_nothing()) return "no record";
  std::string out;
  for (const SearchLiteral& literal : search_) {
    if (!out.empty()) out += " | ";
    out += "\"" + literal.text + "\"" + (literal.ignore_case ? " nocase" : "");
  }
  return out;
}

}  // namespace quarry
