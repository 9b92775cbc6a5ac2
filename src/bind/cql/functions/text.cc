// lower(), upper(), length(), replace(), splitString(), text:*, shannonEntropy(): texts from texts.
#include "bind/cql/arguments.h"
#include "functions/library/cql/number_text.h"
#include "functions/library/cql/regex_dialect.h"

namespace quarry {
namespace {

using cql_value::AsText;
using cql_value::Call;
using Kind = CqlParameter::Kind;

bool OfField(CqlStage& stage, CqlArguments& args, std::string_view function, std::string_view output) {
  ExprPtr value = Call(function, {AsText(args.FieldValue("field"))}, args.span());
  stage.Assign(stage.OutputName(args, output), value);
  return args.ok();
}

bool Lower(CqlStage& stage, CqlArguments& args) {
  return OfField(stage, args, "cql_lower", "_lower");
}
bool Upper(CqlStage& stage, CqlArguments& args) {
  return OfField(stage, args, "cql_upper", "_upper");
}
bool Length(CqlStage& stage, CqlArguments& args) {
  return OfField(stage, args, "cql_length", "_length");
}
bool Entropy(CqlStage& stage, CqlArguments& args) {
  return OfField(stage, args, "cql_entropy", "_shannonentropy");
}

bool Lowercase(CqlStage& stage, CqlArguments& args) {
  std::string include = args.String("include");
  if (include != "values") return stage.context().Unsupported(args.SpanOf("include"), "`lowercase()` of field names");
  for (const std::string& name : args.Fields("field"))
    stage.Assign(name, Call("cql_lower", {AsText(stage.Field(name))}, args.span()));
  return args.ok();
}

bool TextLength(CqlStage& stage, CqlArguments& args) {
  ExprPtr value = AsText(args.Value("string"));
  if (args.ok()) stage.Assign(stage.OutputName(args, "_length"), Call("cql_length", {value}, args.span()));
  return args.ok();
}

// The pattern of an argument, checked.
bool CheckPattern(CqlArguments& args, std::string_view parameter, const std::string& pattern,
                  const std::string& flags) {
  std::vector<std::string> names;
  if (Result<void> checked = CheckCqlRegex(pattern, flags, &names); !checked) {
    args.Invalid(parameter, checked.error().message).label = "in this regular expression";
  }
  return args.ok();
}

bool Replace(CqlStage& stage, CqlArguments& args) {
  std::string regex = args.String("regex"), flags = args.String("flags");
  std::string replacement = args.Has("replacement") ? args.String("replacement") : args.String("with");
  std::string field = args.Field("field");
  if (!args.ok() || !CheckPattern(args, "regex", regex, flags)) return false;
  ExprPtr value = Call(
      "cql_replace",
      {AsText(args.FieldValue("field")), cql_value::Text(regex), cql_value::Text(flags), cql_value::Text(replacement)},
      args.span());
  stage.Assign(stage.OutputName(args, field), value);
  return true;
}

bool SplitString(CqlStage& stage, CqlArguments& args) {
  std::string by = args.String("by");
  if (!args.ok() || !CheckPattern(args, "by", by, "")) return false;
  if (!args.Has("index")) {
    // All pieces, as the fields of an array.
    if (!stage.MayChangeRows(args.span(), "`splitString` without `index`")) return false;
    if (!stage.open())
      return stage.context().Unsupported(args.call().name_span, "`splitString()` without `index` behind an aggregate",
                                         "the number of pieces is not known");
    std::string array = stage.OutputName(args, "_splitstring");
    stage.AddParsed(
        Call("cql_split_fields",
             {AsText(args.FieldValue("field")), cql_value::Text(by), cql_value::Text(""), cql_value::Text(array)},
             args.span()),
        true);
    return args.ok();
  }
  double index = args.Number("index");
  if (!args.ok()) return false;
  ExprPtr value = Call("cql_split",
                       {AsText(args.FieldValue("field")), cql_value::Text(by), cql_value::Text(""),
                        MakeLiteral(Value::Integer(Type::kLong, static_cast<int64_t>(index)))},
                       args.span());
  stage.Assign(stage.OutputName(args, "_splitstring"), value);
  return true;
}

ExprPtr Whole(const ExprPtr& value) {
  return Call("to_long", {cql_value::AsNumber(value)}, value->span);
}

bool Substring(CqlStage& stage, CqlArguments& args) {
  ExprPtr text = AsText(args.Value("string"));
  ExprPtr begin = args.Has("begin") ? args.Value("begin") : cql_value::Number(0);
  ExprPtr end = args.Has("end") ? args.Value("end") : Call("cql_length", {text});
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_string"),
               Call("cql_substring", {text, Whole(begin), end->type == Type::kLong ? end : Whole(end)}, args.span()));
  return true;
}

bool PositionOf(CqlStage& stage, CqlArguments& args) {
  ExprPtr text = AsText(args.Value("string")), part = AsText(args.Value("character"));
  ExprPtr begin = args.Has("begin") ? args.Value("begin") : cql_value::Number(0);
  ExprPtr occurrence = args.Has("occurrence") ? args.Value("occurrence") : cql_value::Number(1);
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_position"),
               Call("cql_position", {text, part, Whole(begin), Whole(occurrence)}, args.span()));
  return true;
}

bool Trim(CqlStage& stage, CqlArguments& args) {
  std::string mode = args.String("mode");
  if (!args.ok()) return false;
  stage.Assign(stage.OutputName(args, "_trim"),
               Call("cql_trim", {AsText(args.FieldValue("field")), cql_value::Text(mode)}, args.span()));
  return true;
}

bool StripAnsiCodes(CqlStage& stage, CqlArguments& args) {
  return OfField(stage, args, "cql_strip_ansi", args.Field("field"));
}

}  // namespace

QUARRY_DEFINE(CqlFunctionDef, kLowerCql) = {
    .name = "lower",
    .doc = "A field in lower case.",
    .example = "host := lower(ComputerName)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"as", Kind::kString, false, false, "_lower"},
                   {"locale", Kind::kString}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Lower,
};
QUARRY_DEFINE(CqlFunctionDef, kUpperCql) = {
    .name = "upper",
    .doc = "A field in upper case.",
    .example = "upper(ComputerName, as=host)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"as", Kind::kString, false, false, "_upper"},
                   {"locale", Kind::kString}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Upper,
};
QUARRY_DEFINE(CqlFunctionDef, kLowercaseCql) = {
    .name = "lowercase",
    .doc = "Turns the values of fields to lower case.",
    .example = "lowercase([host, user])",
    .parameters = {{"field", Kind::kFields, true, true},
                   {"include", Kind::kEnum, false, false, "values", "values fields both"},
                   {"locale", Kind::kString}},
    .role = CqlFunctionDef::Role::kTransform,
    .bind = Lowercase,
};
QUARRY_DEFINE(CqlFunctionDef, kLengthCql) = {
    .name = "length",
    .doc = "The number of characters of a field.",
    .example = "length(CommandLine, as=size)",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_length"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Length,
};
QUARRY_DEFINE(CqlFunctionDef, kTextLengthCql) = {
    .name = "text:length",
    .doc = "The number of characters (code points) of a text.",
    .example = "text:length(string=CommandLine)",
    .parameters = {{"string", Kind::kExpression, true, true}, {"as", Kind::kString, false, false, "_length"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = TextLength,
};
QUARRY_DEFINE(CqlFunctionDef, kShannonEntropyCql) = {
    .name = "shannonEntropy",
    .doc = "Shannon entropy of a field, in bits a character.",
    .example = "shannonEntropy(DomainName) | _shannonentropy > 3.5",
    .parameters = {{"field", Kind::kField, true, true}, {"as", Kind::kString, false, false, "_shannonentropy"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Entropy,
};
QUARRY_DEFINE(CqlFunctionDef, kReplaceCql) = {
    .name = "replace",
    .doc = "Replaces every match of an expression; `$1` in `with` stands for a group.",
    .example = "replace(\"^www\\\\.\", with=\"\", field=host)",
    .parameters = {{"regex", Kind::kRegex, true, true},
                   {"with", Kind::kString},
                   {"replacement", Kind::kString},
                   {"field", Kind::kField, false, false, "@rawstring"},
                   {"as", Kind::kString},
                   {"flags", Kind::kString, false, false, "m"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Replace,
};
QUARRY_DEFINE(CqlFunctionDef, kSplitStringCql) = {
    .name = "splitString",
    .doc =
        "The piece of a text between matches of `by`, by its index from 0; negative ones count from the end. Without "
        "`index` all pieces, as `as[0]`, `as[1]`, ...",
    .example = "splitString(ImageFileName, by=\"\\\\\\\\\", index=-1, as=FileName)",
    .parameters = {{"field", Kind::kField, true, false, "@rawstring"},
                   {"by", Kind::kRegex, false, true},
                   {"index", Kind::kNumber},
                   {"as", Kind::kString, false, false, "_splitstring"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = SplitString,
};
QUARRY_DEFINE(CqlFunctionDef, kTextSubstringCql) = {
    .name = "text:substring",
    .doc = "Characters `begin` up to, but not including, `end`.",
    .example = "text:substring(string=SHA256HashData, begin=0, end=8)",
    .parameters = {{"string", Kind::kExpression, true, true},
                   {"begin", Kind::kExpression},
                   {"end", Kind::kExpression},
                   {"as", Kind::kString, false, false, "_string"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Substring,
};
QUARRY_DEFINE(CqlFunctionDef, kTextPositionOfCql) = {
    .name = "text:positionOf",
    .doc = "Where a text stands in another, from 0; absent when it does not.",
    .example = "text:positionOf(email, character=\"@\")",
    .parameters = {{"string", Kind::kExpression, true, true},
                   {"character", Kind::kExpression, false, true},
                   {"begin", Kind::kExpression},
                   {"occurrence", Kind::kExpression},
                   {"as", Kind::kString, false, false, "_position"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = PositionOf,
};
QUARRY_DEFINE(CqlFunctionDef, kTextTrimCql) = {
    .name = "text:trim",
    .doc = "A field without white space at its ends.",
    .example = "text:trim(name, mode=start)",
    .parameters = {{"field", Kind::kField, true, true},
                   {"mode", Kind::kEnum, false, false, "both", "both start end"},
                   {"as", Kind::kString, false, false, "_trim"}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = Trim,
};
QUARRY_DEFINE(CqlFunctionDef, kStripAnsiCodesCql) = {
    .name = "stripAnsiCodes",
    .doc = "A text without the escape sequences of terminals: colours and movements of the cursor.",
    .example = "stripAnsiCodes(message)",
    .parameters = {{"field", Kind::kField, true, false, "@rawstring"}, {"as", Kind::kString}},
    .role = CqlFunctionDef::Role::kExpression,
    .bind = StripAnsiCodes,
};

}  // namespace quarry
