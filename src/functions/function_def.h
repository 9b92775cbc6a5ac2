// FunctionDef: a scalar, aggregate or window function, declared once. The registry, the binder, the
// reference pages, completion and `quarry functions` all read this definition.
//
// A function is two files: functions/library/<family>/<name>.cc and tests/conformance/functions/<family>/<name>.qtest.
// The build generates the registry from the folder and fails on a missing part.
//
// Native kernels are the truth for every scalar function; they run in DuckDB as vector functions and in our own
// evaluator (constant folding, scan predicates). `duckdb` replaces the kernel by a DuckDB expression only where
// tests show equal results on the corner cases. Aggregates and window functions have a lowering and no kernel.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/define.h"
#include "base/result.h"
#include "sql/tree.h"
#include "types/cell.h"
#include "types/literal_filter.h"
#include "types/type.h"
#include "types/value.h"

namespace quarry {

enum class Lang : uint8_t { kKql, kCql, kSigma };

// How the languages call it. `name` may be a function name ("tolower") or an operator ("has", "=~", "+").
struct Spelling {
  Lang lang;
  std::string_view name;
};

enum class FunctionKind : uint8_t { kScalar, kAggregate, kWindow };

// What a null argument does. The kernel of a kPropagate / kFalse function never sees a null.
enum class NullRule : uint8_t {
  kPropagate,  // any null argument: null
  kFalse,      // any null argument: false
  kHandled,    // the kernel (or lowering) decides
};

// Per-call state made once from the constant arguments: a compiled regular expression, a hash set of values.
// Immutable after preparation and shared between threads.
class CallState {
 public:
  virtual ~CallState() = default;
};

// What `prepare` sees: for each argument its type and, where it is constant, its value (else nullptr).
struct PrepareCall {
  std::span<const Type> types;
  std::span<const Value* const> constants;
};
// An Error's message is shown as a diagnostic at the argument; `argument` says which (default: the call).
using PrepareFn = Result<std::unique_ptr<const CallState>> (*)(const PrepareCall& call);

// What a kernel sees beside its arguments.
struct KernelCall {
  const CallState* state;       // nullptr when the function has no `prepare`
  std::span<const Type> types;  // of the arguments
  Type result_type;
  Arena& arena;  // for text results; lives until the batch is consumed
};
// Writes the result for one row. `args` has types.size() cells. `result` arrives null.
using Kernel = void (*)(const KernelCall& call, const Cell* args, Cell& result);

// Lets a lowering call the kernel of another scalar function, which must not prepare: to_dynamic around the values
// that an aggregate collects. The engine implements it.
class KernelCaller {
 public:
  virtual sql::ExprPtr CallKernel(std::string_view canonical_name, std::vector<sql::ExprPtr> args,
                                  const std::vector<Type>& types) = 0;

 protected:
  ~KernelCaller() = default;
};

// What a lowering sees. For aggregates `args` are the argument expressions; the result may be any expression
// over aggregate calls.
struct LoweringCall {
  std::span<const sql::ExprPtr> args;
  std::span<const Type> types;
  std::span<const Value* const> constants;
  Type result_type;
  KernelCaller* kernels = nullptr;
  // Aggregates under `summarize` may be filtered per aggregate (CQL composites); lowerings ignore this.
};
// A scalar's lowering may return nullptr: no DuckDB expression is equal for these types, call the kernel.
using Lowering = sql::ExprPtr (*)(const LoweringCall& call);

// The literals that a row must contain for a call in a filter to be true (a text result: not empty), from its
// constant arguments. They speak of the other argument's text as it stands in the row: of a string column or a
// member of one, perhaps through to_lower, to_upper or normalize_host, when all literals ignore case.
using LiteralsFn = LiteralFilter (*)(std::span<const Value* const> constants);
// The result type where the signature cannot say it.
using ResultTypeFn = Type (*)(std::span<const Type> types);

struct FunctionDef {
  std::string_view name;  // canonical, unique, snake_case: "has_term"
  FunctionKind kind = FunctionKind::kScalar;
  std::vector<Spelling> spelled;  // empty: internal
  // "(text: string, start: long, length?: long) -> string". Types: the ten, `any`, `number` (int long real decimal),
  // unions "long|real". `name?` optional, `name...` repeated one or more times (last parameter only). Result: a type,
  // or `same(1)`: the type of the first argument, `common(1,2)` / `common(...)`: the promoted type of those arguments,
  // or `custom`: see result_type.
  std::string_view signature;
  std::string_view doc;      // one sentence, then details; Markdown
  std::string_view example;  // one line in KQL (or CQL), shown in the reference
  NullRule null_rule = NullRule::kPropagate;
  // KQL: a string result is never null; the engine turns a null text of type string into "".
  bool nullable_string = false;
  bool deterministic = true;  // false: never folded (rand, now is folded by the binder instead)
  PrepareFn prepare = nullptr;
  Kernel kernel = nullptr;
  Lowering duckdb = nullptr;
  LiteralsFn literals = nullptr;
  ResultTypeFn result_type = nullptr;
  // Aggregates: how a result column without a name is called: prefix "count_" / "dcount_" + argument column.
  std::string_view default_name = {};
};

// All functions, in name order of their files. Generated.
std::span<const FunctionDef* const> AllFunctions();
// By canonical name; nullptr when there is none.
const FunctionDef* FindFunction(std::string_view name);
// By a language's spelling (function names exact in KQL, case-insensitive in CQL); nullptr when there is none.
// Several functions of one spelling are told apart by kind (`count` the operator is not a function).
const FunctionDef* FindSpelled(Lang lang, std::string_view name, FunctionKind kind);

// A signature, parsed.
struct Parameter {
  std::string_view name;
  uint16_t accepts = 0;  // bit set over Type
  bool optional = false;
  bool repeated = false;
  bool Accepts(Type t) const { return (accepts >> static_cast<int>(t)) & 1; }
};
struct Signature {
  std::vector<Parameter> parameters;
  size_t minimum_arguments = 0;
  size_t maximum_arguments = 0;  // SIZE_MAX when repeated
  // The parameter that argument `i` belongs to.
  const Parameter& ParameterFor(size_t i) const;
};
// REQUIRES: `def.signature` is well formed (a test checks all).
const Signature& SignatureOf(const FunctionDef& def);
// The result type for arguments of `types`. REQUIRES: they fit the signature.
Type ResultTypeOf(const FunctionDef& def, std::span<const Type> types);
// KQL's numeric promotion: int < long < real; decimal with anything numeric is decimal; equal types stay.
// dynamic with anything is dynamic; string stays only with string. kString for nonsense.
Type CommonType(Type a, Type b);

}  // namespace quarry
