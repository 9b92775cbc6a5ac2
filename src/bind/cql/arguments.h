// CqlArguments: a call's arguments, matched with the parameters of its function and read by their kinds.
// Readers that fail add a diagnostic at the argument and clear ok(); functions read all that they need, then ask ok().
// Thread rule: one thread, within one bind.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bind/cql/function.h"
#include "bind/cql/stage.h"
#include "syntax/cql/tree.h"

namespace quarry {

class CqlArguments {
 public:
  // Names that the caller deals with itself are listed in `tolerated`.
  CqlArguments(CqlStage& stage, const CqlFunctionDef& def, const cql::Call& call);

  bool ok() const { return ok_; }
  void Fail() { ok_ = false; }
  const cql::Call& call() const { return call_; }
  const CqlFunctionDef& def() const { return def_; }
  Span span() const { return call_.span; }

  bool Has(std::string_view parameter) const { return Get(parameter) != nullptr; }
  const cql::Expr* Get(std::string_view parameter) const;
  Span SpanOf(std::string_view parameter) const;

  std::string Field(std::string_view parameter);                // a name; the default when not given
  std::vector<std::string> Fields(std::string_view parameter);  // one or several names
  std::string String(std::string_view parameter);
  std::vector<std::string> Strings(std::string_view parameter);
  double Number(std::string_view parameter);
  // A count; "max" gives `maximum`. More than the maximum is refused.
  uint64_t Limit(std::string_view parameter, uint64_t maximum);
  bool Bool(std::string_view parameter);
  ExprPtr Value(std::string_view parameter);  // an expression; absent when not given
  std::vector<ExprPtr> Values(std::string_view parameter);
  int64_t Milliseconds(std::string_view parameter);  // a relative time
  const cql::Pipeline* Pipeline(std::string_view parameter);
  std::vector<const cql::Expr*> List(std::string_view parameter);  // elements of an array, or the one value
  // The name of an array, which is written with "[]"; nullopt after a diagnostic.
  std::optional<std::string> Array(std::string_view parameter);
  // The value of field parameter `parameter`.
  ExprPtr FieldValue(std::string_view parameter);

  Diagnostic& Invalid(std::string_view parameter, std::string message);

  // The text and the field name that an untyped argument stands for; nullopt after a diagnostic.
  std::optional<std::string> TextOf(const cql::Expr& expr);
  std::optional<std::string> NameOf(const cql::Expr& expr);

  // Milliseconds of "5m", "1day"; nullopt when it is no relative time.
  static std::optional<int64_t> ParseSpan(std::string_view text);

 private:
  const CqlParameter* Find(std::string_view parameter) const;

  CqlStage& stage_;
  const CqlFunctionDef& def_;
  const cql::Call& call_;
  std::vector<std::pair<std::string_view, const cql::Expr*>> given_;
  cql::Expr subject_;
  bool ok_ = true;
};

}  // namespace quarry
