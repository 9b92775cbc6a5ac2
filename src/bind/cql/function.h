// CqlFunctionDef: one function of CQL. A function is bind/cql/functions/<name>.cc and its .qtest; the registry is
// generated. What is pure computation on values is a FunctionDef of the plan (functions/library/cql) that these call.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/define.h"

namespace quarry {

class CqlStage;        // bind/cql/stage.h: the rows at one place of a pipeline
class CqlArguments;    // bind/cql/arguments.h: the call's arguments, checked against `parameters`
class CqlAggregation;  // bind/cql/aggregation.h: aggregates over one set of groups

// One parameter, as in the reference: its kind decides how the untyped argument is read.
struct CqlParameter {
  enum class Kind : unsigned char {
    kField,
    kFields,
    kString,
    kStrings,
    kNumber,
    kBool,
    kEnum,
    kExpression,
    kExpressions,
    kAggregate,
    kPipeline,
    kFilter,
    kRegex,
    kSpan,
    kAny
  };
  std::string_view name;
  Kind kind = Kind::kString;
  bool unnamed = false;  // may be given without its name
  bool required = false;
  std::string_view default_value;
  std::string_view values;  // kEnum: "asc desc"
};

struct CqlFunctionDef {
  std::string_view name;  // "groupBy", "text:contains"
  std::string_view doc;
  std::string_view example;
  std::vector<CqlParameter> parameters;
  enum class Role : unsigned char {
    kFilter,      // adds conditions to the stage; as an expression: true or false
    kTransform,   // assigns fields of the stage; as an expression: the value of its output field
    kAggregate,   // replaces the rows
    kExpression,  // as kTransform, without an effect of its own
  } role;
  bool any_names = false;  // takes any argument names; reads them itself
  // kAggregate with several rows a group: works within the groups of CqlStage::group, so that it may stand in
  // groupBy(function=...).
  bool in_groups = false;
  // Applies the call to the stage; false: a diagnostic was added.
  bool (*bind)(CqlStage& stage, CqlArguments& args) = nullptr;
  // kAggregate with one row a group: adds its results; may stand in groupBy(function=...) and its kin, and alone.
  bool (*aggregate)(CqlAggregation& aggregation, CqlArguments& args) = nullptr;
};
std::span<const CqlFunctionDef* const> AllCqlFunctions();
// In any case; nullptr when Quarry does not run it.
const CqlFunctionDef* FindCqlFunction(std::string_view name);

}  // namespace quarry
