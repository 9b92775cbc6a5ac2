// CqlFunctionDef: one function of CQL that is more than a scalar function of the plan: aggregates, transformations,
// filters, joins. A function is bind/cql/functions/<name>.cc and its .qtest; the registry is generated.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/define.h"

namespace quarry {

class CqlStage;                    // bind/cql/: the state of a pipeline at one stage
namespace cql { struct Call; }     // syntax/cql/tree.h

// One parameter, as in the reference: type decides how the untyped argument is read.
struct CqlParameter {
  enum class Kind : unsigned char {
    kField, kFields, kString, kStrings, kNumber, kBool, kEnum, kExpression, kExpressions,
    kAggregate, kPipeline, kFilter, kRegex, kSpan, kAny
  };
  std::string_view name;
  Kind kind = Kind::kString;
  bool unnamed = false;            // may be given without its name
  bool required = false;
  std::string_view default_value;
  std::string_view values;         // kEnum: "asc desc"
};

struct CqlFunctionDef {
  std::string_view name;           // "groupBy", "text:contains"
  std::string_view doc;
  std::string_view example;
  std::vector<CqlParameter> parameters;
  enum class Role : unsigned char { kFilter, kTransform, kAggregate, kExpression } role;
  // Applies the call to the stage; false: a diagnostic was added. As a filter in a condition, see CqlStage.
  bool (*bind)(CqlStage& stage, const cql::Call& call);
};
std::span<const CqlFunctionDef* const> AllCqlFunctions();

}  // namespace quarry
