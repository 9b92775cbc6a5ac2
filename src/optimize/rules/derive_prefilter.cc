// derive_prefilter: the literals that the raw text of a row must contain for the conditions over its scan to hold.
// It may pass rows that do not match and never leaves out one that does:
//   - literals come from FunctionDef::literals of calls whose one argument that is not constant is text taken from
//     the record as it stands there (a string or dynamic field, a part of one). Numbers, times, guids and whatever
//     is computed have other spellings in the record and give nothing.
//   - a choice (iff, case, coalesce) gives what any of its branches would give.
//   - text that was lowered, raised or normalised as a host gives literals without case: these functions never turn a
//     letter outside ASCII into one inside.
//   - a normalised host may have labels in Punycode, whose letters do not stand in the record. Only functions that
//     compare whole labels give literals of it, and only such that name no label in Punycode.
//   - a text is not empty (`isnotempty`) only if what its function looks for is there.
#include <algorithm>

#include "base/ascii.h"
#include "optimize/rewrite.h"
#include "optimize/rule.h"
#include "plan/evaluator.h"

namespace quarry {

namespace {

// What happened to the text between the record and the predicate.
struct TextOrigin {
  bool from_record = false;
  bool case_changed = false;
  bool formatted = false;  // may be a number, bool or null that was written anew
  bool host = false;       // labels may have become Punycode
};

class Deriver {
 public:
  explicit Deriver(const Rel& scan) : scan_(scan) {}

  LiteralFilter Derive(const ExprPtr& expr) const {
    if (expr->is_literal()) {
      const bool is_true = !expr->literal.is_null() && expr->type == Type::kBool && expr->literal.boolean();
      return is_true ? LiteralFilter::Any() : LiteralFilter::Nothing();
    }
    if (expr->kind != Expr::Kind::kCall) return LiteralFilter::Any();
    const std::string_view name = expr->function->name;
    if (name == "and" || name == "or") {
      std::vector<LiteralFilter> children;
      for (const ExprPtr& arg : expr->args) children.push_back(Derive(arg));
      return name == "and" ? LiteralFilter::And(std::move(children)) : LiteralFilter::Or(std::move(children));
    }
    if (const ExprPtr text = RequiredNotEmpty(*expr)) return OfNotEmpty(expr, text);
    if (expr->function->literals == nullptr) return LiteralFilter::Any();
    return OfCall(expr);
  }

 private:
  // The text that `expr` asks not to be empty; nullptr when it asks something else.
  static ExprPtr RequiredNotEmpty(const Expr& expr) {
    // `x != ""` is another question: it is true for a null.
    if (expr.function->name != "is_not_empty" || expr.args[0]->type != Type::kString) return nullptr;
    return expr.args[0];
  }

  LiteralFilter OfNotEmpty(const ExprPtr& expr, const ExprPtr& text) const {
    if (IsChoice(*text)) return OfBranches(expr, 0);
    if (text->kind == Expr::Kind::kCall && text->function->literals != nullptr) return OfCall(text);
    return LiteralFilter::Any();
  }

  LiteralFilter OfCall(const ExprPtr& call) const {
    std::vector<const Value*> constants;
    size_t variable = 0, variables = 0;
    for (size_t i = 0; i < call->args.size(); ++i) {
      constants.push_back(call->args[i]->is_literal() ? &call->args[i]->literal : nullptr);
      if (constants.back() != nullptr) continue;
      variable = i;
      ++variables;
    }
    if (variables != 1) return LiteralFilter::Any();
    const ExprPtr& text = call->args[variable];
    if (IsChoice(*text)) return OfBranches(call, variable);
    const TextOrigin origin = OriginOf(*text);
    if (!origin.from_record) return LiteralFilter::Any();
    LiteralFilter literals = call->function->literals(constants);
    if (origin.case_changed) literals = CaseChanged(literals);
    if (origin.formatted) literals = Unformatted(literals);
    if (origin.host) literals = ComparesWholeLabels(*call->function) ? WithoutPunycode(literals) : LiteralFilter::Any();
    return literals;
  }

  static bool IsChoice(const Expr& expr) {
    if (expr.kind != Expr::Kind::kCall) return false;
    return expr.function->name == "iff" || expr.function->name == "case" || expr.function->name == "coalesce";
  }

  // The call is true only if it is true for one of the branches.
  LiteralFilter OfBranches(const ExprPtr& call, size_t variable) const {
    const Expr& choice = *call->args[variable];
    const bool coalesce = choice.function->name == "coalesce";
    std::vector<LiteralFilter> children;
    for (size_t i = 0; i < choice.args.size(); ++i) {
      const bool is_value = coalesce || i % 2 == 1 || i + 1 == choice.args.size();
      if (!is_value) continue;
      if (choice.args[i]->type != choice.type) return LiteralFilter::Any();
      auto copy = std::make_shared<Expr>(*call);
      copy->args[variable] = choice.args[i];
      LiteralFilter of_value = Derive(FoldConstants(copy));
      // A branch behind a condition is taken only if that holds.
      if (coalesce || i % 2 == 0)
        children.push_back(std::move(of_value));
      else
        children.push_back(LiteralFilter::And({Derive(choice.args[i - 1]), std::move(of_value)}));
    }
    return LiteralFilter::Or(std::move(children));
  }

  TextOrigin OriginOf(const Expr& expr) const {
    if (expr.kind == Expr::Kind::kColumn) {
      for (size_t i = 0; i < scan_.output.size(); ++i) {
        if (scan_.output[i].id != expr.column) continue;
        const ScanColumn& column = scan_.scan_columns[i];
        const bool text = column.type == Type::kString || column.type == Type::kDynamic;
        return {text && (column.kind == ScanColumn::Kind::kField || column.kind == ScanColumn::Kind::kEvent)};
      }
      return {};
    }
    if (expr.kind != Expr::Kind::kCall || expr.args.empty()) return {};
    const std::string_view name = expr.function->name;
    if (name == "dynamic_member" || name == "dynamic_index" || name == "parse_json" || name == "to_dynamic") {
      for (size_t i = 1; i < expr.args.size(); ++i)
        if (!expr.args[i]->is_literal()) return {};
      return OriginOf(*expr.args[0]);
    }
    if (name == "to_string" && (expr.args[0]->type == Type::kString || expr.args[0]->type == Type::kDynamic)) {
      TextOrigin origin = OriginOf(*expr.args[0]);
      origin.formatted |= expr.args[0]->type == Type::kDynamic;
      return origin;
    }
    if ((name == "to_lower" || name == "to_upper" || name == "normalize_host") && expr.args.size() == 1) {
      TextOrigin origin = OriginOf(*expr.args[0]);
      origin.case_changed = true;
      origin.host |= name == "normalize_host";
      return origin;
    }
    return {};
  }

  template <typename F>
  static LiteralFilter MapLiterals(const LiteralFilter& filter, const F& f) {
    if (filter.kind == LiteralFilter::Kind::kLiteral) return f(filter);
    if (filter.kind != LiteralFilter::Kind::kAnd && filter.kind != LiteralFilter::Kind::kOr) return filter;
    std::vector<LiteralFilter> children;
    for (const LiteralFilter& child : filter.children) children.push_back(MapLiterals(child, f));
    return filter.kind == LiteralFilter::Kind::kAnd ? LiteralFilter::And(std::move(children))
                                                    : LiteralFilter::Or(std::move(children));
  }

  static LiteralFilter CaseChanged(const LiteralFilter& filter) {
    return MapLiterals(filter, [](const LiteralFilter& literal) {
      std::vector<LiteralFilter> pieces;
      std::string piece;
      for (char c : literal.literal) {
        if (static_cast<unsigned char>(c) < 0x80) {
          piece += c;
          continue;
        }
        pieces.push_back(LiteralFilter::Literal(std::move(piece), true));
        piece.clear();
      }
      pieces.push_back(LiteralFilter::Literal(std::move(piece), true));
      return LiteralFilter::And(std::move(pieces));
    });
  }

  static bool ComparesWholeLabels(const FunctionDef& function) {
    for (std::string_view name : {"domain_suffix_match", "equals", "equals_nocase", "in", "in_nocase"})
      if (function.name == name) return true;
    return false;
  }

  static LiteralFilter WithoutPunycode(const LiteralFilter& filter) {
    return MapLiterals(filter, [](const LiteralFilter& literal) {
      return AsciiLowered(literal.literal).find("xn--") == std::string::npos ? literal : LiteralFilter::Any();
    });
  }

  // Numbers may be written anew (1e2 as 100), and true, false and null in another case. A literal that can be no part
  // of these must come from a text.
  static LiteralFilter Unformatted(const LiteralFilter& filter) {
    return MapLiterals(filter, [](const LiteralFilter& literal) {
      bool numeric = true;
      for (char c : literal.literal)
        numeric &= IsAsciiDigit(c) || c == '+' || c == '-' || c == '.' || AsciiLower(c) == 'e';
      const std::string lower = AsciiLowered(literal.literal);
      for (std::string_view word : {"true", "false", "null", "nan", "infinity"})
        numeric |= word.find(lower) != std::string_view::npos;
      return numeric ? LiteralFilter::Any() : literal;
    });
  }

  const Rel& scan_;
};

// The conditions that look at one member of the record each.
void AddKeyFilters(const Rel& scan, const ExprPtr& predicate, std::vector<KeyFilter>& filters) {
  std::vector<ExprPtr> terms;
  SplitAnd(predicate, terms);
  for (const ExprPtr& term : terms) {
    std::vector<ColumnId> read;
    CollectColumns(*term, read);
    if (read.empty() || std::count(read.begin(), read.end(), read[0]) != static_cast<ptrdiff_t>(read.size())) continue;
    for (size_t i = 0; i < scan.output.size(); ++i) {
      const ScanColumn& column = scan.scan_columns[i];
      if (scan.output[i].id != read[0] || column.kind != ScanColumn::Kind::kField || column.paths.size() != 1) continue;
      const FieldPath& path = column.paths[0];
      if (path.size() != 1 || path[0].is_index) continue;
      LiteralFilter filter = Deriver(scan).Derive(term);
      if (filter.kind != LiteralFilter::Kind::kAny && filter.kind != LiteralFilter::Kind::kNothing)
        filters.push_back({path[0].name, std::move(filter)});
    }
  }
}

RelPtr Derive(const RelPtr& rel, const SharedNodes& shared) {
  const RelPtr& scan = rel->kind == Rel::Kind::kFilter ? rel->inputs[0] : rel;
  if (scan->kind != Rel::Kind::kScan || (scan != rel && shared.Has(scan))) return rel;
  const ExprPtr& predicate = scan == rel ? scan->scan_predicate : rel->predicate;
  if (!predicate) return rel;
  LiteralFilter filter = Deriver(*scan).Derive(predicate);
  if (filter.kind == LiteralFilter::Kind::kAny) return rel;
  auto copy = std::make_shared<Rel>(*scan);
  AddKeyFilters(*scan, predicate, copy->key_filters);
  copy->prefilter = LiteralFilter::And({std::move(filter), scan->prefilter});
  return scan == rel ? RelPtr(std::move(copy)) : WithInputs(rel, {RelPtr(std::move(copy))});
}

RelPtr Apply(const RelPtr& plan, ColumnIds&) {
  return RewriteBottomUp(plan, Derive);
}

}  // namespace

QUARRY_DEFINE(RuleDef, kDerivePrefilter) = {
    .name = "derive_prefilter",
    .doc = "Derives the literals that a record must contain to pass, so that the scan skips others unread.",
    .order = 110,
    .apply = Apply,
    .skips_records = true,
};

}  // namespace quarry
