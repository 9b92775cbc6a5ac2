// wildcard(): a pattern given as an argument, often a parameter of the query.
#include "bind/cql/arguments.h"

namespace quarry {
namespace {

// Without case the pattern is a regular expression that may match anywhere.
std::string AsRegex(std::string_view pattern) {
  std::string regex;
  for (char c : pattern) {
    if (c == '*') {
      regex += ".*";
      continue;
    }
    if (std::string_view("\\.+?()[]{}|^$/").find(c) != std::string_view::npos) regex += '\\';
    regex += c;
  }
  return regex;
}

bool Bind(CqlStage& stage, CqlArguments& args) {
  std::string pattern = args.String("pattern");
  bool ignore_case = args.Bool("ignoreCase");
  bool only_stars = !pattern.empty() && pattern.find_first_not_of('*') == std::string::npos;
  bool everything = args.Bool("includeEverythingOnAsterisk");
  if (!args.ok()) return false;
  Span span = args.SpanOf("pattern");
  if (everything && only_stars) {
    stage.Require(MakeLiteral(Value::Bool(true), args.span()));
    return true;
  }
  if (!args.Has("field")) {
    ExprPtr event = stage.Event();
    if (!event) {
      stage.diagnostics().Add(Code::Q0209, args.span(), "free text is not valid after an aggregate").label =
          "the events are gone here; name a field";
      return false;
    }
    if (only_stars)
      stage.Require(MakeLiteral(Value::Bool(true), args.span()));
    else if (ignore_case)
      stage.Require(
          cql_value::Call("cql_event_regex", {event, cql_value::Text(AsRegex(pattern)), cql_value::Text("i")}, span));
    else
      stage.Require(cql_value::Call("cql_event_contains", {event, cql_value::Text(pattern)}, span));
    return true;
  }
  ExprPtr value = cql_value::AsText(args.FieldValue("field"));
  if (only_stars) {
    stage.Require(cql_value::Present(value));
  } else if (!ignore_case) {
    stage.Require(stage.MatchPattern(value, pattern, span, args.span()));
  } else {
    size_t from = pattern.find_first_not_of('*');
    size_t to = pattern.find_last_not_of('*');
    std::string core = from == std::string::npos ? std::string() : pattern.substr(from, to - from + 1);
    if (core.find('*') == std::string::npos)
      stage.Require(cql_value::Call("contains_nocase", {value, cql_value::Text(core, span)}, args.span()));
    else
      stage.Require(cql_value::Call("cql_regex_match",
                                    {value, cql_value::Text(AsRegex(core), span), cql_value::Text("id")}, args.span()));
  }
  return args.ok();
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kWildcardCql) = {
    .name = "wildcard",
    .doc =
        "Events whose field matches a pattern in which `*` stands for any text. With `ignoreCase` the pattern may "
        "match anywhere in the field. "
        "Without `field` all fields are searched. `includeEverythingOnAsterisk` lets `*` pass events without the "
        "field.",
    .example = "wildcard(field=ComputerName, pattern=?host, ignoreCase=true)",
    .parameters = {{"pattern", CqlParameter::Kind::kString, true, true},
                   {"field", CqlParameter::Kind::kField},
                   {"ignoreCase", CqlParameter::Kind::kBool, false, false, "false"},
                   {"includeEverythingOnAsterisk", CqlParameter::Kind::kBool, false, false, "false"}},
    .role = CqlFunctionDef::Role::kFilter,
    .bind = Bind,
};

}  // namespace quarry
